"""Acceleration and braking of all vehicles as the motion kernel reads them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import LayoutError
from fleet_core.model.vehicle_type import VehicleType

MUST_BE_POSITIVE = (
    "max_speed_mps",
    "max_speed_loaded_mps",
    "max_reverse_speed_mps",
    "acceleration_mps2",
    "braking_mps2",
    "turn_speed_radps",
    "turn_acceleration_radps2",
)


def motion_limits(
    types: Sequence[VehicleType],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Acceleration (V, 2) and braking (V, 2) of driving (m/s2) and turning (rad/s2).

    A turn slows down as hard as it speeds up. Raises LayoutError for a limit that is not positive.
    """
    for vehicle_type in types:
        for name in MUST_BE_POSITIVE:
            value = getattr(vehicle_type, name)
            if not value > 0.0:
                raise LayoutError(
                    f"vehicle type {vehicle_type.id}: {name} is {value}; it must be above 0"
                )
    turning = [vehicle_type.turn_acceleration_radps2 for vehicle_type in types]
    accelerating = [vehicle_type.acceleration_mps2 for vehicle_type in types]
    braking = [vehicle_type.braking_mps2 for vehicle_type in types]
    return (
        np.array([accelerating, turning], dtype=np.float64).T.copy(),
        np.array([braking, turning], dtype=np.float64).T.copy(),
    )
