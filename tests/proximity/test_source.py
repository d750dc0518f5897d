"""Every source is hostile until checked: what it says is dropped or bounded, and counted."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.proximity import Detection, ObjectClass, SourceState
from fleet_core.proximity.settings import SourceSettings
from fleet_core.proximity.source import Source
from tests.proximity.people import person, tag


@pytest.mark.parametrize(
    ("bad", "cause"),
    [
        (person(10.0, nan, 0.0), "not_finite"),
        (person(10.0, 0.0, inf), "not_finite"),
        (person(nan, 0.0, 0.0), "not_finite"),
        (person(10.0, 0.0, 0.0, covariance=(nan, 0.0, 1.0)), "not_finite"),
        (person(10.0, 0.0, 0.0, covariance=(0.0, 0.0, 1.0)), "covariance_not_positive"),
        (person(10.0, 0.0, 0.0, covariance=(-1.0, 0.0, 1.0)), "covariance_not_positive"),
        (person(10.0, 0.0, 0.0, covariance=(1.0, 2.0, 1.0)), "covariance_not_positive"),
        (person(10.0, 0.0, 0.0, covariance=(99.0, 0.0, 1.0)), "too_uncertain"),
        (person(12.0, 0.0, 0.0), "from_the_future"),
        (person(7.0, 0.0, 0.0), "too_old"),
        (person(10.0, 1e9, 0.0), "outside"),
        (person(10.0, 0.0, 0.0, confidence=0.1), "not_confident"),
        (person(10.0, 0.0, 0.0, confidence=nan), "not_confident"),
        (person(10.0, 0.0, 0.0, heading_rad=nan, heading_sigma_rad=0.1), "heading_not_finite"),
        (person(10.0, 0.0, 0.0, heading_sigma_rad=inf), "heading_not_finite"),
        (person(10.0, 0.0, 0.0, heading_sigma_rad=-0.1), "heading_sigma_negative"),
        (tag(10.0, 0.0, 0.0, tag_id=""), "no_tag"),
    ],
)
def test_what_cannot_be_is_dropped_and_counted(bad, cause) -> None:
    source = Source("camera_1")
    assert source.take([bad], 10.0) == []
    health = source.health(10.0)
    assert health.refused == health.heard == 1
    assert health.refused_by_cause == ((cause, 1),)


def test_a_thousand_detections_at_once_are_bounded_and_reported() -> None:
    source = Source("camera_1")
    good = source.take([person(10.0, 0.1 * i, 0.0) for i in range(1000)], 10.0)
    assert len(good) == SourceSettings().most_at_once
    assert source.health(10.0).refused_by_cause == (("too_many", 500),)


def test_a_source_is_lost_within_its_maximum_age_and_says_since_when() -> None:
    source = Source("camera_1")
    assert source.health(1.0).state is SourceState.NEVER
    source.take([person(5.0, 0.0, 0.0)], 5.2)
    assert source.health(5.3).state is SourceState.OK
    assert source.health(5.7).state is SourceState.OK
    assert source.health(5.9).state is SourceState.LOST
    assert source.health(9.0).since_s == 5.9
    source.take([], 9.1)  # nobody is seen, but it lives
    assert source.health(9.1).state is SourceState.OK


def test_a_source_that_talks_nonsense_is_faulty_and_then_lost() -> None:
    source = Source("camera_1")
    source.take([person(0.0, 0.0, 0.0)], 0.0)
    states = set()
    for k in range(1, 20):
        now_s = 0.1 * k
        source.take([person(now_s, nan, 0.0)], now_s)
        states.add(source.health(now_s).state)
    assert states == {SourceState.OK, SourceState.FAULTY, SourceState.LOST}


def test_the_latency_of_a_source_is_measured() -> None:
    source = Source("camera_1")
    for k in range(100):
        source.take([person(0.1 * k, 0.0, 0.0)], 0.1 * k + 0.2)
    assert source.health(10.1).latency_s == pytest.approx(0.2, abs=0.01)


numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers, numbers, numbers, numbers)))
def test_nothing_that_passes_is_unusable(rows) -> None:
    source = Source("camera_1")
    seen = [
        Detection(s, ObjectClass.PERSON, x, y, (xx, xy, yy), c) for s, x, y, xx, xy, yy, c in rows
    ]
    for each in source.take(seen, 1.0):
        xx, xy, yy = each.covariance
        assert xx * yy > xy * xy
        assert min(xx, yy) >= SourceSettings().least_sigma_m ** 2 * (1.0 - 1e-9)
