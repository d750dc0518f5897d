"""Arcs and lines as one NURBS of degree 2, which draws circles exactly.

Source: Piegl and Tiller, The NURBS Book, section 7.3 (a quarter circle has weights in the ratio
1 : 1/sqrt 2 : 1) and section 5 (double inner knots join pieces).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from fleet_core.model.geometry import Point
from fleet_core.model.layout import ControlPoint, Trajectory

JOINT_WEIGHT = sqrt(2.0)
"""Weights count only as ratios; LIF 1.0 allows none below 1, which is therefore the corner's."""


@dataclass(frozen=True, slots=True)
class CurveSegment:
    """A line (no corner), or a quarter circle whose tangents meet in ``corner``."""

    end: Point
    corner: Point | None = None


def joined(start: Point, *segments: CurveSegment) -> Trajectory:
    """The curve from ``start`` along all segments; each begins where the one before ended."""
    points = [ControlPoint(*_rounded(start), JOINT_WEIGHT)]
    for segment in segments:
        last = (points[-1].x_m, points[-1].y_m)
        if segment.corner is None:
            middle = ((last[0] + segment.end[0]) / 2.0, (last[1] + segment.end[1]) / 2.0)
            points.append(ControlPoint(*_rounded(middle), JOINT_WEIGHT))
        else:
            points.append(ControlPoint(*_rounded(segment.corner)))
        points.append(ControlPoint(*_rounded(segment.end), JOINT_WEIGHT))
    return Trajectory(2, _knots(len(segments)), tuple(points))


def reversed_way(trajectory: Trajectory) -> Trajectory:
    """The same curve from its end to its start."""
    return Trajectory(2, trajectory.knots, trajectory.control_points[::-1])


def _knots(count: int) -> tuple[float, ...]:
    inner = [place / count for place in range(1, count) for _ in range(2)]
    return (0.0, 0.0, 0.0, *inner, 1.0, 1.0, 1.0)


def _rounded(point: Point) -> Point:
    """To the micrometre, so that files do not show the last bit of a float."""
    return (round(point[0], 6), round(point[1], 6))
