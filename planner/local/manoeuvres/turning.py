"""A turn on the spot, either way round: no search and no optimiser, but the same check."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot, pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import wrap_angle
from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.motion import Drive
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene

SAME_M, SAME_RAD = 5e-4, 5e-4
"""Start and goal that are nearer than this are one; half of what the check allows."""
STAND_S = 0.1


def turns_on_spot(scene: ManoeuvreScene) -> Iterator[Drive]:
    """The shorter turn, then the longer; none where start and goal are two places, or the vehicle
    cannot turn so. Where they are one pose, a stand."""
    start, goal = scene.start, scene.goal
    away_m = hypot(goal.x_m - start.x_m, goal.y_m - start.y_m)
    short = wrap_angle(goal.heading_rad - start.heading_rad)
    if away_m > SAME_M:
        return
    if abs(short) < SAME_RAD:
        yield _stand(scene)
    elif scene.limits.turns_on_spot:
        yield _turn(scene, short)
        yield _turn(scene, short - 2.0 * pi if short > 0.0 else short + 2.0 * pi)


def _stand(scene: ManoeuvreScene) -> Drive:
    """Nothing but the wheel set straight."""
    limits = scene.limits
    steer = scene.start_steer_rad if limits.kinematics is Kinematics.TRICYCLE else 0.0
    seconds = max(STAND_S, abs(steer) / limits.steer_rate_radps)
    return Drive(_at_start(scene, steer), np.array([[0.0, -steer / seconds]]), np.array([seconds]))


def _at_start(scene: ManoeuvreScene, steer: float) -> NDArray[np.float64]:
    return np.array([scene.start.x_m, scene.start.y_m, scene.start.heading_rad, 0.0, steer])


def _turn(scene: ManoeuvreScene, turn_rad: float) -> Drive:
    """Speed up, turn, brake; a tricycle swings its wheel square before and straight after."""
    limits, side = scene.limits, 1.0 if turn_rad > 0.0 else -1.0
    top, ramp = _turn_limits(limits)
    top = min(top, (abs(turn_rad) * ramp) ** 0.5)
    rows = [(ramp, top / ramp), (0.0, abs(turn_rad) / top - top / ramp), (-ramp, top / ramp)]
    steer = 0.0
    if limits.kinematics is Kinematics.TRICYCLE:
        steer, square, swing = scene.start_steer_rad, side * pi / 2.0, limits.steer_rate_radps
        sign = 1.0 if square > steer else -1.0
        inputs = [
            (0.0, swing * sign, abs(square - steer) / swing),
            *((limits.wheelbase_m * rate, 0.0, seconds) for rate, seconds in rows),
            (0.0, -swing * side, pi / 2.0 / swing),
        ]
    else:
        inputs = [(0.0, side * rate, seconds) for rate, seconds in rows]
    told = np.array([one for one in inputs if one[2] > 0.0])
    return Drive(_at_start(scene, steer), told[:, :2], told[:, 2])


def _turn_limits(limits: ManoeuvreLimits) -> tuple[float, float]:
    """Turn rate and its rate; a tricycle's wheel must drive them."""
    if limits.kinematics is not Kinematics.TRICYCLE:
        return limits.turn_speed_radps, limits.turn_acceleration_radps2
    return (
        min(limits.turn_speed_radps, limits.forward_mps / limits.wheelbase_m),
        min(limits.turn_acceleration_radps2, limits.acceleration_mps2 / limits.wheelbase_m),
    )
