"""A plan for pebbles when searching takes too long: to all goals, whoever it is, then in pairs.

After D. Kornhauser, G. Miller and P. Spirakis ("Coordinating pebble motion on graphs", FOCS 1984)
and B. de Wilde, A. ter Mors and C. Witteveen ("Push and Rotate", JAIR 51, 2014). First the
vehicles, taken as alike, move to all goals. Then two that stand in each other's goal change places:
everybody moves until the two are at a junction with two empty neighbours, they pass each other
there, and all that happened before is taken back with their parts exchanged.

Such plans are long, but they are found within milliseconds; `shorten` and the refinement make them
good. They need hops that can be taken back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from planner.traffic.joint.lacam import SOLVED, lacam
from planner.traffic.joint.places import Hops
from planner.traffic.joint.step import SearchGround

ROOTS_TRIED = 12
"""Goals from which the tree is grown that says in which order goals are filled: where places
exclude others than their neighbours, some orders lead nowhere."""

Made = tuple[int, int]
"""A vehicle and the hop it makes."""

EFFORTS = (150, 3000)
"""Steps generated for one way of bringing two vehicles to a junction: few for each, then more."""


class Exchange:
    """Plans on one graph of hops; ``shut`` (n_h,): hops that nobody may make."""

    def __init__(self, hops: Hops, shut: NDArray[np.bool_]) -> None:
        self.hops = hops
        self.shut = shut
        self.hop: dict[tuple[int, int], int] = {}
        for one in np.flatnonzero(~shut).tolist():
            self.hop.setdefault((int(hops.start[one]), int(hops.end[one])), one)
        self.hop = {key: one for key, one in self.hop.items() if key[::-1] in self.hop}
        self.near = {
            one: frozenset(hops.near[hops.near_index[one] : hops.near_index[one + 1]].tolist())
            for one in self.hop.values()
        }
        self.neighbours: dict[int, list[int]] = {}
        for start, end in sorted(self.hop):
            self.neighbours.setdefault(start, []).append(end)

    def plan(self, start: Sequence[int], goal: Sequence[int], seed: int) -> list[Made] | None:
        """Hops in order that bring each vehicle from its start place to its goal place; None when
        the method does not apply."""
        for turn in range(min(ROOTS_TRIED, len(goal))):
            try:
                return _Exchanging(self, list(start), seed).run(list(goal), turn)
            except _NoWayError:
                continue
        return None

    def distances(self, target: int, place_count: int) -> NDArray[np.float64]:
        """Hops from every place to ``target``; inf where there is no way."""
        found = np.full(place_count, np.inf)
        found[target] = 0.0
        queue = deque([target])
        while queue:
            place = queue.popleft()
            for other in self.neighbours.get(place, ()):
                if found[other] == np.inf:
                    found[other] = found[place] + 1.0
                    queue.append(other)
        return found


class _NoWayError(Exception):
    """The method does not lead further."""


class _Exchanging:
    """The state of one plan in the making."""

    def __init__(self, graph: Exchange, at: list[int], seed: int) -> None:
        self.graph = graph
        self.at = at
        self.who = {place: vehicle for vehicle, place in enumerate(at)}
        self.seed = seed
        self.made: list[Made] = []
        self.place_count = len(graph.hops.offset) - 1
        self._fields: dict[int, NDArray[np.float64]] = {}

    def run(self, goal: list[int], turn: int) -> list[Made]:
        self._fill([*goal[turn:], *goal[:turn]])
        if set(self.at) != set(goal):
            raise _NoWayError
        for vehicle, wanted in enumerate(goal):
            while self.at[vehicle] != wanted:
                self._exchange(vehicle, self.who[wanted])
        return self.made

    def _move(self, vehicle: int, end: int) -> None:
        """Makes a hop, or gives up where somebody stands too near."""
        hop = self.graph.hop.get((self.at[vehicle], end))
        if hop is None:
            raise _NoWayError
        if any(self.who.get(place, vehicle) != vehicle for place in self.graph.near[hop]):
            raise _NoWayError
        del self.who[self.at[vehicle]]
        self.at[vehicle] = end
        self.who[end] = vehicle
        self.made.append((vehicle, hop))

    def _field(self, target: int) -> NDArray[np.float64]:
        if target not in self._fields:
            self._fields[target] = self.graph.distances(target, self.place_count)
        return self._fields[target]

    # --- to all goals, whoever it is ------------------------------------------------------

    def _fill(self, goals: list[int]) -> None:
        """Leaves of a spanning tree one after the other: a leaf gets the nearest vehicle when it is
        a goal, and is emptied when it is not; then it is cut off."""
        done: set[int] = set()
        for goal in goals:
            if goal not in done:
                tree = self._tree(goal)
                done |= tree.keys()
                self._fill_tree(tree, set(goals))

    def _fill_tree(self, tree: dict[int, list[int]], goals: set[int]) -> None:
        while tree:
            leaf = next(place for place in reversed(tree) if len(tree[place]) <= 1)
            if (leaf in self.who) != (leaf in goals):
                self._shift(tree, leaf, into=leaf in goals)
            for other in tree.pop(leaf):
                tree[other].remove(leaf)

    def _tree(self, root: int) -> dict[int, list[int]]:
        """A breadth-first spanning tree: neighbours of each place, in order of discovery."""
        tree: dict[int, list[int]] = {root: []}
        queue = deque([root])
        while queue:
            place = queue.popleft()
            for other in self.graph.neighbours.get(place, ()):
                if other not in tree:
                    tree[other] = [place]
                    tree[place].append(other)
                    queue.append(other)
        return tree

    def _shift(self, tree: dict[int, list[int]], leaf: int, into: bool) -> None:
        """Brings the nearest vehicle into a leaf, or moves all up to the nearest empty place."""
        before = {leaf: leaf}
        queue = deque([leaf])
        while queue:
            place = queue.popleft()
            if (place in self.who) == into:
                break
            for other in tree[place]:
                if other not in before:
                    before[other] = place
                    queue.append(other)
        else:
            raise _NoWayError
        while place != leaf:
            start, end = (place, before[place]) if into else (before[place], place)
            self._move(self.who[start], end)
            place = before[place]

    # --- in pairs -------------------------------------------------------------------------

    def _exchange(self, first: int, second: int) -> None:
        """The two change places; all others are where they were."""
        for effort in EFFORTS:
            for junction, beside, empty in self._junctions(first, second):
                if self._exchanged_at(first, second, (junction, beside, *empty), effort):
                    return
        raise _NoWayError

    def _junctions(self, first: int, second: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """Junctions with the place beside it for the second vehicle and two to be empty, those
        with short ways first."""
        found = []
        for junction, around in self.graph.neighbours.items():
            way = self._field(junction)
            if len(around) < 3 or way[self.at[first]] == np.inf:
                continue
            for beside in around:
                length = way[self.at[first]] + self._field(beside)[self.at[second]]
                rest = sorted((one for one in around if one != beside), key=self.who.__contains__)
                length += sum(one in self.who for one in rest[:2])
                found.append((length, junction, beside, (rest[0], rest[1])))
        found.sort()
        yield from (one[1:] for one in found)

    def _exchanged_at(
        self, first: int, second: int, cross: tuple[int, int, int, int], effort: int
    ) -> bool:
        junction, beside, *empty = cross
        to_go = np.zeros((len(self.at), self.place_count))
        to_go[:, empty] = 1.0
        to_go[first], to_go[second] = self._field(junction), self._field(beside)
        there = self._search(to_go, [first, second], effort)
        if there is None:
            return False
        before, length = list(self.at), len(self.made)
        try:
            for vehicle, hop in there:
                self._move(vehicle, int(self.graph.hops.end[hop]))
            self._pass(first, second, cross)
            swapped = {first: second, second: first}
            for vehicle, hop in reversed(there):
                self._move(swapped.get(vehicle, vehicle), int(self.graph.hops.start[hop]))
        except _NoWayError:
            self.at = before
            self.who = {place: vehicle for vehicle, place in enumerate(before)}
            del self.made[length:]
            return False
        return True

    def _pass(self, first: int, second: int, cross: tuple[int, int, int, int]) -> None:
        """The one at the junction and the one beside it, by way of the two empty places."""
        junction, beside, one, other = cross
        self._move(first, one)
        self._move(second, junction)
        self._move(second, other)
        self._move(first, junction)
        self._move(first, beside)
        self._move(second, junction)

    def _search(
        self, to_go: NDArray[np.float64], active: list[int], effort: int
    ) -> list[Made] | None:
        order = np.array(
            [*active, *(one for one in range(len(self.at)) if one not in active)], dtype=np.int32
        )
        scene = SearchGround(self.graph.hops, self.graph.shut, to_go, order)
        self.seed += 1
        outcome, vehicles, hops, _ = lacam(
            scene, np.array(self.at, dtype=np.int32), effort, self.seed
        )
        if outcome != SOLVED:
            return None
        return list(zip(vehicles.tolist(), hops.tolist(), strict=True))
