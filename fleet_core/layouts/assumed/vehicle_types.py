"""Vehicle types for layouts that name types and say nothing of them."""

from __future__ import annotations

from math import cos, pi, sin

from fleet_core.model.geometry import Polygon
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType


def rectangle(
    length_m: float, width_m: float, ahead_m: float = 0.0, left_m: float = 0.0
) -> Polygon:
    """A body whose middle lies ``ahead_m`` before and ``left_m`` beside its origin."""
    front, back = ahead_m + length_m / 2.0, ahead_m - length_m / 2.0
    left, right = left_m + width_m / 2.0, left_m - width_m / 2.0
    return ((back, right), (front, right), (front, left), (back, left))


def round_body(radius_m: float, corners: int = 12) -> Polygon:
    """The regular polygon around a circle: it covers the round body and a little more."""
    out_m = radius_m / cos(pi / corners)
    return tuple(
        (out_m * cos(angle), out_m * sin(angle))
        for angle in (2.0 * pi * (i + 0.5) / corners for i in range(corners))
    )


def assumed_battery(chargers: bool) -> BatteryType:
    """About a 1 kWh battery of a 100 kg AMR, 200 W at 1 m/s. A plant without a charger gets one a
    hundred times as large, which lasts for weeks: its vehicles are charged elsewhere."""
    return BatteryType(
        capacity_kwh=1.0 if chargers else 100.0,
        drive_kwh_per_m=5.5e-5,
        drive_loaded_kwh_per_m=8.0e-5,
        idle_kw=0.03,
        charge_kw=1.0,
        handling_kwh=0.0005,
    )


def assumed_type(type_id: str, chargers: bool) -> VehicleType:
    """A small AMR: 0.9 m by 0.6 m, 1.2 m/s, turns on the spot, also drives backwards."""
    body = rectangle(0.9, 0.6)
    return VehicleType(
        id=type_id,
        name=type_id,
        kinematics=Kinematics.DIFFERENTIAL,
        footprint=body,
        loaded_footprint=body,
        max_speed_mps=1.2,
        max_speed_loaded_mps=1.0,
        max_reverse_speed_mps=0.5,
        acceleration_mps2=0.6,
        braking_mps2=0.8,
        turn_speed_radps=0.8,
        turn_acceleration_radps2=1.5,
        battery=assumed_battery(chargers),
    )
