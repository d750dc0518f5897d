"""Legs as the motion kernel reads them: arc length, poses and limits as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.route import Leg, LegKind
from fleet_core.model.vehicle_type import VehicleType

DRIVE, TURN = 0, 1
"""Kinds of legs in arrays; also the column of a vehicle's acceleration and braking limits."""


@dataclass(frozen=True, slots=True)
class MotionLeg:
    """One leg to drive (metres) or to turn (radians)."""

    kind: int
    sign: float  # DRIVE: 1 along the heading, -1 against it; TURN: 1 counter-clockwise
    length: float  # m or rad, never negative
    limit: float  # m/s or rad/s
    samples: NDArray[np.float64]  # (4, n): way from the start (m or rad), x, y, heading (unwrapped)
    start_heading_rad: float  # as planned
    end_heading_rad: float
    edge_id: str = ""  # DRIVE: the edge of the layout that it is a part of
    slowed: float = 1.0  # what the limit was divided by, for a leg that takes longer than it should


def motion_leg(
    leg: Leg, begin: Pose, vehicle_type: VehicleType, loaded: bool = False, slowed: float = 1.0
) -> MotionLeg:
    """``leg`` for a vehicle that stands at ``begin``, which need not be the first sample exactly.

    ``slowed`` divides the speed limit, for a leg that takes longer than it should.
    A vehicle that was set down by hand stands a few centimetres beside the lane; it meets the lane
    within the first sample instead of jumping onto it.
    """
    if leg.kind is LegKind.TURN:
        return _turn(leg, begin, vehicle_type.turn_speed_radps / slowed)
    drawn = _drive(leg, begin, speed_limit_mps(leg, vehicle_type, loaded) / slowed)
    return replace(drawn, edge_id=leg.edge_id, slowed=slowed)


def _turn(leg: Leg, begin: Pose, limit_radps: float) -> MotionLeg:
    # What is planned starts at the leg's first pose; the little that `begin` is off is added.
    start, end = leg.path[0], leg.path[-1]
    angle_rad = leg.turn_rad + wrap_angle(start.heading_rad - begin.heading_rad)
    length = abs(angle_rad)
    samples = np.array(
        [
            [0.0, length],
            [begin.x_m, end.x_m],
            [begin.y_m, end.y_m],
            [begin.heading_rad, begin.heading_rad + angle_rad],
        ]
    )
    sign = 1.0 if angle_rad >= 0.0 else -1.0
    return MotionLeg(TURN, sign, length, limit_radps, samples, start.heading_rad, end.heading_rad)


def _drive(leg: Leg, begin: Pose, limit_mps: float) -> MotionLeg:
    poses = (begin, *leg.path[1:])
    steps = [hypot(b.x_m - a.x_m, b.y_m - a.y_m) for a, b in pairwise(poses)]
    way = np.concatenate(([0.0], np.cumsum(steps)))
    samples = np.array(
        [
            way,
            [pose.x_m for pose in poses],
            [pose.y_m for pose in poses],
            np.unwrap([pose.heading_rad for pose in poses]),
        ]
    )
    start, end, sign = leg.path[0], leg.path[-1], -1.0 if leg.reverse else 1.0
    return MotionLeg(
        DRIVE, sign, float(way[-1]), limit_mps, samples, start.heading_rad, end.heading_rad
    )


def speed_limit_mps(leg: Leg, vehicle_type: VehicleType, loaded: bool) -> float:
    """The lowest of the lane's and the vehicle's own limits."""
    own = vehicle_type.max_speed_loaded_mps if loaded else vehicle_type.max_speed_mps
    if leg.reverse:
        own = min(own, vehicle_type.max_reverse_speed_mps)
    return min(own, leg.max_speed_mps) if leg.max_speed_mps > 0.0 else own


def drives_on(before: MotionLeg, after: MotionLeg, tolerance_rad: float) -> bool:
    """Whether ``after`` follows ``before`` without a stop."""
    if before.kind != DRIVE or after.kind != DRIVE or before.sign != after.sign:
        return False
    return abs(wrap_angle(after.start_heading_rad - before.end_heading_rad)) <= tolerance_rad
