"""A manoeuvre driven by the local planner, on what noisy sensors say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot, pi, radians
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll, turn_rate_of
from planner.local.local_planner import LocalPlanner
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at
from planner.local.manoeuvres.tasks import tasks_of
from planner.local.manoeuvres.trajectory import ManoeuvreTrajectory
from planner.local.objects import no_objects
from planner.local.pose_filter import PoseFilter
from planner.local.settings import LocalSettings
from planner.local.sight import Sight
from planner.local.stretch import Stretch
from planner.local.turning import TurnOnSpot

NOISE_M, NOISE_RAD = 0.005, radians(0.3)
"""Standard deviations of what is measured ten times a second."""
LONGEST_S = 120.0
THERE_M, THERE_RAD, STANDS_MPS = 0.003, 0.002, 0.01
SETTLE_S = 1.5
"""A vehicle that stands looks so long where it is before it drives on: noise averages out."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """How a manoeuvre ended, and all true poses (n, 3) of it, ten a second."""

    end_m: float
    end_rad: float
    seconds: float
    arrived: bool
    free_m: float  # to the nearest obstacle, at worst; 0: touched
    poses: NDArray[np.float64]


class _Vehicle:
    """True pose and drives, and what it believes."""

    def __init__(self, kind: VehicleType, pose: NDArray[np.float64], rng: np.random.Generator):
        self.kind, self.pose, self._rng = kind, pose.copy(), rng
        self.speed = self.steer = self.turn_rate = 0.0
        self.filter = PoseFilter()
        is_tricycle = kind.kinematics is Kinematics.TRICYCLE
        self.wheelbase_m = kind.wheelbase_m if is_tricycle else 0.0

    def look(self) -> NDArray[np.float64]:
        noise = self._rng.normal(0.0, (NOISE_M, NOISE_M, NOISE_RAD))
        return self.filter.measure(self.pose + noise)

    def drive(self, direction: int, speed: float, steer: float, period_s: float) -> None:
        before = self.pose.copy()
        speeds, steers = np.array([self.speed, speed]), np.array([self.steer, steer])
        way = roll(self.pose, direction, speeds, steers, self.wheelbase_m, period_s)
        turned = (self.pose[2] - before[2] + pi) % (2.0 * pi) - pi
        self.filter.move(direction * way, turned)
        self.speed, self.steer = speed, steer
        self.turn_rate = turn_rate_of(speed, direction, steer, self.wheelbase_m)

    def turn(self, rate: float, period_s: float) -> None:
        turned = 0.5 * (self.turn_rate + rate) * period_s
        self.pose[2] += turned
        self.filter.move(0.0, turned)
        self.speed, self.turn_rate = 0.0, rate


def track(
    scene: ManoeuvreScene,
    trajectory: ManoeuvreTrajectory,
    kind: VehicleType,
    rng: np.random.Generator,
    folder: Path,
) -> Tracked:
    """Drive it with measured poses of `NOISE_M` and `NOISE_RAD`."""
    settings = replace(LocalSettings(), corridor_tolerance_m=0.1)
    planner = LocalPlanner([kind], folder, settings)
    start = np.array([scene.start.x_m, scene.start.y_m, scene.start.heading_rad])
    vehicle = _Vehicle(kind, start, rng)
    poses, seconds, arrived = [vehicle.pose.copy()], 0.0, True
    for task in tasks_of(trajectory, limits=scene.limits):
        done, spent_s = _follow(planner, vehicle, task, poses, LONGEST_S - seconds)
        seconds += spent_s
        arrived = arrived and done
    goal = scene.goal
    off = (vehicle.pose[2] - goal.heading_rad + pi) % (2.0 * pi) - pi
    end_m = hypot(vehicle.pose[0] - goal.x_m, vehicle.pose[1] - goal.y_m)
    driven = np.array(poses)
    return Tracked(end_m, abs(off), seconds, arrived, _free_m(scene, driven), driven)


def _free_m(scene: ManoeuvreScene, poses: NDArray[np.float64]) -> float:
    """Between the true body, swept from pose to pose, and the obstacles."""
    bodies = bodies_at(scene, poses)
    swept = shapely.convex_hull(shapely.union(bodies[:-1], bodies[1:]))
    racks = shapely.union_all([shapely.Polygon(one) for one in scene.obstacles])
    return float(shapely.distance(swept, racks).min())


def _follow(
    planner: LocalPlanner,
    vehicle: _Vehicle,
    task: Stretch | TurnOnSpot,
    poses: list[NDArray[np.float64]],
    within_s: float,
) -> tuple[bool, float]:
    """Whether the task was driven to its end in time, and how long it took."""
    period_s = planner.settings.period_s
    planner.begin(0, None)
    for _ in range(round(SETTLE_S / period_s)):
        vehicle.look()
    planner.begin(0, task)
    spent_s = SETTLE_S
    while spent_s < within_s:
        seen = vehicle.look()
        commands = planner.plan(_sight(vehicle, seen), no_objects(), period_s)
        if isinstance(task, TurnOnSpot):
            if task.room_rad(seen[2]) < THERE_RAD and abs(vehicle.turn_rate) < STANDS_MPS:
                return True, spent_s
            vehicle.turn(float(commands.turn_radps[0]), period_s)
        else:
            left_m = task.length_m - float(commands.way_m[0])
            if left_m < THERE_M and vehicle.speed < STANDS_MPS:
                return True, spent_s
            speed, steer = float(commands.speed_mps[0]), float(commands.steer[0])
            vehicle.drive(task.direction, speed, steer, period_s)
        poses.append(vehicle.pose.copy())
        spent_s += period_s
    return False, spent_s


def _sight(vehicle: _Vehicle, seen: NDArray[np.float64]) -> Sight:
    yes, no = np.ones(1, np.bool_), np.zeros(1, np.bool_)
    return Sight(
        seen[None].copy(),
        np.array([vehicle.speed]),
        np.array([vehicle.steer]),
        np.array([vehicle.turn_rate]),
        yes,
        no,
        np.zeros(1),
    )
