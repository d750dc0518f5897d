"""What a manoeuvre is asked to do: from where to where, with which body, between what."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Polygon, Pose
from fleet_core.model.vehicle_type import Kinematics, VehicleType

DRIVING_ROOM_RAD = radians(2.0)
"""A tricycle's steered wheel stays so far from 90 degrees, where its axle would stand still."""
TRACKED, STEER_KEPT_RAD = 0.85, 0.08
"""A plan at the very limits could not be tracked: who is beside it could not come back. Share of
the limits that is planned with, and what the wheel keeps to either side."""


@dataclass(frozen=True, slots=True)
class ManoeuvreLimits:
    """What the vehicle may do meanwhile.

    Tricycle: speed and acceleration are those of the steered wheel, which drives; the origin moves
    with cos(steer) of them. Differential: those of the origin.
    """

    kinematics: Kinematics
    forward_mps: float
    reverse_mps: float
    acceleration_mps2: float
    turn_speed_radps: float
    turn_acceleration_radps2: float  # differential
    wheelbase_m: float = 1.0  # tricycle
    max_steer_rad: float = 1.3  # tricycle
    steer_rate_radps: float = 1.0  # tricycle
    turns_on_spot: bool = True


@dataclass(frozen=True, slots=True)
class ManoeuvreScene:
    """One manoeuvre from rest to rest.

    ``body``: convex parts, in the vehicle's frame. ``obstacles``: convex, in the poses' frame. Both
    counter-clockwise. ``clearance_m``: what must stay free between them, at every moment.
    ``start_steer_rad``: how the steered wheel stands before (tricycle). ``floor``: a polygon that
    no part of the body may leave, convex or not; empty: there is no such limit. ``guide``: poses of
    a line that was drawn from start to goal, to begin with; it need not be one that can be driven.
    """

    start: Pose
    goal: Pose
    obstacles: tuple[Polygon, ...]
    body: tuple[Polygon, ...]
    limits: ManoeuvreLimits
    clearance_m: float = 0.02
    start_steer_rad: float = 0.0
    floor: Polygon = ()
    guide: tuple[Pose, ...] = ()

    def __post_init__(self) -> None:
        """Raises InputError for polygons that are not convex or not counter-clockwise."""
        if not self.body:
            raise InputError("manoeuvre: the vehicle has no body")
        for what, polygons in (("body part", self.body), ("obstacle", self.obstacles)):
            for number, polygon in enumerate(polygons):
                if not is_convex(polygon):
                    raise InputError(
                        f"manoeuvre: {what} {number} must be convex with its corners "
                        f"counter-clockwise, but is {polygon}"
                    )


def is_convex(polygon: Polygon) -> bool:
    """Whether the corners turn left all the way round, once; straight on is allowed."""
    ring = np.array(polygon, dtype=np.float64)
    if len(ring) < 3:
        return False
    edges = np.roll(ring, -1, axis=0) - ring
    after = np.roll(edges, -1, axis=0)
    turns = edges[:, 0] * after[:, 1] - edges[:, 1] * after[:, 0]
    angles = np.arctan2(turns, (edges * after).sum(axis=1))
    return bool((turns > -1e-9).all() and abs(angles.sum() - 2.0 * pi) < 1e-6)


def box(left_m: float, bottom_m: float, right_m: float, top_m: float) -> Polygon:
    """An upright rectangle."""
    return ((left_m, bottom_m), (right_m, bottom_m), (right_m, top_m), (left_m, top_m))


def limits_of(vehicle_type: VehicleType, speed_mps: float, loaded: bool) -> ManoeuvreLimits:
    """The type's limits less what tracking needs, and ``speed_mps`` at most in both directions."""
    top = vehicle_type.max_speed_loaded_mps if loaded else vehicle_type.max_speed_mps
    return ManoeuvreLimits(
        kinematics=vehicle_type.kinematics,
        forward_mps=min(speed_mps, top),
        reverse_mps=min(speed_mps, top, vehicle_type.max_reverse_speed_mps),
        acceleration_mps2=TRACKED * min(vehicle_type.acceleration_mps2, vehicle_type.braking_mps2),
        turn_speed_radps=TRACKED * vehicle_type.turn_speed_radps,
        turn_acceleration_radps2=vehicle_type.turn_acceleration_radps2,
        wheelbase_m=vehicle_type.wheelbase_m,
        max_steer_rad=min(vehicle_type.max_steer_rad - STEER_KEPT_RAD, pi / 2.0 - DRIVING_ROOM_RAD),
        steer_rate_radps=TRACKED * vehicle_type.steer_rate_radps,
        turns_on_spot=vehicle_type.turns_on_spot,
    )


def body_of(vehicle_type: VehicleType, loaded: bool) -> tuple[Polygon, ...]:
    """The footprint as the one convex part that it is."""
    return (vehicle_type.loaded_footprint if loaded else vehicle_type.footprint,)


def reach_m(body: tuple[Polygon, ...]) -> float:
    """Distance of the body's farthest corner from the vehicle's origin."""
    return max(hypot(x, y) for part in body for x, y in part)


def placed(outline: NDArray[np.float64], pose: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners (n, 2) of ``outline`` at ``pose`` (x, y, heading)."""
    c, s = cos(pose[2]), sin(pose[2])
    corners: NDArray[np.float64] = outline @ np.array([[c, s], [-s, c]]) + pose[:2]
    return corners


def bodies_at(scene: ManoeuvreScene, poses: NDArray[np.float64]) -> NDArray[np.object_]:
    """The body as shapely polygons (poses, parts) at ``poses`` (n, 3)."""
    c, s = np.cos(poses[:, 2]), np.sin(poses[:, 2])
    rotation = np.stack([np.stack([c, s], -1), np.stack([-s, c], -1)], -2)
    parts = [
        shapely.polygons(np.array(part) @ rotation + poses[:, None, :2]) for part in scene.body
    ]
    return np.stack(parts, axis=1)
