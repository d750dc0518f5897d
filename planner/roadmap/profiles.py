"""Times of trapezoidal speed profiles."""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import VehicleType


def rest_to_rest_s(distance: float, speed: float, acceleration: float, braking: float) -> float:
    """Seconds from standstill to standstill over ``distance``.

    Linear (m, m/s, m/s2) or angular (rad, rad/s, rad/s2). The profile is a trapezoid, or a triangle
    where the distance is too short to reach ``speed``.
    """
    if distance <= 0.0:
        return 0.0
    ramps = speed * speed / 2.0 * (1.0 / acceleration + 1.0 / braking)
    if ramps <= distance:
        return speed / acceleration + speed / braking + (distance - ramps) / speed
    peak = sqrt(2.0 * distance * acceleration * braking / (acceleration + braking))
    return peak / acceleration + peak / braking


def profile_s(
    arc_m: NDArray[np.float64], limit_mps: NDArray[np.float64], acceleration: float, braking: float
) -> float:
    """Seconds from rest to rest along samples with a limit (n - 1,) between each two."""
    if np.ptp(limit_mps) == 0.0:
        return rest_to_rest_s(float(arc_m[-1]), float(limit_mps[0]), acceleration, braking)
    step = np.diff(arc_m)
    square = np.minimum(np.append(limit_mps, 0.0), np.append(0.0, limit_mps)) ** 2
    for k in range(len(step)):
        square[k + 1] = min(square[k + 1], square[k] + 2.0 * acceleration * step[k])
    for k in range(len(step) - 1, -1, -1):
        square[k] = min(square[k], square[k + 1] + 2.0 * braking * step[k])
    speed = np.sqrt(square)
    return float((2.0 * step / np.maximum(speed[:-1] + speed[1:], 1e-6)).sum())


def stop_loss_s(speed_mps: float, vehicle_type: VehicleType) -> float:
    """Seconds that one stop costs a vehicle that would else pass at ``speed_mps``."""
    return (
        speed_mps / 2.0 * (1.0 / vehicle_type.acceleration_mps2 + 1.0 / vehicle_type.braking_mps2)
    )


def turn_s(angle_rad: float, vehicle_type: VehicleType) -> float:
    """Seconds for a turn on the spot by ``angle_rad`` (either sign)."""
    return rest_to_rest_s(
        abs(angle_rad),
        vehicle_type.turn_speed_radps,
        vehicle_type.turn_acceleration_radps2,
        vehicle_type.turn_acceleration_radps2,
    )


def stopping_distance_m(speed_mps: float, vehicle_type: VehicleType) -> float:
    """Metres from ``speed_mps`` to standstill at the type's braking limit."""
    return speed_mps * speed_mps / (2.0 * vehicle_type.braking_mps2)
