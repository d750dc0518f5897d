"""The search of `lacam` and `step` in plain Python, to be read, and for tests to compare with."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor, inf

import numpy as np

from planner.traffic.joint.lacam import EXHAUSTED, GAVE_UP, RESTART_SHARE, SOLVED
from planner.traffic.joint.step import STAY, TIE_S, SearchGround

Made = tuple[int, int]
"""A vehicle and the hop it makes."""
Forced = dict[int, int]
"""A hop, or STAY, for some of the vehicles."""

_MASK = (1 << 64) - 1


@dataclass(slots=True)
class _Placement:
    """Where everybody is, and what is still to be tried from there."""

    places: tuple[int, ...]
    order: list[int]
    waited: list[float]
    parent: _Placement | None = None
    made: list[Made] = field(default_factory=list)
    to_try: deque[Forced] = field(default_factory=lambda: deque([{}]))


def lacam_reference(
    scene: SearchGround, start: Sequence[int], limit: int, seed: int
) -> tuple[int, list[Made], int]:
    """(outcome, hops in order, steps generated), as `lacam`."""
    search = _Search(scene, seed)
    first = search.first(start)
    if search.all_there(first.places):
        return SOLVED, [], 0
    stack, known = [first], {first.places: first}
    for tried in range(limit):
        while stack and not stack[-1].to_try:
            stack.pop()
        if not stack:
            return EXHAUSTED, [], tried
        at = stack[-1]
        step = _Step(search, at.places)
        if not step.make(at.order, search.next_to_try(at)):
            continue
        places = tuple(step.place)
        if places in known:
            stack.append(known[places] if search.draw() >= RESTART_SHARE else first)
            continue
        known[places] = search.reached(at, places, step.made)
        if search.all_there(places):
            return SOLVED, search.trace(known[places]), tried + 1
        stack.append(known[places])
    return GAVE_UP, [], limit


class _Search:
    def __init__(self, scene: SearchGround, seed: int) -> None:
        self.scene = scene
        self._random = (seed * 2654435761 + 88172645463325252) & _MASK

    def draw(self) -> float:
        """A number in [0, 1) (xorshift64*, Vigna 2016)."""
        x = self._random
        x ^= x >> 12
        x ^= (x << 25) & _MASK
        x ^= x >> 27
        self._random = x
        return ((x * 2685821657736338717 & _MASK) >> 40) / 2**24

    def first(self, start: Sequence[int]) -> _Placement:
        order = self.scene.nearness.tolist()
        waited = [0.0] * len(order)
        for rank, vehicle in enumerate(order):
            waited[vehicle] = float(np.float32(0.5 * (len(order) - rank) / len(order)))
        return _Placement(tuple(int(place) for place in start), order, waited)

    def reached(self, at: _Placement, places: tuple[int, ...], made: list[Made]) -> _Placement:
        waited = [
            before - floor(before) if self.scene.to_go_s[vehicle, place] == 0.0
            else float(np.float32(before + 1.0))
            for vehicle, (before, place) in enumerate(zip(at.waited, places, strict=True))
        ]  # fmt: skip
        order = sorted(range(len(places)), key=lambda vehicle: -waited[vehicle])
        return _Placement(places, order, waited, at, made)

    def hops_of(self, vehicle: int, place: int) -> list[int]:
        """Hops after which the goal can still be reached."""
        hops = range(int(self.scene.hops.offset[place]), int(self.scene.hops.offset[place + 1]))
        return [
            hop for hop in hops
            if not self.scene.shut[hop]
            and self.scene.to_go_s[vehicle, self.scene.hops.end[hop]] < inf
        ]  # fmt: skip

    def next_to_try(self, at: _Placement) -> Forced:
        """The next constraint; behind it come those with one more vehicle forced."""
        forced = at.to_try.popleft()
        if len(forced) < len(at.order):
            vehicle = at.order[len(forced)]
            for option in [STAY, *self.hops_of(vehicle, at.places[vehicle])]:
                at.to_try.append({**forced, vehicle: option})
        return forced

    def all_there(self, places: Sequence[int]) -> bool:
        return all(
            self.scene.to_go_s[vehicle, place] == 0.0 for vehicle, place in enumerate(places)
        )

    def trace(self, last: _Placement) -> list[Made]:
        made: list[Made] = []
        at: _Placement | None = last
        while at is not None:
            made = at.made + made
            at = at.parent
        return made


class _Step:
    """One step from a placement, in the making."""

    def __init__(self, search: _Search, places: Sequence[int]) -> None:
        self.search = search
        self.hops = search.scene.hops
        self.place = list(places)
        self.settled: set[int] = set()
        self.wanted: list[int] = []  # places that must be empty for hops under consideration
        self.made: list[Made] = []

    def make(self, order: Sequence[int], forced: Forced) -> bool:
        self.settled |= {vehicle for vehicle, option in forced.items() if option == STAY}
        for vehicle in order:
            hop = forced.get(vehicle, STAY)
            if hop != STAY and (vehicle in self.settled or not self.ask(vehicle, [hop])):
                return False
        for vehicle in order:
            if vehicle not in self.settled:
                self.ask(vehicle, self.options(vehicle))
        return True

    def options(self, vehicle: int) -> list[int]:
        """To stay, and all hops, best first."""
        here, to_go_s = self.place[vehicle], self.search.scene.to_go_s[vehicle]
        keys = {STAY: float(to_go_s[here])}
        for hop in self.search.hops_of(vehicle, here):
            keys[hop] = float(to_go_s[self.hops.end[hop]]) + TIE_S * self.search.draw()
        return sorted(keys, key=lambda option: keys[option])

    def near(self, hop: int) -> list[int]:
        row = self.hops.near[self.hops.near_index[hop] : self.hops.near_index[hop + 1]]
        return [int(place) for place in row]

    def ask(self, vehicle: int, options: Sequence[int]) -> bool:
        for option in options:
            if option == STAY:
                if self.place[vehicle] not in self.wanted:
                    self.settled.add(vehicle)
                    return True
            elif self.is_open(vehicle, option) and self.cleared(vehicle, option):
                self.place[vehicle] = int(self.hops.end[option])
                self.made.append((vehicle, option))
                return True
        self.settled.add(vehicle)
        return False

    def is_open(self, vehicle: int, hop: int) -> bool:
        """Nobody wants its end empty, and nobody who is settled stands near it."""
        near = self.near(hop)
        return int(self.hops.end[hop]) not in self.wanted and not any(
            self.place[other] in near for other in self.settled if other != vehicle
        )

    def cleared(self, vehicle: int, hop: int) -> bool:
        """Asks all who stand near a hop to go first. The vehicle is settled afterwards if they
        did."""
        near = self.near(hop)
        before = len(self.wanted)
        self.wanted += near
        self.settled.add(vehicle)
        done = True
        for place in near:
            other = self.place.index(place) if place in self.place else vehicle
            if other != vehicle and (
                other in self.settled or not self.ask(other, self.options(other))
            ):
                done = False
                break
        del self.wanted[before:]
        if not done:
            self.settled.discard(vehicle)
        return done
