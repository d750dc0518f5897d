"""NURBS are evaluated as the book says."""

from __future__ import annotations

from math import hypot, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.layout import ControlPoint, Trajectory
from planner.roadmap.curves import evaluate, sample_line, sample_trajectory

CLAMPED = {degree: (0.0,) * (degree + 1) + (1.0,) * (degree + 1) for degree in (1, 2, 3)}

POINTS = st.builds(
    ControlPoint, st.floats(-20.0, 20.0), st.floats(-20.0, 20.0), st.floats(0.2, 5.0)
)


def bezier(*points: tuple[float, float]) -> Trajectory:
    degree = len(points) - 1
    return Trajectory(degree, CLAMPED[degree], tuple(ControlPoint(*one) for one in points))


def test_weights_make_an_exact_circle() -> None:
    corner = ControlPoint(3.0, 3.0, sqrt(0.5))
    arc = Trajectory(2, CLAMPED[2], (ControlPoint(3.0, 0.0), corner, ControlPoint(0.0, 3.0)))
    samples = sample_trajectory(arc, 0.1)
    assert np.hypot(samples[:, 0], samples[:, 1]) == pytest.approx(3.0, abs=1e-12)
    across = np.arctan2(samples[:, 1], samples[:, 0]) + pi / 2
    assert samples[:, 2] == pytest.approx(across, abs=1e-9)


def test_neighbours_are_as_far_apart_as_asked_and_evenly() -> None:
    curve = bezier((0.0, 0.0), (5.0, 0.0), (5.0, 5.0))
    steps = np.hypot(*np.diff(sample_trajectory(curve, 0.1)[:, :2], axis=0).T)
    assert steps.max() <= 0.1
    assert steps.min() > 0.09


def test_where_control_points_coincide_the_direction_is_that_of_the_curve_beside() -> None:
    curve = bezier((0.0, 0.0), (0.0, 0.0), (4.0, 4.0), (4.0, 4.0))
    assert sample_trajectory(curve, 0.5)[:, 2] == pytest.approx(pi / 4, abs=1e-3)


def test_directions_have_no_jump_of_a_full_turn() -> None:
    loop = bezier((0.0, 0.0), (30.0, 12.0), (-30.0, 12.0), (0.0, 0.0))
    turns = np.diff(sample_trajectory(loop, 0.05)[:, 2])
    assert np.abs(turns).max() < 1.0


def test_knots_inside_join_pieces() -> None:
    knots = (0.0, 0.0, 0.0, 0.5, 1.0, 1.0, 1.0)
    points = tuple(ControlPoint(*p) for p in ((0.0, 0.0), (0.0, 2.0), (4.0, 2.0), (4.0, 0.0)))
    curve = Trajectory(2, knots, points)
    # At the middle knot a quadratic B-spline is half way between its inner control points.
    assert evaluate(curve, np.array([0.5]))[0] == pytest.approx((2.0, 2.0))


@given(st.integers(1, 3), st.data())
def test_any_clamped_curve_begins_and_ends_at_its_control_points(
    degree: int, data: st.DataObject
) -> None:
    points = data.draw(st.lists(POINTS, min_size=degree + 1, max_size=degree + 1))
    samples = sample_trajectory(Trajectory(degree, CLAMPED[degree], tuple(points)), 1.0)
    for row, point in ((samples[0], points[0]), (samples[-1], points[-1])):
        assert hypot(row[0] - point.x_m, row[1] - point.y_m) < 1e-6
    assert np.isfinite(samples).all()


def test_a_line_is_sampled_alike() -> None:
    samples = sample_line((1.0, 1.0), (1.0, 3.0), 0.5)
    assert samples[:, 1] == pytest.approx([1.0, 1.5, 2.0, 2.5, 3.0])
    assert samples[:, 2] == pytest.approx(pi / 2)
    assert len(sample_line((0.0, 0.0), (0.0, 0.0), 0.5)) == 2
