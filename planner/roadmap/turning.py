"""How tight a path is, which curves a vehicle type can drive, and how fast.

What turns with the way is the heading as it is sampled: vehicles are moved linearly between the
samples, so the curvature between two of them is what a vehicle really turns there.
"""

from __future__ import annotations

from math import inf, tan

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.roadmap.paths import EdgePath

JOINT_RAD = 0.09
"""About 5 degrees: where two lanes meet within it vehicles drive on without a stop. A kink of a
polyline is no other thing, wherever it lies."""

ROUNDED_M = 0.5
"""The way over which a vehicle's control rounds such a joint: half a second at 1 m/s. A joint is
counted over it, because over the 0.1 m between two samples it would seem a curve of 1.1 m radius;
polylines that draw an arc in short chords still have the arc's curvature."""


def curvature_radpm(path: EdgePath) -> NDArray[np.float64]:
    """Radians turned for each metre between each two samples (n - 1,), never negative."""
    turned_rad = np.abs((np.diff(path.poses[:, 2]) + np.pi) % (2.0 * np.pi) - np.pi)
    length_m = np.maximum(np.diff(path.arc_m), 1e-9)
    joint = _joints(turned_rad)
    if not joint.any():
        return turned_rad / length_m
    total_rad = np.concatenate([[0.0], np.cumsum(turned_rad)])
    middle_m = (path.arc_m[1:] + path.arc_m[:-1]) / 2.0
    until_rad, since_rad = (
        np.interp(middle_m + side * ROUNDED_M / 2.0, path.arc_m, total_rad) for side in (1, -1)
    )
    return np.where(joint, (until_rad - since_rad) / ROUNDED_M, turned_rad / length_m)


def _joints(turned_rad: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where a path turns by a joint's angle at most, and on both sides less than half of it: an
    arc goes on, a joint stands alone."""
    before = np.concatenate([[0.0], turned_rad[:-1]])
    after = np.concatenate([turned_rad[1:], [0.0]])
    joint: NDArray[np.bool_] = turned_rad > 2.0 * np.maximum(before, after)
    return joint & (turned_rad <= JOINT_RAD)


def tightest_radpm(vehicle_type: VehicleType) -> float:
    """The largest curvature that the type's wheels can follow while they drive; inf for a
    differential drive, which can turn on the spot and is limited by its turning speed alone.

    A tricycle's fixed axle follows a circle of radius wheelbase / tan(steering angle).
    """
    if vehicle_type.kinematics is Kinematics.DIFFERENTIAL:
        return inf
    return tan(vehicle_type.max_steer_rad) / vehicle_type.wheelbase_m


def turning_speed_mps(
    curvature_radpm: NDArray[np.float64], vehicle_type: VehicleType
) -> NDArray[np.float64]:
    """The highest speed (n,) along a path of this curvature (n,), inf where it is straight: the
    vehicle turns at speed times curvature, and no faster than its type can."""
    speed_mps = np.full(len(curvature_radpm), inf)
    bent = np.abs(curvature_radpm) > 1e-9
    speed_mps[bent] = vehicle_type.turn_speed_radps / np.abs(curvature_radpm[bent])
    return speed_mps
