"""A vehicle type as local planning sees it: limits of its motion, and discs that cover its body."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Polygon
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.state import DISCS, Car

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Body:
    """``discs`` (n, 3): x, y, radius in the vehicle's frame, together they cover the footprint.
    ``half_width_m`` is the radius of discs there that do not reach out at the sides."""

    outline: Floats  # (k, 2) counter-clockwise
    discs: Floats
    half_width_m: float

    @property
    def overhang_m(self) -> float:
        """How far the discs reach beyond the sides."""
        return float(self.discs[0, 2]) - self.half_width_m


def body(footprint: Polygon) -> Body:
    """Covers the bounding rectangle of a footprint by up to `DISCS` equal discs in a row."""
    outline = np.array(footprint, dtype=np.float64)
    (rear, right), (front, left) = outline.min(axis=0), outline.max(axis=0)
    length, width = front - rear, left - right
    count = min(DISCS, max(1, ceil(length / width - 0.25)))
    piece = length / count
    centres = rear + piece * (np.arange(count) + 0.5)
    discs = np.column_stack(
        [
            centres,
            np.full(count, (left + right) / 2.0),
            np.full(count, hypot(piece / 2.0, width / 2.0)),
        ]
    )
    return Body(_counter_clockwise(outline), discs, float(width / 2.0))


def car_row(vehicle_type: VehicleType) -> Floats:
    """The (Car,) numbers that the type says; direction, release and path are the plan's."""
    row = np.zeros(len(Car))
    is_tricycle = vehicle_type.kinematics is Kinematics.TRICYCLE
    row[Car.DIRECTION] = 1.0
    row[Car.WHEELBASE] = vehicle_type.wheelbase_m
    row[Car.ACCELERATION] = vehicle_type.acceleration_mps2
    row[Car.BRAKING] = vehicle_type.braking_mps2
    row[Car.TURN_MAX] = vehicle_type.turn_speed_radps
    row[Car.STEER_MAX] = (
        vehicle_type.max_steer_rad if is_tricycle else vehicle_type.turn_speed_radps
    )
    row[Car.STEER_RATE_MAX] = (
        vehicle_type.steer_rate_radps if is_tricycle else vehicle_type.turn_acceleration_radps2
    )
    return row


def _counter_clockwise(outline: Floats) -> Floats:
    x, y = outline[:, 0], outline[:, 1]
    forward = np.dot(x, np.roll(y, -1)) >= np.dot(y, np.roll(x, -1))
    return outline if forward else outline[::-1].copy()
