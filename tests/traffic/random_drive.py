"""Drives a fleet through FleetTraffic without physics: each released leg takes a random time.

Checks at every step that no two vehicles hold regions that exclude each other, that the order of
passing has no cycle, and that nobody waits for ever (nobody stops here). Goals are random resting
places.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route
from fleet_core.traffic.fleet_traffic import FleetTraffic
from fleet_core.traffic.protocol import Goal
from planner.roadmap.graph import Roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.traffic.order_check import check_order


@dataclass
class Driven:
    """What came of a drive."""

    goals_reached: int = 0
    longest_still_s: float = 0.0
    attempts: dict[str, int] = field(default_factory=dict)


@dataclass
class _Wheels:
    """A vehicle that drives what is released."""

    bases: list[tuple[str, int, int]] = field(default_factory=list)  # route id, legs, released
    done: int = 0
    next_s: float = 0.0


class RandomDrive:
    """A fleet in traffic; `run` moves it."""

    def __init__(self, facility: Facility, roadmap: Roadmap, seed: int, late: float = 0.3) -> None:
        self.rng = np.random.default_rng(seed)
        self.facility, self.roadmap, self.late = facility, roadmap, late
        self.result = Driven()
        self.traffic = FleetTraffic(roadmap, RoadmapTravelTimes(roadmap), self._count)
        self.wheels: dict[str, _Wheels] = {}
        self.types = {vehicle.id: vehicle.type_id for vehicle in facility.fleet}
        self.taken: dict[str, str] = {}  # vehicle -> station it has as goal
        for vehicle in facility.fleet:
            self.traffic.enter(vehicle.id, vehicle.type_id, self._start(vehicle), 0.0)
            self.wheels[vehicle.id] = _Wheels()

    def _count(self, cause: str, outcome: str) -> None:
        event = f"{cause}: {outcome}"
        self.result.attempts[event] = self.result.attempts.get(event, 0) + 1

    def _start(self, vehicle) -> Pose:  # type: ignore[no-untyped-def]
        states = self.roadmap.goal_states(vehicle.type_id, [vehicle.start_node_id])
        wanted = vehicle.start_heading_rad
        state = (
            states[0]
            if wanted is None
            else min(states, key=lambda s: abs(self.roadmap.state_pose[s, 2] - wanted))
        )
        return Pose(*map(float, self.roadmap.state_pose[state]))

    def run(self, duration_s: float, step_s: float = 0.5, begin_s: float = 0.0) -> Driven:
        now_s, still_since = begin_s, begin_s
        while now_s < begin_s + duration_s:
            moved = self._drive(now_s)
            if moved:
                still_since = now_s
            self.result.longest_still_s = max(self.result.longest_still_s, now_s - still_since)
            self._new_goals(now_s)
            for route in self.traffic.step(now_s):
                self._hear(route)
            self._check(now_s)
            now_s += step_s
        return self.result

    def _hear(self, route: Route) -> None:
        wheels = self.wheels[route.vehicle_id]
        known = [base for base in wheels.bases if base[0] != route.route_id]
        wheels.bases = [*known, (route.route_id, len(route.legs), route.released)]

    def _drive(self, now_s: float) -> bool:
        moved = False
        for vehicle_id, wheels in self.wheels.items():
            if not wheels.bases:
                continue
            route_id, _, released = wheels.bases[0]
            if wheels.done < released and now_s >= wheels.next_s:
                wheels.done += 1
                moved = True
                wheels.next_s = now_s + float(self.rng.exponential(3.0 * (1.0 + self.late)))
                self.traffic.progress(vehicle_id, route_id, wheels.done, now_s)
            if wheels.done >= released and len(wheels.bases) > 1:
                wheels.bases.pop(0)
                wheels.done = 0
        return moved

    def _new_goals(self, now_s: float) -> None:
        for vehicle_id, type_id in self.types.items():
            if not self.traffic.arrived(vehicle_id) or self.rng.random() > 0.05:
                continue
            busy = set(self.taken.values())
            choices = [
                station
                for station in self.facility.uses
                if station not in busy and self._fits(type_id, station)
            ]
            if not choices:
                continue
            self.result.goals_reached += 1
            station = choices[int(self.rng.integers(len(choices)))]
            self.taken[vehicle_id] = station
            nodes = self.facility.layout.stations[station].interaction_node_ids
            self.traffic.set_goal(vehicle_id, Goal(nodes, station), now_s)

    def _fits(self, type_id: str, station: str) -> bool:
        nodes = self.facility.layout.stations[station].interaction_node_ids
        return bool(self.roadmap.goal_states(type_id, nodes))

    def _check(self, now_s: float) -> None:
        table = self.traffic._traffic.table
        check_order(table)
        assert not table.waiting_for_ever(now_s)
