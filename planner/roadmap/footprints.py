"""Swept bodies: the floor that a vehicle may touch while it stands, drives a piece, or turns."""

from __future__ import annotations

from math import ceil, cos, pi, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from fleet_core.model.vehicle_type import VehicleType

TURN_STEP_RAD = pi / 36.0
"""Sampling of a turn. Between samples a corner at radius r leaves the hull of its neighbours by
r (1 - cos(step / 2)), 3 mm at 3 m; the clearance between bodies covers it many times."""


def body(vehicle_type: VehicleType) -> NDArray[np.float64]:
    """Corners (n, 2) of the hull of the empty and the loaded footprint, in the vehicle's frame."""
    hull = MultiPoint(vehicle_type.footprint + vehicle_type.loaded_footprint).convex_hull
    return shapely.get_coordinates(hull)[:-1]


def placed(outline: NDArray[np.float64], pose: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners of ``outline`` at ``pose`` (x, y, heading)."""
    c, s = cos(pose[2]), sin(pose[2])
    rotation = np.array([[c, s], [-s, c]])
    corners: NDArray[np.float64] = outline @ rotation + pose[:2]
    return corners


def stand(outline: NDArray[np.float64], pose: NDArray[np.float64]) -> Polygon:
    """The body at rest."""
    return Polygon(placed(outline, pose))


def sweep(outline: NDArray[np.float64], poses: NDArray[np.float64]) -> BaseGeometry:
    """The floor touched along ``poses`` (n, 3): hulls of consecutive bodies, joined."""
    bodies = np.array([placed(outline, pose) for pose in poses])
    pairs = np.concatenate([bodies[:-1], bodies[1:]], axis=1)
    of_pair = np.repeat(np.arange(len(pairs)), pairs.shape[1])
    points = np.asarray(shapely.points(pairs.reshape(-1, 2)))
    corners = shapely.multipoints(points, indices=of_pair)
    return shapely.union_all(shapely.convex_hull(corners))


def turn_poses(x_m: float, y_m: float, from_rad: float, turn_rad: float) -> NDArray[np.float64]:
    """Poses (n, 3) of a turn on the spot by the signed angle ``turn_rad``."""
    count = max(2, ceil(abs(turn_rad) / TURN_STEP_RAD) + 1)
    headings = np.linspace(from_rad, from_rad + turn_rad, count)
    return np.stack([np.full(count, x_m), np.full(count, y_m), headings], axis=1)
