"""Paths with bends, sampled as those of edges are."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, sin

import numpy as np

from planner.roadmap.paths import CURVE_SPACING_M, EdgePath


def bent_path(*bends: tuple[float, float]) -> EdgePath:
    """A path of pieces (length_m, curvature_radpm) from the origin along x."""
    curvature: list[float] = []
    steps: list[float] = []
    for length_m, curvature_radpm in bends:
        count = ceil(length_m / CURVE_SPACING_M)
        steps += [length_m / count] * count
        curvature += [curvature_radpm] * count
    turned = np.concatenate([[0.0], np.cumsum(np.array(steps) * curvature)])
    middle = (turned[1:] + turned[:-1]) / 2.0
    x = np.concatenate([[0.0], np.cumsum(steps * np.cos(middle))])
    y = np.concatenate([[0.0], np.cumsum(steps * np.sin(middle))])
    return EdgePath(
        np.column_stack([x, y, turned]), np.concatenate([[0.0], np.cumsum(steps)]), False
    )


def polyline(side_m: float, corners_rad: Sequence[float]) -> EdgePath:
    """Straight sides that meet at corners, each turned between two samples as in a NURBS of
    degree 1."""
    count = ceil(side_m / CURVE_SPACING_M)
    heading, place = 0.0, np.zeros(2)
    poses = [[0.0, 0.0, 0.0]]
    for corner in (*corners_rad, 0.0):
        for _ in range(count):
            place = place + side_m / count * np.array([cos(heading), sin(heading)])
            poses.append([*place, heading])
        heading += corner
    rows = np.array(poses)
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(rows[:, :2], axis=0).T))])
    return EdgePath(rows, arc, False)
