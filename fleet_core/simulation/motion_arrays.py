"""The flat arrays of the motion kernel: V vehicles, room for L legs and P samples each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import LayoutError
from fleet_core.model.vehicle_type import VehicleType

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MUST_BE_POSITIVE = (
    "max_speed_mps",
    "max_speed_loaded_mps",
    "max_reverse_speed_mps",
    "acceleration_mps2",
    "braking_mps2",
    "turn_speed_radps",
    "turn_acceleration_radps2",
)


class TrackArrays(NamedTuple):
    """Legs that a vehicle may drive, in their order."""

    leg_count: Integers  # (V,) legs in use
    kind: Integers  # (V, L) 0 drive, 1 turn
    sign: Floats  # (V, L)
    length: Floats  # (V, L) m or rad
    limit: Floats  # (V, L) m/s or rad/s
    joined: Flags  # (V, L) goes on from the leg before without a stop
    first: Integers  # (V, L) first sample
    samples: Integers  # (V, L) number of samples
    way: Floats  # (V, P) m or rad from the start of the leg
    x_m: Floats  # (V, P)
    y_m: Floats  # (V, P)
    heading_rad: Floats  # (V, P) without jumps inside a leg


class MotionState(NamedTuple):
    """Where every vehicle is on its track, and what it may do."""

    leg: Integers  # (V,) index of the present leg; equal to leg_count: at the end
    way: Floats  # (V,) m or rad from the start of that leg
    speed: Floats  # (V,) m/s or rad/s, never negative
    pose: Floats  # (V, 3) x, y, heading
    turn_rate_radps: Floats  # (V,)
    driven_m: Floats  # (V,) during the last call
    idle_ticks: Integers  # (V,) of the last call, standing at the end of the track
    acceleration: Floats  # (V, 2) of drive (m/s2) and turn (rad/s2)
    braking: Floats  # (V, 2)
    held: Flags  # (V,) must brake to a stop and stand
    cap: Floats  # (V,) m/s that may be driven for now; inf: as legs allow
    glide_s: Floats  # (V,) seconds until more is expected to be released; 0 or less: not known


def new_tracks(vehicles: int, legs: int, samples: int) -> TrackArrays:
    """Empty tracks."""
    by_leg, by_sample = (vehicles, legs), (vehicles, samples)
    return TrackArrays(
        leg_count=np.zeros(vehicles, np.int64),
        kind=np.zeros(by_leg, np.int64),
        sign=np.ones(by_leg),
        length=np.zeros(by_leg),
        limit=np.zeros(by_leg),
        joined=np.zeros(by_leg, np.bool_),
        first=np.zeros(by_leg, np.int64),
        samples=np.zeros(by_leg, np.int64),
        way=np.zeros(by_sample),
        x_m=np.zeros(by_sample),
        y_m=np.zeros(by_sample),
        heading_rad=np.zeros(by_sample),
    )


def new_state(pose: Floats, acceleration: Floats, braking: Floats) -> MotionState:
    """All vehicles standing at ``pose`` (V, 3)."""
    vehicles = len(pose)
    return MotionState(
        leg=np.zeros(vehicles, np.int64),
        way=np.zeros(vehicles),
        speed=np.zeros(vehicles),
        pose=np.array(pose, dtype=np.float64).reshape(vehicles, 3),
        turn_rate_radps=np.zeros(vehicles),
        driven_m=np.zeros(vehicles),
        idle_ticks=np.zeros(vehicles, np.int64),
        acceleration=np.array(acceleration, dtype=np.float64).reshape(vehicles, 2),
        braking=np.array(braking, dtype=np.float64).reshape(vehicles, 2),
        held=np.zeros(vehicles, np.bool_),
        cap=np.full(vehicles, np.inf),
        glide_s=np.zeros(vehicles),
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
