"""One scene after the other: how a method gets a vehicle across, and what it touches there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np

from benchmarks.scenes.predictions import Predictions
from benchmarks.scenes.scene import LIMIT_S, WAY_M, Floats, Scene
from benchmarks.scenes.steering import Steering
from benchmarks.scenes.truth import TICK_S, drive_period
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.sight import Commands, Sight
from planner.local.supervisor import Verdict

PERIOD_S = 0.1
TICKS = round(PERIOD_S / TICK_S)
_TICKS_S: Floats = TICK_S * np.arange(1.0, TICKS + 1.0)
ARRIVED_M = 0.5
"""Nobody must come nearer to its goal."""

Watch = Callable[[Floats, Floats], None]
"""Gets the poses (T, 3) of the vehicle and the places (M, T, 2) of the others of each period."""


@dataclass(frozen=True, slots=True)
class Result:
    """Of one scene."""

    seed: int
    hits_at_fault: int  # others that overlapped with it while it drove
    contacts: int  # others that overlapped with it at all
    arrived: bool
    time_s: float  # at the end
    way_m: float  # by which it has come nearer to its goal
    periods: int
    interventions: int  # periods in which it braked against its plan

    @property
    def finished(self) -> bool:
        """At the goal, without a hit that is its fault."""
        return self.arrived and self.hits_at_fault == 0


def run_scene(
    scene: Scene, steering: Steering, predictions: Predictions, watch: Watch | None = None
) -> Result:
    """Until the vehicle arrives or the time is over."""
    pose, speed, steer = np.zeros(3), 0.0, 0.0
    touched = np.zeros(len(scene.others.radius_m), np.int64)
    interventions, period, left_m = 0, 0, WAY_M
    trail = np.empty((TICKS, 3))
    steering.head_for(0, pose, scene.goal_m)
    while left_m > ARRIVED_M and period < round(LIMIT_S / PERIOD_S):
        now_s = period * PERIOD_S
        commands = steering.steer(
            sight_of(scene.vehicle, pose, speed, steer), predictions.at(now_s), PERIOD_S
        )
        speeds, steers = _change(commands, speed, steer)
        places = scene.others.places(now_s + _TICKS_S)
        found = drive_period(
            pose, speeds, steers, wheelbase_m(scene.vehicle), rectangle(scene.vehicle), places,
            scene.others.radius_m, trail,
        )  # fmt: skip
        if watch is not None:
            watch(trail, places)
        touched = np.maximum(touched, found)
        speed, steer = float(speeds[1]), float(steers[1])
        interventions += int(commands.verdict[0] != Verdict.CLEAR)
        period += 1
        left_m = hypot(*(scene.goal_m - pose[:2]).tolist())
    return Result(
        scene.seed, int((touched == 2).sum()), int((touched > 0).sum()), left_m <= ARRIVED_M,
        period * PERIOD_S, WAY_M - left_m, period, interventions,
    )  # fmt: skip


def summary(results: Iterable[Result]) -> dict[str, Any]:
    """The numbers of all scenes together."""
    results = list(results)
    finished = [each for each in results if each.finished]
    time_s, periods = sum(each.time_s for each in finished), sum(each.periods for each in results)
    return {
        "scenes": len(results),
        "hits_at_fault": sum(each.hits_at_fault for each in results),
        "contacts": sum(each.contacts for each in results),
        "finished_share": round(len(finished) / len(results), 4) if results else None,
        "mean_speed_mps": round(sum(each.way_m for each in finished) / time_s, 4)
        if finished
        else None,
        "interventions_share": round(sum(each.interventions for each in results) / periods, 4)
        if periods
        else None,
    }


def sight_of(vehicle: VehicleType, pose: Floats, speed: float, steer: float) -> Sight:
    """Of one vehicle, of which everything is known."""
    is_turn_rate = vehicle.kinematics is Kinematics.DIFFERENTIAL
    return Sight(
        pose[None].copy(), np.array([speed]), np.array([steer]),
        np.array([steer if is_turn_rate else 0.0]), np.ones(1, np.bool_), np.zeros(1, np.bool_),
        np.zeros(1),
    )  # fmt: skip


def rectangle(vehicle: VehicleType) -> Floats:
    """Rear, right, front and left of its footprint, which is one."""
    corners = np.array(vehicle.footprint)
    return np.concatenate([corners.min(axis=0), corners.max(axis=0)])


def wheelbase_m(vehicle: VehicleType) -> float:
    """0: a differential drive."""
    return vehicle.wheelbase_m if vehicle.kinematics is Kinematics.TRICYCLE else 0.0


def _change(commands: Commands, speed: float, steer: float) -> tuple[Floats, Floats]:
    return np.array([speed, commands.speed_mps[0]]), np.array([steer, commands.steer[0]])
