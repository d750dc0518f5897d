"""Times of trapezoidal speed profiles."""

from __future__ import annotations

from math import sqrt

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
