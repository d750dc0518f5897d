"""Vehicles in Gazebo that our local planner drives, and a record of what Gazebo saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, inf, pi, sin

import numpy as np

from fleet_core.app.local_motion import solver_folder
from fleet_core.model.geometry import Point, Pose
from fleet_core.model.vehicle_type import Kinematics
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.vehicle import GazeboVehicle
from planner.local.local_planner import LocalPlanner
from planner.local.objects import Objects, no_objects
from planner.local.sight import Sight
from planner.local.stretch import Line, Stretch, stretch_along
from planner.local.supervisor import Verdict

HALF_WIDTH_M = 0.1


@dataclass(frozen=True)
class Lane:
    """A straight way, of which the first ``released_m`` may be driven."""

    begin: Point
    heading_rad: float
    length_m: float
    limit_mps: float

    def stretch(self, released_m: float = inf) -> Stretch:
        way = np.array([0.0, min(released_m, self.length_m)])
        x = self.begin[0] + way * cos(self.heading_rad)
        y = self.begin[1] + way * sin(self.heading_rad)
        poses = np.column_stack([x, y, np.full(2, self.heading_rad)])
        return stretch_along(Line(poses, way, np.full(2, self.limit_mps), 1, HALF_WIDTH_M))

    def along(self, pose: Pose) -> float:
        """How far a vehicle has come."""
        dx, dy = pose.x_m - self.begin[0], pose.y_m - self.begin[1]
        return dx * cos(self.heading_rad) + dy * sin(self.heading_rad)

    def aside(self, pose: Pose) -> float:
        """How far it is to the left."""
        dx, dy = pose.x_m - self.begin[0], pose.y_m - self.begin[1]
        return dy * cos(self.heading_rad) - dx * sin(self.heading_rad)


@dataclass
class Driven:
    """One vehicle on its lane, and what was seen of it."""

    vehicle: GazeboVehicle
    lane: Lane
    released_m: float
    ways_m: list[float] = field(default_factory=list)
    asides_m: list[float] = field(default_factory=list)
    beyond_m: float = -inf  # its release, at worst
    arrived_s: float = inf
    verdicts: set[Verdict] = field(default_factory=set)

    @property
    def way_m(self) -> float:
        return self.ways_m[-1] if self.ways_m else 0.0

    @property
    def arrived(self) -> bool:
        return self.arrived_s < inf

    @property
    def stands(self) -> bool:
        seen = self.vehicle.seen
        return seen is not None and abs(seen.forward_mps) < 0.005

    def note(self, now_s: float) -> None:
        seen = self.vehicle.seen
        assert seen is not None
        self.ways_m.append(self.lane.along(seen.pose))
        self.asides_m.append(self.lane.aside(seen.pose))
        self.beyond_m = max(self.beyond_m, self.way_m - self.released_m)
        is_near = abs(self.lane.length_m - self.way_m) < 0.1
        if is_near and abs(seen.forward_mps) < 0.005 and not self.arrived:
            self.arrived_s = now_s


class Drivers:
    """Plans ten times a simulated second for all of them."""

    def __init__(
        self,
        plant: GazeboPlant,
        lanes: Mapping[str, tuple[Lane, float]],
        objects: Callable[[], Objects] = no_objects,
    ) -> None:
        """``lanes``: with what is released of each at first. ``objects``: what else is seen."""
        self.plant, self._objects = plant, objects
        self.driven = {
            name: Driven(plant.vehicles[name], lane, released_m)
            for name, (lane, released_m) in lanes.items()
        }
        self._planner = LocalPlanner(
            [each.vehicle.type for each in self.driven.values()], solver_folder()
        )
        for v, each in enumerate(self.driven.values()):
            self._planner.begin(v, each.lane.stretch(each.released_m))
        self._planned_s = 0.0
        self._planner.plan(self._sight(known=False), no_objects(), 0.1)  # compiles, loads

    def release(self, name: str, released_m: float = inf) -> None:
        """So far it may drive from now on."""
        one = self.driven[name]
        one.released_m = min(released_m, one.lane.length_m)
        self._planner.extend(list(self.driven).index(name), one.lane.stretch(released_m))

    def step(self) -> None:
        """New poses are there."""
        now_s = self.plant.now_s
        if any(each.vehicle.seen is None for each in self.driven.values()):
            return
        for each in self.driven.values():
            each.note(now_s)
        elapsed_s = now_s - self._planned_s
        if elapsed_s < self._planner.settings.period_s - 0.005:
            return
        self._planned_s = now_s
        commands = self._planner.plan(self._sight(), self._objects(), min(elapsed_s, 0.5))
        for v, each in enumerate(self.driven.values()):
            each.verdicts.add(Verdict(commands.verdict[v]))
            speed, steer = float(commands.speed_mps[v]), float(commands.steer[v])
            if each.vehicle.type.kinematics is Kinematics.TRICYCLE:
                speed /= cos(steer)  # of the steered wheel
            each.vehicle.command(speed, steer, now_s)

    def _sight(self, *, known: bool = True) -> Sight:
        count = len(self.driven)
        sight = Sight(
            np.zeros((count, 3)), np.zeros(count), np.zeros(count), np.zeros(count),
            np.full(count, known), np.zeros(count, np.bool_), np.zeros(count),
        )  # fmt: skip
        for v, each in enumerate(self.driven.values()):
            if (seen := each.vehicle.seen) is None:
                continue
            sight.pose[v] = seen.pose.x_m, seen.pose.y_m, seen.pose.heading_rad
            # What its drives are told now: what is measured lags behind, and a plan that began
            # there would take back a part of every braking.
            drives = each.vehicle.drives
            is_tricycle = each.vehicle.type.kinematics is Kinematics.TRICYCLE
            sight.speed_mps[v] = drives.speed_mps * (cos(drives.steer) if is_tricycle else 1.0)
            sight.steer[v] = drives.steer
        return sight


EAST, NORTH = 0.0, pi / 2.0
