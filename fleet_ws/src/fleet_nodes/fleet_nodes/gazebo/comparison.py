"""The same vehicles on the same ways in two plants: when they arrive, and where they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from fleet_core.app.embedded_fleet import EmbeddedFleet
from fleet_core.app.local_motion import commanded_types, local_pilot
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point, Pose
from fleet_core.model.order import TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.steered_motion import SteeredMotion
from fleet_nodes.gazebo.stepped_fleet import CONTROL_S

Trail: TypeAlias = Sequence[tuple[float, Pose]]
"""Where one vehicle was, with times (s) from the beginning of a scene."""
ARRIVED_M, STANDS_MPS = 0.1, 0.02
TIMES_WITHIN, TIMES_WITHIN_S, PATHS_WITHIN_M = 0.05, 0.5, 0.1
"""By which two plants may differ: share of an arrival time, or the period at which the controller
decides; and metres beside each other's way."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a vehicle stood at a place in both plants; None: it did not come."""

    vehicle_id: str
    place: str
    embedded_s: float | None
    gazebo_s: float | None

    @property
    def share(self) -> float:
        """By which Gazebo is later (negative: earlier)."""
        if not self.embedded_s or self.gazebo_s is None:
            return 0.0 if self.embedded_s == self.gazebo_s else float("inf")
        return self.gazebo_s / self.embedded_s - 1.0

    @property
    def in_time(self) -> bool:
        """Whether both plants agree."""
        if self.embedded_s is None or self.gazebo_s is None:
            return False
        later_s = abs(self.gazebo_s - self.embedded_s)
        return later_s <= max(TIMES_WITHIN_S, TIMES_WITHIN * self.embedded_s)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of one scene."""

    arrivals: tuple[Arrival, ...]
    beside_m: Mapping[str, float]  # at worst, by vehicle

    @property
    def agrees(self) -> bool:
        in_time = all(each.in_time for each in self.arrivals)
        return in_time and all(each <= PATHS_WITHIN_M for each in self.beside_m.values())


def embedded_trails(
    facility: Facility, orders: Sequence[TransportOrder], duration_s: float, seed: int
) -> dict[str, Trail]:
    """Where each vehicle was in the embedded plant, with the controller and the local planner of
    the one in Gazebo, ten times a second from when the controller had the orders. Vehicles follow
    the drawn lines into their stations, as in Gazebo."""
    pilot = local_pilot(facility)
    motion = SteeredMotion(commanded_types(facility), facility.clearance_m / 2.0, pilot)
    fleet = EmbeddedFleet(facility, Scenario("comparison", ()), seed, motion)
    plant = fleet.plant
    trails: dict[str, list[tuple[float, Pose]]] = {name: [] for name in plant.vehicle_ids}
    for order in orders:
        fleet.controller.do(SubmitOrder(order), "comparison", 0.0).checked()

    def look() -> None:
        for time_s, poses in zip(plant.trail.times_s, plant.trail.poses, strict=True):
            for name, (x, y, heading) in zip(plant.vehicle_ids, poses, strict=True):
                trails[name].append((float(time_s), Pose(float(x), float(y), float(heading))))

    while fleet.now_s < duration_s:
        fleet.hear()
        fleet.command(fleet.decide())
        fleet.pass_time(CONTROL_S, look)
    return {name: trail for name, trail in trails.items()}


def compared(
    embedded: Mapping[str, Trail],
    gazebo: Mapping[str, Trail],
    places: Mapping[str, Sequence[tuple[str, Point]]],
) -> Comparison:
    """``places``: where each vehicle is to stop, in this order. Paths are compared as far as both
    have come."""
    arrivals = []
    for vehicle_id, stops in places.items():
        times = (_arrivals(trails[vehicle_id], stops) for trails in (embedded, gazebo))
        for (place, _at), one_s, other_s in zip(stops, *times, strict=True):
            if one_s is None and other_s is None:
                continue  # the scene was over before
            arrivals.append(Arrival(vehicle_id, place, one_s, other_s))
    beside = {name: beside_m(embedded[name], gazebo[name]) for name in embedded}
    return Comparison(tuple(arrivals), beside)


def _arrivals(trail: Trail, stops: Sequence[tuple[str, Point]]) -> list[float | None]:
    """When it stood at each, one after the other."""
    found: list[float | None] = []
    at = 1
    for _name, (x, y) in stops:
        while at < len(trail) and not _stands_at(trail, at, x, y):
            at += 1
        found.append(trail[at][0] if at < len(trail) else None)
    return found


def _stands_at(trail: Trail, at: int, x: float, y: float) -> bool:
    (before_s, before), (now_s, now) = trail[at - 1], trail[at]
    moved_m = hypot(now.x_m - before.x_m, now.y_m - before.y_m)
    is_near = hypot(now.x_m - x, now.y_m - y) <= ARRIVED_M
    return is_near and moved_m <= STANDS_MPS * max(now_s - before_s, 1e-9)


def beside_m(one: Trail, other: Trail) -> float:
    """The furthest that either was from the other's way, as far as the shorter one goes."""
    ways = [np.array([(pose.x_m, pose.y_m) for _s, pose in each]) for each in (one, other)]
    length_m = min(_length_m(way) for way in ways)
    a, b = (_until(way, length_m) for way in ways)
    return max(_furthest(a, ways[1]), _furthest(b, ways[0]))


def _length_m(way: NDArray[np.float64]) -> float:
    return float(np.hypot(*np.diff(way, axis=0).T).sum())


def _until(way: NDArray[np.float64], length_m: float) -> NDArray[np.float64]:
    gone_m = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    return way[gone_m <= length_m + 1e-6]


def _furthest(points: NDArray[np.float64], way: NDArray[np.float64]) -> float:
    """Of some points from a polyline."""
    begin, along = way[:-1], np.diff(way, axis=0)
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    worst = 0.0
    for point in points:
        share = np.clip(((point - begin) * along).sum(axis=1) / squared, 0.0, 1.0)
        gap = point - begin - share[:, None] * along
        worst = max(worst, float(np.hypot(*gap.T).min()))
    return worst
