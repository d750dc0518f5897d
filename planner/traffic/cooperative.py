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
from planner.traffic.forecast import NEVER_S
from planner.traffic.occupancy import occupancy
from planner.traffic.sipp import Timed, plan_path
from planner.traffic.timetable import Timetable

VACATE_S = (30.0, 120.0)
"""Times that a vehicle planned later is given to leave its place, tried one after the other."""
ORDERS_TRIED = 8
GROUP_LIMIT = 6
"""Vehicles planned together at the most; the rest keep their plans."""
NOT_NEAR = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a vehicle shall go. ``usable`` (n_m,): moves that it may make now."""

    states: tuple[int, ...]
    usable: NDArray[np.bool_]
    directed: bool = True  # False: search without a distance field, for goals asked for once


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans on one roadmap."""

    roadmap: Roadmap
    travel: RoadmapTravelTimes
    stands: dict[int, NDArray[np.int64]] = field(default_factory=dict)  # see `_stands`

    def plan(
        self,
        table: Timetable,
        vehicle_id: str,
        aim: Aim,
        now_s: float,
        leaves_s: Mapping[str, float] | None = None,
    ) -> list[Timed] | None:
        """A path from the end of what a vehicle is granted to rest in one of the aim's states.

        The vehicle's tail must have been cut. ``leaves_s``: vehicles that are supposed to have left
        their last place by that time, because they will be planned after this one. None: no path.
        """
        start_s = table.committed_s(vehicle_id, now_s)
        if not aim.states or table.is_stopped(vehicle_id) or start_s >= NEVER_S:
            return None
        state = table.committed_state(vehicle_id)
        leaves = np.full(len(table.rows.state), np.inf)
        for other, until_s in (leaves_s or {}).items():
            leaves[table.row(other)] = until_s
        taken = occupancy(
            table.roads, table.rows, table.times(now_s), table.row(vehicle_id), now_s, leaves
        )
        usable = aim.usable & self.travel.usable(state, aim.states)
        to_go = self.travel.field_s(aim.states) if aim.directed else self._nowhere()
        return plan_path(table.roads, taken, (state, start_s), aim.states, to_go, usable)

    def _nowhere(self) -> NDArray[np.float64]:
        return np.zeros(self.roadmap.state_count)

    def blockers(
        self, table: Timetable, vehicle_id: str, goal_states: tuple[int, ...]
    ) -> list[str]:
        """Vehicles that rest, will rest or have stopped on the shortest way, nearest first."""
        conflicts = self.roadmap.conflicts
        near = np.full(len(self.roadmap.region_type), NOT_NEAR)
        for at, region in reversed(list(enumerate(self.way(table, vehicle_id, goal_states)))):
            near[conflicts.of(region)] = at
        names = [other_id for other_id in table if other_id != vehicle_id]
        rows = np.array([table.row(other_id) for other_id in names], np.int64)
        met = near[self.roadmap.state_region[rest_states(table)[rows]]]
        for k in np.flatnonzero(table.rows.stopped[rows]).tolist():
            met[k] = min(met[k], *near[table.held_regions(names[k])].tolist())
        found = np.flatnonzero(met < NOT_NEAR)
        return [names[k] for k in found[np.argsort(met[found], kind="stable")].tolist()]

    def way(self, table: Timetable, vehicle_id: str, goal_states: tuple[int, ...]) -> list[int]:
        """Regions along the shortest way from the end of what is granted, on an empty roadmap."""
        roadmap = self.roadmap
        to_go = self.travel.field_s(goal_states)
        state = table.committed_state(vehicle_id)
        regions = [int(roadmap.state_region[state])]
        while np.isfinite(to_go[state]) and to_go[state] > 0.0:
            moves = roadmap.out_moves[roadmap.out_index[state] : roadmap.out_index[state + 1]]
            cost = roadmap.move_duration_s[moves] + to_go[roadmap.move_to[moves]]
            move = int(moves[int(np.argmin(cost))])
            regions.append(int(roadmap.move_region[move]))
            state = int(roadmap.move_to[move])
        return regions

    def plan_together(
        self,
        table: Timetable,
        goals: Mapping[str, Aim],
        aside: Mapping[str, NDArray[np.bool_]],
        now_s: float,
    ) -> Timetable | None:
        """The timetable with new tails for a few vehicles that stand in each other's way.

        ``goals``: vehicles with somewhere to go. ``aside``: vehicles that may stand anywhere out of
        the others' way, with the moves they may make. Tries orders of planning and times to leave
        until all succeed.
        """
        group = [*goals, *aside][:GROUP_LIMIT]
        ways = {
            region
            for who in goals
            if who in group
            for region in self.way(table, who, goals[who].states)
        }
        aims = {
            who: goals[who]
            if who in goals
            else Aim(self._lay_bys(table, who, ways), aside[who], directed=False)
            for who in group
        }
        for vacate_s in VACATE_S:
            for order in _orders(group):
                plan = self._in_order(table, order, aims, now_s, vacate_s)
                if plan is not None:
                    return plan
        return None

    def _in_order(
        self,
        table: Timetable,
        order: Sequence[str],
        aims: Mapping[str, Aim],
        now_s: float,
        vacate_s: float,
    ) -> Timetable | None:
        trial = table.copy()
        for who in order:
            trial.cut(who)
        leaves_s = {who: now_s + vacate_s for who in order}
        for who in order:
            del leaves_s[who]
            path = self.plan(trial, who, aims[who], now_s, leaves_s)
            if path is None:
                return None
            trial.append(who, path, now_s)
        return trial

    def _lay_bys(self, table: Timetable, vehicle_id: str, ways: set[int]) -> tuple[int, ...]:
        """States at true nodes where the vehicle's body touches none of ``ways``."""
        roadmap, conflicts = self.roadmap, self.roadmap.conflicts
        touched = np.zeros(len(roadmap.region_type), np.bool_)
        for region in ways:
            touched[conflicts.of(region)] = True
        kind = int(roadmap.state_type[table.state(vehicle_id)])
        states = self._stands(kind)
        return tuple(states[~touched[roadmap.state_region[states]]].tolist())

    def _stands(self, kind: int) -> NDArray[np.int64]:
        """All states of a type at true nodes of the layout, node by node."""
        if kind not in self.stands:
            roadmap, nodes = self.roadmap, self.roadmap.facility.layout.nodes
            found = [
                state
                for (of_kind, node), states in roadmap.states_at.items()
                if of_kind == kind and node in nodes
                for state in states
            ]
            self.stands[kind] = np.array(found, np.int64)
        return self.stands[kind]


def rest_states(table: Timetable) -> NDArray[np.int32]:
    """State (n,) in which each row's vehicle will rest after all its steps; -1 in free rows."""
    rows = table.rows
    last = rows.move[np.arange(len(rows.state)), np.maximum(rows.length - 1, 0)]
    return np.where(rows.length > 0, table.roads.move_to[last], rows.state)


def _orders(group: Sequence[str]) -> Iterator[Sequence[str]]:
    """Orders of planning: as given, reversed (who stands at the exit goes first), then a spread of
    others."""
    yield group
    yield group[::-1]
    count = factorial(len(group))
    stride = max(1, count // ORDERS_TRIED)
    yield from islice(permutations(group), stride // 2 + 1, count - 1, stride)
