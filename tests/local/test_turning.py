"""Turning on the spot: exactly to the heading, never past it, within the limits."""

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.local.turning import TurnOnSpot, turn_rate_after
from planner.roadmap.profiles import rest_to_rest_s

TICK_S = 0.1


@given(
    angle=st.floats(0.001, 2.0 * pi), limit=st.floats(0.1, 1.5), acceleration=st.floats(0.1, 2.0)
)
@settings(max_examples=200, deadline=None)
def test_a_turn_ends_at_its_heading_and_never_beyond(angle, limit, acceleration) -> None:
    turned, rate, ticks = 0.0, 0.0, 0
    while ticks < 10_000:
        after = turn_rate_after(angle - turned, rate, limit, acceleration, TICK_S)
        assert after <= limit + 1e-9
        assert after - rate <= acceleration * TICK_S + 1e-9
        turned += 0.5 * (rate + after) * TICK_S
        rate = after
        assert turned <= angle + 1e-9
        ticks += 1
        if rate == 0.0 and angle - turned < 1e-6:
            break
    assert turned == pytest.approx(angle, abs=1e-6)
    assert ticks * TICK_S <= 1.1 * rest_to_rest_s(angle, limit, acceleration, acceleration) + 1.0


@pytest.mark.parametrize(
    ("end", "direction", "now", "room"),
    [
        (1.0, 1, 0.5, 0.5),
        (-3.0, 1, 3.0, 2.0 * pi - 6.0),  # across the seam
        (0.5, -1, 1.0, 0.5),
        (1.0, 1, 1.1, 0.0),  # a little too far is there
        (1.0, 1, 1.5, 2.0 * pi - 0.5),  # much too far: once more round
    ],
)
def test_what_is_left_to_turn(end, direction, now, room) -> None:
    assert TurnOnSpot(end, direction, 1.0).room_rad(now) == pytest.approx(room)
