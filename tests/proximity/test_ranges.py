"""Places of tags from ranges to anchors, some of them too long."""

from __future__ import annotations

from dataclasses import replace
from math import hypot, inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.proximity import ObjectClass, SourceState, TagRanges
from fleet_core.proximity.ranges import place_of, placed
from fleet_core.proximity.watch import ProximityWatch
from tests.proximity.people import FLOOR

ANCHORS = {
    "a": (0.0, 0.0), "b": (30.0, 0.0), "c": (30.0, 20.0), "d": (0.0, 20.0), "e": (15.0, -5.0),
    "f": (15.0, 25.0),
}  # fmt: skip
inside = st.tuples(st.floats(1.0, 29.0), st.floats(1.0, 19.0))


def ranges(at: tuple[float, float], longer: dict[str, float] | None = None, stamp_s: float = 0.0):
    longer = longer or {}
    said = tuple(
        (name, hypot(at[0] - x, at[1] - y) + longer.get(name, 0.0))
        for name, (x, y) in ANCHORS.items()
    )
    return TagRanges(stamp_s, "t1", ObjectClass.PERSON, said, 0.1)


@given(inside)
@settings(max_examples=100, deadline=None)
def test_true_ranges_give_the_true_place(at) -> None:
    (report,), refused = placed([ranges(at)], ANCHORS)
    assert (report.x_m, report.y_m) == pytest.approx(at, abs=1e-3)
    assert refused == {}
    xx, xy, yy = report.covariance
    assert xx > 0.0 and xx * yy > xy * xy


@given(inside, st.sampled_from(sorted(ANCHORS)), st.floats(0.5, 3.0))
@settings(max_examples=200, deadline=None)
def test_one_range_by_a_detour_counts_for_little(at, name, bias_m) -> None:
    (report,), _refused = placed([ranges(at, {name: bias_m})], ANCHORS)
    assert hypot(report.x_m - at[0], report.y_m - at[1]) < 0.25


def test_noise_is_as_the_covariance_says() -> None:
    rng, at = np.random.default_rng(1), np.array(list(ANCHORS.values()))
    truth = np.array([11.0, 7.0])
    off = []
    for _ in range(400):
        lengths = np.hypot(*(at - truth).T) + rng.normal(0.0, 0.1, len(at))
        x, y, xx, _xy, yy = place_of(at, lengths, 0.1)
        off.append(((x - truth[0]) ** 2 / xx + (y - truth[1]) ** 2 / yy) / 2.0)
    assert 0.4 < np.mean(off) < 1.6


def test_what_cannot_be_placed_is_counted_by_cause() -> None:
    few = TagRanges(0.0, "t2", ObjectClass.PERSON, (("a", 1.0), ("b", 2.0), ("unknown", 3.0)), 0.1)
    broken = TagRanges(0.0, "t3", ObjectClass.PERSON, (("a", nan), ("b", -2.0), ("c", 3.0)), 0.1)
    line = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (2.0, 0.0)}
    in_line = TagRanges(0.0, "t4", ObjectClass.PERSON, (("a", 5.0), ("b", 4.0), ("c", 3.0)), 0.1)
    assert placed([few, broken], ANCHORS) == ([], {"few_anchors": 2, "bad_range": 2})
    assert placed([in_line], line)[1] == {"not_placed": 1}


def test_a_range_that_is_none_is_left_out_and_the_others_count() -> None:
    good = ranges((12.0, 9.0))
    broken = replace(good, ranges=(("a", inf), *good.ranges[1:]))
    (report,), refused = placed([broken], ANCHORS)
    assert (report.x_m, report.y_m) == pytest.approx((12.0, 9.0), abs=1e-3)
    assert refused == {"bad_range": 1}


@pytest.mark.parametrize(
    ("sigma_m", "cause"),
    [
        (nan, "not_finite"),
        (0.0, "covariance_not_positive"),
        (-1.0, "covariance_not_positive"),
        (1e9, "too_uncertain"),
    ],
)
def test_a_deviation_that_is_none_places_nobody(sigma_m: float, cause: str) -> None:
    assert placed([replace(ranges((12.0, 9.0)), sigma_m=sigma_m)], ANCHORS) == ([], {cause: 1})


numbers = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True), st.sampled_from([1e-300, 1e300, 5.0, 0.1])
)


@given(st.lists(st.tuples(st.sampled_from([*ANCHORS, "g"]), numbers), max_size=12), numbers)
@settings(deadline=None)
def test_any_numbers_are_placed_or_counted(said, sigma_m) -> None:
    each = TagRanges(0.0, "t1", ObjectClass.PERSON, tuple(said), sigma_m)
    reports, refused = placed([each], ANCHORS)
    counted = sum(count for cause, count in refused.items() if cause != "bad_range")
    assert len(reports) + counted == 1
    assert all(np.isfinite((one.x_m, one.y_m, *one.covariance)).all() for one in reports)


def test_a_watch_hears_ranges_and_says_what_it_refused() -> None:
    watch = ProximityWatch(FLOOR, anchors=ANCHORS)
    for k in range(20):
        now_s = 0.1 * k
        watch.hear_ranges("uwb", [ranges((5.0 + now_s, 8.0), stamp_s=now_s)], now_s)
        snapshot = watch.step(now_s)
    (track,) = snapshot.tracks
    assert (track.x_m, track.y_m) == pytest.approx((5.0 + 1.9, 8.0), abs=0.2)
    for k in range(20, 40):
        bad = TagRanges(0.1 * k, "t1", ObjectClass.PERSON, (("a", nan),) * 3, 0.1)
        watch.hear_ranges("uwb", [bad], 0.1 * k)
    (source,) = watch.step(4.0).sources
    assert dict(source.refused_by_cause) == {"bad_range": 60, "few_anchors": 20}
    assert source.state is SourceState.LOST
