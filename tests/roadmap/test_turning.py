"""How fast a type drives a curve, and which it cannot drive at all."""

from dataclasses import replace
from math import inf, pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.roadmap.turning import curvature_radpm, tightest_radpm, turning_speed_mps
from tests.roadmap.bends import bent_path, polyline
from tests.roadmap.small_plants import CART

radii = st.floats(0.3, 50.0)


def able(turn_speed_radps: float) -> VehicleType:
    return replace(CART, turn_speed_radps=turn_speed_radps)


@given(radii, st.floats(0.05, 3.0), st.booleans())
def test_a_circle_is_driven_at_turning_speed_times_radius(
    radius_m: float, turn_speed_radps: float, right: bool
) -> None:
    path = bent_path((pi * radius_m, (-1.0 if right else 1.0) / radius_m))
    speeds = turning_speed_mps(curvature_radpm(path), able(turn_speed_radps))
    assert speeds == pytest.approx(np.full(len(speeds), turn_speed_radps * radius_m))


@given(st.lists(st.tuples(st.floats(0.5, 6.0), st.floats(-4.0, 4.0)), min_size=1, max_size=5))
def test_nobody_turns_faster_than_it_can_but_for_a_joint(
    bends: list[tuple[float, float]],
) -> None:
    path, kind = bent_path(*bends), able(0.6)
    speeds = turning_speed_mps(curvature_radpm(path), kind)
    turned_rad = np.abs(np.diff(path.poses[:, 2]))
    seconds = np.diff(path.arc_m) / speeds
    assert (turned_rad <= kind.turn_speed_radps * seconds + 0.09).all()
    arc_goes_on = np.flatnonzero(turned_rad[:-1] >= 0.5 * turned_rad[1:]) + 1
    most_rad = kind.turn_speed_radps * seconds[arc_goes_on]
    assert (turned_rad[arc_goes_on] <= most_rad + 1e-9).all()


def test_a_straight_has_no_curvature_and_no_limit() -> None:
    curvature = curvature_radpm(bent_path((4.0, 0.0)))
    assert curvature == pytest.approx(np.zeros(40))
    assert (turning_speed_mps(curvature, CART) == inf).all()


@pytest.mark.parametrize("angle_deg", [-5.0, 2.0, 5.0])
def test_a_joint_of_a_polyline_is_rounded_over_half_a_metre(angle_deg: float) -> None:
    curvature = curvature_radpm(polyline(3.0, [radians(angle_deg)]))
    assert curvature.max() == pytest.approx(radians(abs(angle_deg)) / 0.5)


def test_a_corner_of_a_polyline_is_a_bend_as_sharp_as_it_is_sampled() -> None:
    curvature = curvature_radpm(polyline(3.0, [radians(45.0)]))
    assert curvature.max() == pytest.approx(radians(45.0) / 0.1)


def test_an_arc_drawn_in_chords_has_the_curvature_of_the_arc() -> None:
    curvature = curvature_radpm(polyline(0.2, [radians(5.0)] * 18))
    assert np.median(curvature[curvature > 0.0]) == pytest.approx(radians(5.0) / 0.2, rel=0.25)


@given(st.floats(0.5, 3.0), st.floats(0.1, 1.5))
def test_a_tricycle_follows_no_circle_tighter_than_its_steering(
    wheelbase_m: float, max_steer_rad: float
) -> None:
    tricycle = replace(
        CART,
        kinematics=Kinematics.TRICYCLE,
        wheelbase_m=wheelbase_m,
        max_steer_rad=max_steer_rad,
    )
    assert np.arctan(wheelbase_m * tightest_radpm(tricycle)) == pytest.approx(max_steer_rad)
    assert tightest_radpm(CART) == inf
