"""The way of a vehicle's origin along an edge."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.layout import Edge, EdgeProperties, Layout, OrientationType
from planner.roadmap.curves import sample_trajectory

CURVE_SPACING_M = 0.1
"""Samples on a curve; its chord then stays within 2 mm of an arc of 1 m radius."""


@dataclass(frozen=True, slots=True)
class EdgePath:
    """An edge as one vehicle type drives it."""

    poses: NDArray[np.float64]  # (n, 3): x_m, y_m, vehicle heading_rad
    arc_m: NDArray[np.float64]  # (n,): length from the start
    reverse: bool  # it moves against its heading

    @property
    def length_m(self) -> float:
        return float(self.arc_m[-1])


def edge_path(layout: Layout, edge: Edge, properties: EdgeProperties) -> EdgePath:
    """Poses along ``edge``; a straight line has two samples."""
    if properties.trajectory is None:
        start, end = layout.nodes[edge.start_node_id], layout.nodes[edge.end_node_id]
        tangent = atan2(end.y_m - start.y_m, end.x_m - start.x_m)
        samples = np.array([[start.x_m, start.y_m, tangent], [end.x_m, end.y_m, tangent]])
    else:
        samples = np.array(sample_trajectory(properties.trajectory, CURVE_SPACING_M))
    tangents = samples[:, 2].copy()
    if properties.orientation_type is OrientationType.GLOBAL:
        samples[:, 2] = properties.orientation_rad
    else:
        samples[:, 2] = tangents + properties.orientation_rad
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(samples[:, :2], axis=0).T))])
    return EdgePath(samples, arc, cos(samples[0, 2] - tangents[0]) < 0.0)


def part(path: EdgePath, from_m: float, to_m: float) -> EdgePath:
    """The path between two arc lengths."""
    inner = (path.arc_m > from_m + 1e-9) & (path.arc_m < to_m - 1e-9)
    at = np.concatenate([[from_m], path.arc_m[inner], [to_m]])
    return EdgePath(poses_at(path, at), at - from_m, path.reverse)


def poses_at(path: EdgePath, at_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Poses (n, 3) at arc lengths ``at_m`` (n,), headings interpolated the short way round."""
    heading = np.unwrap(path.poses[:, 2])
    return np.stack(
        [
            np.interp(at_m, path.arc_m, path.poses[:, 0]),
            np.interp(at_m, path.arc_m, path.poses[:, 1]),
            np.interp(at_m, path.arc_m, heading),
        ],
        axis=1,
    )


def as_poses(samples: NDArray[np.float64]) -> tuple[Pose, ...]:
    """Rows of (x, y, heading) as model poses, headings within [-pi, pi)."""
    return tuple(Pose(float(x), float(y), wrap_angle(float(h))) for x, y, h in samples)


def same_direction(first_rad: float, second_rad: float, tolerance_rad: float) -> bool:
    """Two headings that need no turn between them."""
    return abs(wrap_angle(first_rad - second_rad)) <= tolerance_rad
