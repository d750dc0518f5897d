"""The vehicle with which set-up calls what it compiles."""

from __future__ import annotations

from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType

_BODY = ((-0.3, -0.3), (0.9, -0.3), (0.9, 0.3), (-0.3, 0.3))
CART = VehicleType(
    id="cart",
    kinematics=Kinematics.DIFFERENTIAL,
    footprint=_BODY,
    loaded_footprint=_BODY,
    max_speed_mps=1.0,
    max_speed_loaded_mps=1.0,
    max_reverse_speed_mps=1.0,
    acceleration_mps2=0.5,
    braking_mps2=0.5,
    turn_speed_radps=1.0,
    turn_acceleration_radps2=1.0,
    battery=BatteryType(1.0, 0.0, 0.0, 0.0, 1.0),
)
