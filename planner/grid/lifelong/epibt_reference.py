"""EPIBT in plain Python, for tests: the same choices as `epibt`, from lists and dictionaries.

Conflicts are found here by looking at the paths of all other agents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Way = tuple[int, tuple[int, ...]]
"""A candidate: its cost, and the vertex after each action."""


@dataclass
class TryTally:
    """What is used up by one try: pushes left, the loss so far."""

    pushes: int
    loss: int = 0


class EpibtReference:
    """``ways`` by agent, best first; ``chosen`` by agent: its place in them, -1 while pushed."""

    def __init__(
        self, at: Sequence[int], ways: Sequence[Sequence[Way]], chosen: Sequence[int],
        rank: Sequence[int], weight: Sequence[int],
    ) -> None:  # fmt: skip
        self.chosen = list(chosen)
        self._at, self._ways, self._rank, self._weight = at, ways, rank, weight
        self._visits: Counter[int] = Counter()
        self._inside: set[int] = set()

    def choose_in_turn(self, order: Sequence[int], revisits: int, pushes: int) -> None:
        """As `epibt.choose_in_turn`."""
        self._visits.clear()
        for agent in order:
            if not self._visits[agent]:
                self._try(agent, revisits, pushes, self._rank[agent], False)

    def exchange(self, agents: Sequence[int], revisits: int, pushes: int) -> None:
        """As `epibt.improve`, with the agents that chance gave it."""
        for agent in agents:
            self._visits.clear()
            self._try(agent, revisits, pushes, -1, True)

    def _try(self, agent: int, revisits: int, pushes: int, rank: int, must_gain: bool) -> None:
        before = self.chosen.copy()
        tally = TryTally(pushes)
        found = self._rebuild(agent, revisits, tally, rank)
        if not found or (must_gain and tally.loss > 0):
            self.chosen = before
        self._inside.clear()

    def _rebuild(self, agent: int, revisits: int, tally: TryTally, rank: int) -> bool:
        """Whether ``agent`` and all whom it pushes found something."""
        old = self.chosen[agent]
        self.chosen[agent] = -1
        self._visits[agent] += 1
        self._inside.add(agent)
        for place, (cost, _) in enumerate(self._ways[agent]):
            others = self._in_the_way(agent, place)
            loss = self._weight[agent] * (cost - self._ways[agent][old][0])
            if len(others) == 1:
                (other,) = others
                if (
                    not tally.pushes
                    or other in self._inside
                    or self._rank[other] <= rank
                    or self._visits[other] >= revisits
                ):
                    continue
                tally.pushes -= 1
                self.chosen[agent] = place
                tally.loss += loss
                if self._rebuild(other, revisits, tally, rank):
                    return True
                tally.loss -= loss
                self.chosen[agent] = -1
            elif not others:
                self.chosen[agent] = place
                tally.loss += loss
                return True
        self._inside.discard(agent)
        self.chosen[agent] = old
        return False

    def _in_the_way(self, agent: int, place: int) -> set[int]:
        mine = [self._at[agent], *self._ways[agent][place][1]]
        found = set()
        for other, chosen in enumerate(self.chosen):
            if other == agent or chosen < 0:
                continue
            theirs = [self._at[other], *self._ways[other][chosen][1]]
            for d in range(1, len(mine)):
                met = mine[d] == theirs[d]
                swapped = mine[d] == theirs[d - 1] and mine[d - 1] == theirs[d]
                if met or (swapped and mine[d] != mine[d - 1]):
                    found.add(other)
        return found
