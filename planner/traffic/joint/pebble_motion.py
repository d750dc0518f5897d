"""Whether one pebble can get where it shall be, all others being alike.

The pebbles of D. Kornhauser, G. Miller and P. Spirakis ("Coordinating pebble motion on graphs",
FOCS 1984) with all labels but one taken off. Pebbles that are alike can be arranged at will within
a connected part of the graph, so of the others only their number in each part counts that is left
when the one pebble's node is taken away: the states are few, and since every move can be taken
back, so are their classes. When a pebble's start and goal lie in different classes, no plan exists.

With two empty nodes or more, and not on a plain circle, the pebbles that can be exchanged at all
form classes within which every permutation can be reached, so these proofs miss little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product

from planner.traffic.joint.parts import Parts

State = tuple[int, tuple[int, ...]]
"""Node of the one pebble, and how many others are in each part of the graph without that node."""


class PebbleMotion:
    """Classes of states of pebbles on a graph."""

    def __init__(self, neighbours: Sequence[Sequence[int]]) -> None:
        self._neighbours = neighbours
        self._parts = Parts(neighbours)
        self._class: dict[State, int] = {}

    def state(self, node: int, others: Collection[int]) -> State:
        """The state of a pebble at ``node`` with the others at ``others``."""
        counts = [0] * len(self._parts.sizes(node))
        for one in others:
            part = self._parts.part_of(one, node)
            if part >= 0:
                counts[part] += 1
        return node, tuple(counts)

    def joined(self, first: State, second: State) -> bool:
        """Whether the one state can become the other."""
        return self._class_of(first) == self._class_of(second)

    def reaches(self, first: State, node: int, at_least: Collection[int]) -> bool:
        """Whether the pebble can get to ``node`` with others at ``at_least``, the rest anywhere."""
        mine = self._class_of(first)
        _, least = self.state(node, at_least)
        return any(
            at == node
            and number == mine
            and all(a >= b for a, b in zip(counts, least, strict=True))
            for (at, counts), number in self._class.items()
        )

    def _class_of(self, state: State) -> int:
        if state not in self._class:
            number = len(self._class)
            self._class[state] = number
            stack = [state]
            while stack:
                for other in self._next(stack.pop()):
                    if other not in self._class:
                        self._class[other] = number
                        stack.append(other)
        return self._class[state]

    def _next(self, state: State) -> Iterator[State]:
        node, counts = state
        for target in self._neighbours[node]:
            home = self._parts.part_of(target, node)
            room, count = self._parts.sizes(node)[home], counts[home]
            if count < room:
                yield from self._after(node, target, room, count, sum(counts))

    def _after(self, node: int, target: int, room: int, count: int, others: int) -> Iterator[State]:
        """States after the move to ``target``; ``count`` of the ``others`` share a part of ``room``
        nodes with it."""
        parts = self._parts.sizes(target)
        behind = self._parts.part_of(node, target)
        ahead = [k for k in range(len(parts)) if k != behind]
        # What is in neither part, cut off by the one node or by the other, is in no other part of
        # both: so many are in both.
        room_behind = room + parts[behind] - self._parts.component(node)
        for split in product(*(range(min(count, parts[k]) + 1) for k in ahead)):
            if 0 <= count - sum(split) <= room_behind:
                counts = [0] * len(parts)
                for k, number in zip(ahead, split, strict=True):
                    counts[k] = number
                counts[behind] = others - sum(split)
                yield target, tuple(counts)
