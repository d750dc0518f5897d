"""A driver's clock that is ahead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_nodes.clock_lead import LEAST_SAMPLES, SAMPLES, ClockLead

LIMIT_S = 2.0
delays = st.lists(st.floats(0.0, 0.2), min_size=LEAST_SAMPLES, max_size=3 * SAMPLES)


def heard(offset_s: float, delays_s: list[float]) -> ClockLead:
    """A driver that speaks ten times a second with a clock that is ahead by ``offset_s``."""
    lead = ClockLead(LIMIT_S)
    for number, delay_s in enumerate(delays_s):
        now_s = 100.0 + 0.1 * number
        lead.note(now_s + offset_s, now_s + delay_s)
    return lead


@given(st.floats(0.3, LIMIT_S), delays)
def test_a_steady_lead_is_taken_off_and_nothing_becomes_younger_than_it_is(
    offset_s: float, delays_s: list[float]
) -> None:
    correction_s = heard(offset_s, delays_s).correction_s
    assert correction_s == pytest.approx(offset_s - min(delays_s[-SAMPLES:]), abs=1e-6)
    assert correction_s <= offset_s + 1e-6


@given(st.floats(LIMIT_S + 0.3, 1e6), delays)
def test_a_lead_beyond_the_limit_is_left_to_be_refused(
    offset_s: float, delays_s: list[float]
) -> None:
    assert heard(offset_s, delays_s).correction_s == 0.0


@given(st.floats(-1e6, 0.0), delays)
def test_a_clock_that_is_behind_is_not_told_from_late_words(
    offset_s: float, delays_s: list[float]
) -> None:
    assert heard(offset_s, delays_s).correction_s == 0.0


def test_a_lead_that_changes_is_none() -> None:
    lead = ClockLead(LIMIT_S)
    for number in range(SAMPLES):
        lead.note(100.0 + number * 1.1, 100.0 + number)
    assert lead.correction_s == 0.0


def test_a_clock_that_was_set_right_is_right_at_once() -> None:
    lead = heard(1.5, [0.0] * SAMPLES)
    assert lead.correction_s == pytest.approx(1.5)
    lead.note(200.0, 200.0)
    assert lead.correction_s == 0.0


def test_without_a_limit_nothing_is_corrected() -> None:
    lead = ClockLead(0.0)
    for number in range(SAMPLES):
        lead.note(number + 1.0, number)
    assert lead.correction_s == 0.0
