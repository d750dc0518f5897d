"""Tags and tracks: by evidence over time."""

from __future__ import annotations

import numpy as np

from fleet_core.proximity.bindings import Bindings
from fleet_core.proximity.settings import BindingSettings, TrackSettings
from fleet_core.proximity.tracker import Tracker
from tests.proximity.people import person, tag

PERIOD_S = 0.1


def weighed(away: np.ndarray, seconds: float) -> Bindings:
    bindings = Bindings(BindingSettings())
    for k in range(round(seconds / PERIOD_S)):
        bindings.weigh(["t1", "t2"], ["a", "b"], away, k * PERIOD_S)
    return bindings


def test_a_tag_changes_to_a_track_that_has_fitted_better_for_long() -> None:
    away = np.array([[9.0, 50.0], [1.0, 50.0]])  # of the tracks a and b, from t1 and t2
    assert weighed(away, 1.0).better({"t1": "a"}, 1.0) == {}
    assert weighed(away, 3.0).better({"t1": "a"}, 3.0) == {"t1": "b"}


def test_a_tag_stays_where_another_fits_as_well() -> None:
    assert weighed(np.array([[2.0, 50.0], [1.5, 50.0]]), 5.0).better({"t1": "a"}, 5.0) == {}


def test_two_tags_that_were_exchanged_change_places() -> None:
    away = np.array([[9.0, 1.0], [1.0, 9.0]])
    bound = {"t1": "a", "t2": "b"}
    assert weighed(away, 3.0).better(bound, 3.0) == {"t1": "b", "t2": "a"}


def test_a_tag_that_was_bound_to_the_wrong_one_of_two_comes_right() -> None:
    """Two walk side by side; the carrier's track begins after the other's, and they part."""
    rng, tracker = np.random.default_rng(3), Tracker()
    for k in range(120):
        now_s = k * PERIOD_S
        apart = 0.9 + 0.5 * max(0.0, now_s - 5.0)
        places = [(1.2 * now_s, 0.0), (1.2 * now_s, apart)]
        shown = places if k > 10 else places[:1]
        seen = [person(now_s, *(np.array(each) + rng.normal(0.0, 0.3, 2))) for each in shown]
        tracker.take_detections(seen)
        x, y = np.array(places[1]) + rng.normal(0.0, 0.3, 2)
        tracker.take_tags([tag(now_s, float(x), float(y))])
        tracker.tidy(now_s)
    carrier = next(each for each in tracker.tracks(12.0) if each.tag_id == "t1")
    assert abs(carrier.y_m - (0.9 + 0.5 * 7.0)) < 0.6


def test_a_signal_by_a_detour_moves_nobody_whom_a_camera_sees() -> None:
    rng, tracker = np.random.default_rng(4), Tracker()
    for k in range(60):
        now_s = k * PERIOD_S
        place = np.array([1.3 * now_s, 0.0])
        tracker.take_detections([person(now_s, *(place + rng.normal(0.0, 0.15, 2)).tolist())])
        bias_m = 1.8 if 30 <= k < 45 else 0.0
        x, y = place + rng.normal(0.0, 0.15, 2) + (0.0, bias_m)
        tracker.take_tags([tag(now_s, float(x), float(y))])
        tracker.tidy(now_s)
        if k > 10:
            (found,) = tracker.tracks(now_s)
            assert abs(found.y_m) < 0.5
    assert tracker.counts["tag_by_detour"] >= 10
    assert TrackSettings().detour_m >= 2.0  # the largest bias that issue 19 names
