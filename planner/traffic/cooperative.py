"""Plans one vehicle around all others, or a few together when they stand in each other's way.

Prioritised planning with committed plans: a new path is free of conflicts with everything that is
planned already and ends where the vehicle can rest for ever. On a well-formed layout (M. Čáp et
al., "Prioritized Planning Algorithms for Trajectory Coordination of Multiple Mobile Robots", IEEE
T-ASE 12(3), 2015) such a path always exists when the goal is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, permutations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.forecast import NEVER_S, forecast
from planner.traffic.insertion import with_path
from planner.traffic.itinerary import Itineraries, Itinerary, without_tail
from planner.traffic.release import held_regions
from planner.traffic.reservations import reservations
from planner.traffic.sipp import plan_path

VACATE_S = (30.0, 120.0)
"""Times that a vehicle planned later is given to leave its place, tried one after the other."""
ORDERS_TRIED = 8
GROUP_LIMIT = 6
"""Vehicles planned together at the most; the rest keep their plans."""


@dataclass(frozen=True, slots=True)
class World:
    """All that a plan depends on, at one time."""

    itineraries: Mapping[str, Itinerary]
    loaded: frozenset[str]
    stopped: frozenset[str] = frozenset()
    begun_s: Mapping[str, float] = field(default_factory=dict)
    now_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans on one roadmap."""

    roadmap: Roadmap
    travel: RoadmapTravelTimes

    def plan(
        self,
        world: World,
        vehicle_id: str,
        goal_states: tuple[int, ...],
        leaves_s: Mapping[str, float] | None = None,
        directed: bool = True,
    ) -> dict[str, Itinerary] | None:
        """All itineraries with a new tail for ``vehicle_id`` that ends in a goal state, or None.

        ``leaves_s``: see `reservations`. ``directed`` False searches without a distance field, for
        goals that will not be asked for again.
        """
        if not goal_states:
            return None
        roadmap = self.roadmap
        itineraries = without_tail(world.itineraries, vehicle_id)
        times = forecast(roadmap, itineraries, dict(world.begun_s), world.stopped, world.now_s)
        own = itineraries[vehicle_id]
        start_s = times.end_s[vehicle_id][-1] if own.steps else world.now_s
        if vehicle_id in world.stopped or start_s >= NEVER_S:
            return None
        state = end_state(roadmap, own)
        others = {key: value for key, value in itineraries.items() if key != vehicle_id}
        kind = int(roadmap.state_type[state])
        taken = reservations(roadmap, kind, others, times, world.now_s, leaves_s or {})
        usable = roadmap.move_loaded if vehicle_id in world.loaded else roadmap.move_empty
        usable = usable & self.travel.usable(state, goal_states)
        to_go = self.travel.field_s(goal_states) if directed else self._nowhere()
        path = plan_path(roadmap, taken, (state, start_s), goal_states, to_go, usable)
        if path is None or (path and path[-1][1] >= NEVER_S / 2.0):
            return None
        return with_path(roadmap, itineraries, times, vehicle_id, path)

    def _nowhere(self) -> NDArray[np.float64]:
        return np.zeros(self.roadmap.state_count)

    def blockers(self, world: World, vehicle_id: str, goal_states: tuple[int, ...]) -> list[str]:
        """Vehicles that rest, will rest or have stopped on the shortest way, nearest first."""
        found: dict[str, int] = {}
        regions = self.way(world.itineraries[vehicle_id], goal_states)
        for other_id, other in world.itineraries.items():
            if other_id == vehicle_id:
                continue
            places = [int(self.roadmap.state_region[end_state(self.roadmap, other)])]
            if other_id in world.stopped:
                places += held_regions(self.roadmap, other)
            excluded = frozenset().union(*(self.roadmap.conflicts.excluded[p] for p in places))
            at = next((n for n, region in enumerate(regions) if region in excluded), None)
            if at is not None:
                found[other_id] = at
        return sorted(found, key=lambda other_id: found[other_id])

    def way(self, itinerary: Itinerary, goal_states: tuple[int, ...]) -> list[int]:
        """Regions along the shortest way from the end of what is granted, on an empty roadmap."""
        roadmap = self.roadmap
        to_go = self.travel.field_s(goal_states)
        state = _granted_end(roadmap, itinerary)
        regions = [int(roadmap.state_region[state])]
        while np.isfinite(to_go[state]) and to_go[state] > 0.0:
            moves = roadmap.out_moves[roadmap.out_index[state] : roadmap.out_index[state + 1]]
            cost = roadmap.move_duration_s[moves] + to_go[roadmap.move_to[moves]]
            move = int(moves[int(np.argmin(cost))])
            regions.append(int(roadmap.move_region[move]))
            state = int(roadmap.move_to[move])
        return regions

    def plan_together(
        self, world: World, goals: Mapping[str, tuple[int, ...]], aside: Sequence[str]
    ) -> dict[str, Itinerary] | None:
        """New tails for a few vehicles that stand in each other's way.

        ``goals``: vehicles with somewhere to go. ``aside``: vehicles that may stand anywhere out of
        the others' way. Tries orders of planning and times to leave until all succeed.
        """
        group = [*goals, *aside][:GROUP_LIMIT]
        ways = {region for who in goals if who in group for region in self.way(
            world.itineraries[who], goals[who])}  # fmt: skip
        targets = {
            who: goals[who] if who in goals else self._lay_bys(world.itineraries[who], ways)
            for who in group
        }
        for vacate_s in VACATE_S:
            for order in _orders(group):
                plan = self._in_order(world, order, targets, frozenset(aside), vacate_s)
                if plan is not None:
                    return plan
        return None

    def _in_order(
        self,
        world: World,
        order: Sequence[str],
        targets: Mapping[str, tuple[int, ...]],
        aside: frozenset[str],
        vacate_s: float,
    ) -> dict[str, Itinerary] | None:
        itineraries: Itineraries = world.itineraries
        leaves_s = {who: world.now_s + vacate_s for who in order}
        for who in order:
            del leaves_s[who]
            now = World(itineraries, world.loaded, world.stopped, world.begun_s, world.now_s)
            planned = self.plan(now, who, targets[who], leaves_s, directed=who not in aside)
            if planned is None:
                return None
            itineraries = planned
        return dict(itineraries)

    def _lay_bys(self, itinerary: Itinerary, ways: set[int]) -> tuple[int, ...]:
        """States at true nodes where the vehicle's body touches none of ``ways``."""
        roadmap = self.roadmap
        kind = int(roadmap.state_type[itinerary.state])
        nodes = roadmap.facility.layout.nodes
        return tuple(
            state
            for (of_kind, node), states in roadmap.states_at.items()
            if of_kind == kind and node in nodes
            for state in states
            if ways.isdisjoint(roadmap.conflicts.of(int(roadmap.state_region[state])).tolist())
        )


def _orders(group: Sequence[str]) -> Iterator[Sequence[str]]:
    """Orders of planning: as given, reversed (who stands at the exit goes first), then a spread of
    others."""
    yield group
    yield group[::-1]
    count = factorial(len(group))
    stride = max(1, count // ORDERS_TRIED)
    yield from islice(permutations(group), stride // 2 + 1, count - 1, stride)


def end_state(roadmap: Roadmap, itinerary: Itinerary) -> int:
    """Where a vehicle will rest after all its steps."""
    if not itinerary.steps:
        return itinerary.state
    return int(roadmap.move_to[itinerary.steps[-1].move])


def _granted_end(roadmap: Roadmap, itinerary: Itinerary) -> int:
    granted = itinerary.granted_steps
    return int(roadmap.move_to[granted[-1].move]) if granted else itinerary.state
