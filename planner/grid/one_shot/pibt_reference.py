"""`pibt.pibt_step` in plain Python: the same choices from the same random numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.grid.one_shot.task import GridTask

_64_BITS = 2**64 - 1


class PlainChance:
    """The random numbers of `chance.draw` and `chance.below`."""

    def __init__(self, state: int) -> None:
        self.state = state

    def draw(self) -> int:
        bits = self.state
        bits ^= bits >> 12
        bits ^= bits << 25 & _64_BITS
        bits ^= bits >> 27
        self.state = bits
        return bits * 0x2545F4914F6CDD1D & _64_BITS

    def below(self, bound: int) -> int:
        return (self.draw() >> 32) * bound >> 32


class PlainStep:
    """One step of all agents from ``config``, which decides for one after the other."""

    def __init__(self, task: GridTask, config: Sequence[int], chance: PlainChance) -> None:
        self.task, self.chance = task, chance
        self.at = list(config)
        self.to: list[int | None] = [None] * len(config)
        self.now = {vertex: agent for agent, vertex in enumerate(config)}
        self.next: dict[int, int] = {}

    def settle(self, agent: int, vertex: int) -> bool:
        """Whether ``agent`` may go to ``vertex``; then it will."""
        if vertex in self.next or self.closes_circle(agent, vertex):
            return False
        self._take(agent, vertex)
        return True

    def complete(self, order: Sequence[int]) -> NDArray[np.int32] | None:
        """Where everybody goes, or None when somebody is left without a place."""
        for agent in order:
            if self.to[agent] is None and not self.decide(agent):
                return None
        return np.array(self.to, np.int32)

    def decide(self, agent: int) -> bool:
        """PIBT: the best place that is open, and those who stand there must decide next."""
        choices = self._choices(agent)
        partner = self._swap_partner(agent, choices[0])
        if partner is not None:
            choices.reverse()
        for vertex in choices:
            if vertex in self.next or self.closes_circle(agent, vertex):
                continue
            self._take(agent, vertex)
            pushed = self.now.get(vertex)
            if pushed is not None and self.to[pushed] is None and not self.decide(pushed):
                continue
            if partner is not None and vertex == choices[0]:
                self._pull(partner, self.at[agent])
            return True
        self._take(agent, self.at[agent])
        return False

    def closes_circle(self, agent: int, vertex: int) -> bool:
        """Whether those who are decided would go round in a circle."""
        here = self.at[agent]
        ahead = self.now.get(vertex) if vertex != here else None
        while ahead is not None and self.to[ahead] not in (None, self.at[ahead]):
            if self.to[ahead] == here:
                return True
            ahead = self.now.get(self.to[ahead])  # type: ignore[arg-type]
        return False

    def _take(self, agent: int, vertex: int) -> None:
        self.next[vertex] = agent
        self.to[agent] = vertex

    def _pull(self, partner: int, vertex: int) -> None:
        if self.to[partner] is None:
            self.settle(partner, vertex)

    def _neighbours(self, vertex: int) -> list[int]:
        return [int(other) for other in self.task.lanes[vertex, :4] if other >= 0]

    def _steps(self, agent: int, vertex: int) -> int:
        return int(self.task.distance[agent, vertex])

    def _choices(self, agent: int) -> list[int]:
        here = self.at[agent]
        bits = self.chance.draw()
        keys = []
        for k, vertex in enumerate([*self._neighbours(here), here]):
            keys.append((self._steps(agent, vertex), bits >> 8 * k & 255, vertex))
        return [vertex for *_, vertex in sorted(keys)]

    def _swap_partner(self, agent: int, first: int) -> int | None:
        here = self.at[agent]
        if first == here:
            return None
        ahead = self.now.get(first)
        if (
            ahead is not None
            and self.to[ahead] is None
            and self._swap_required(agent, ahead, here, first)
            and self._swap_possible(first, here)
        ):
            return ahead
        for nearby in self._neighbours(here):
            other = self.now.get(nearby)
            if (
                other is not None
                and nearby != first
                and self._swap_required(other, agent, here, first)
                and self._swap_possible(first, here)
            ):
                return other
        return None

    def _ways_on(self, vertex: int, behind: int) -> list[int]:
        def is_closed(nearby: int) -> bool:
            other = self.now.get(nearby)
            is_end = len(self._neighbours(nearby)) == 1
            return is_end and other is not None and int(self.task.goals[other]) == nearby

        return [n for n in self._neighbours(vertex) if n != behind and not is_closed(n)]

    def _swap_required(self, pusher: int, puller: int, pusher_at: int, puller_at: int) -> bool:
        while self._steps(pusher, puller_at) < self._steps(pusher, pusher_at):
            ways = self._ways_on(puller_at, pusher_at)
            if len(ways) >= 2:
                return False
            if not ways:
                break
            pusher_at, puller_at = puller_at, ways[0]
        wants_back = self._steps(puller, pusher_at) < self._steps(puller, puller_at)
        wants_on = self._steps(pusher, puller_at) < self._steps(pusher, pusher_at)
        return wants_back and (self._steps(pusher, pusher_at) == 0 or wants_on)

    def _swap_possible(self, pusher_at: int, puller_at: int) -> bool:
        begin = pusher_at
        while puller_at != begin:
            ways = self._ways_on(puller_at, pusher_at)
            if len(ways) != 1:
                return len(ways) >= 2
            pusher_at, puller_at = puller_at, ways[0]
        return False


def pibt_step_reference(
    task: GridTask, config: Sequence[int], order: Sequence[int], chance: PlainChance
) -> NDArray[np.int32] | None:
    """Where everybody goes from ``config``, or None."""
    return PlainStep(task, config, chance).complete(order)
