from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.roadmap.profiles import rest_to_rest_s, stop_loss_s, stopping_distance_m, turn_s
from tests.roadmap.small_plants import CART

positive = st.floats(0.05, 20.0)


def test_a_long_way_takes_its_length_over_the_speed_plus_half_of_each_ramp() -> None:
    # 1 m/s, 0.5 m/s2 up, 1 m/s2 down: ramps of 2 s and 1 s over 1 m and 0.5 m.
    assert rest_to_rest_s(10.0, 1.0, 0.5, 1.0) == pytest.approx(2.0 + 1.0 + 8.5)


def test_no_way_takes_no_time() -> None:
    assert rest_to_rest_s(0.0, 1.0, 1.0, 1.0) == 0.0


@given(positive, positive, positive, positive)
def test_a_profile_covers_its_distance_and_is_never_faster_than_the_speed(
    distance: float, speed: float, acceleration: float, braking: float
) -> None:
    seconds = rest_to_rest_s(distance, speed, acceleration, braking)
    assert seconds >= distance / speed
    shorter = rest_to_rest_s(distance * 0.9, speed, acceleration, braking)
    assert shorter < seconds


@given(positive)
def test_one_stop_in_the_middle_costs_the_stop_loss(extra_m: float) -> None:
    ramps = stopping_distance_m(1.0, CART) + 1.0 / (2.0 * CART.acceleration_mps2)
    half = ramps + extra_m
    through = rest_to_rest_s(2.0 * half, 1.0, CART.acceleration_mps2, CART.braking_mps2)
    stopped = 2.0 * rest_to_rest_s(half, 1.0, CART.acceleration_mps2, CART.braking_mps2)
    assert stopped - through == pytest.approx(stop_loss_s(1.0, CART))


def test_turning_takes_as_long_either_way() -> None:
    assert turn_s(pi / 2.0, CART) == turn_s(-pi / 2.0, CART) > 0.0
