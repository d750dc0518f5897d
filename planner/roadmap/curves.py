"""NURBS of edges: points and tangents at even distances.

Source: Piegl and Tiller, The NURBS Book, 2nd edition, sections 3.2 and 4.2; LIF 1.0, 8.3.11.
"""

from __future__ import annotations

from itertools import pairwise
from math import atan2, ceil, hypot
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Point
from fleet_core.model.layout import Trajectory

if TYPE_CHECKING:
    from scipy.interpolate import BSpline

SPAN_SAMPLES = 64
"""Samples a knot span for the arc length: a quarter circle of 3 m radius is measured to 0.2 mm."""

STANDSTILL = 1e-9
"""Speeds below this share of the curve's extent have no direction."""


def sample_trajectory(trajectory: Trajectory, spacing_m: float) -> NDArray[np.float64]:
    """Rows of x, y, tangent (radians, continuous along the curve), first and last point included.

    Neighbours are at most ``spacing_m`` apart along the curve. Where control points coincide the
    curve has no derivative: its tangent there is that of a chord close by. Raises
    ValueError when knots, degree and control points do not make a curve.
    """
    u = _parameters(trajectory)
    points = evaluate(trajectory, u)
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    count = max(2, ceil(arc[-1] / spacing_m - 1e-9) + 1)
    even = np.interp(np.linspace(0.0, arc[-1], count), arc, u)
    even[0], even[-1] = u[0], u[-1]
    return np.column_stack([evaluate(trajectory, even), tangents(trajectory, even)])


def sample_line(start: Point, end: Point, spacing_m: float) -> NDArray[np.float64]:
    """The same for a straight line."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    share = np.linspace(0.0, 1.0, max(2, ceil(length / spacing_m - 1e-9) + 1))[:, None]
    points = (1.0 - share) * np.array(start) + share * np.array(end)
    tangent = atan2(end[1] - start[1], end[0] - start[0])
    return np.column_stack([points, np.full(len(points), tangent)])


def evaluate(trajectory: Trajectory, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) at the parameters ``u`` (n,)."""
    lifted = _homogeneous(trajectory)(u)
    points: NDArray[np.float64] = lifted[:, :2] / lifted[:, 2:]
    return points


def tangents(trajectory: Trajectory, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Directions (n,) in radians at the parameters ``u`` (n,), without jumps of a full turn."""
    curve = _homogeneous(trajectory)
    lifted, slope = curve(u), curve.derivative()(u)
    # Quotient rule on x w / w and y w / w.
    speed = (slope[:, :2] * lifted[:, 2:] - lifted[:, :2] * slope[:, 2:]) / lifted[:, 2:] ** 2
    moving = np.flatnonzero(np.hypot(*speed.T) > STANDSTILL * _extent(trajectory))
    if len(moving) == 0:
        return np.zeros(len(u))
    if len(moving) < len(u):
        speed = _with_chords(trajectory, u, speed, moving)
    return np.unwrap(np.arctan2(speed[:, 1], speed[:, 0]))


def _with_chords(
    trajectory: Trajectory,
    u: NDArray[np.float64],
    speed: NDArray[np.float64],
    moving: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Where the derivative vanishes, the chord to a point close by shows the direction."""
    first, last = _domain(trajectory)
    step = 1e-4 * (last - first)
    chord = evaluate(trajectory, np.minimum(u + step, last)) - evaluate(
        trajectory, np.maximum(u - step, first)
    )
    chord[moving] = speed[moving]
    return chord


def _homogeneous(trajectory: Trajectory) -> BSpline:
    """The curve over x w, y w and w; outside its domain it is not extended."""
    from scipy.interpolate import BSpline  # noqa: PLC0415  (slow to import, curves are rare)

    weights = np.array([one.weight for one in trajectory.control_points])[:, None]
    points = np.array([(one.x_m, one.y_m) for one in trajectory.control_points]).reshape(-1, 2)
    lifted = np.hstack([points * weights, weights])
    return BSpline(np.array(trajectory.knots), lifted, trajectory.degree, extrapolate=True)


def _domain(trajectory: Trajectory) -> tuple[float, float]:
    return trajectory.knots[trajectory.degree], trajectory.knots[-trajectory.degree - 1]


def _parameters(trajectory: Trajectory) -> NDArray[np.float64]:
    first, last = _domain(trajectory)
    marks = sorted({knot for knot in trajectory.knots if first <= knot <= last})
    spans = [
        np.linspace(start, end, SPAN_SAMPLES, endpoint=False) for start, end in pairwise(marks)
    ]
    return np.concatenate([*spans, [last]])


def _extent(trajectory: Trajectory) -> float:
    points = np.array([(one.x_m, one.y_m) for one in trajectory.control_points])
    return float(np.ptp(points, axis=0).max())
