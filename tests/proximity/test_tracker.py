"""From measurements to tracks: one for each person, however many sources see them."""

from __future__ import annotations

import numpy as np
import pytest

from fleet_core.model.proximity import ObjectClass
from fleet_core.proximity.imm_kernel import MODELS, STATES, Noise, combine, predict, update
from fleet_core.proximity.imm_reference import predicted, updated
from fleet_core.proximity.tracker import Tracker
from tests.proximity.people import COV, person, tag

NOISE = Noise(0.7, 0.2, 0.6, 0.5, 0.8, 0.05, 0.2, 0.6, 0.95, 0.9, 0.97)
PERIOD_S = 0.1


@pytest.mark.parametrize("seed", range(20))
def test_the_compiled_filter_is_the_readable_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    state = rng.normal(0.0, 1.0, (1, MODELS, STATES))
    if seed % 5 == 0:
        state[..., 4] = 0.0
    root = rng.normal(0.0, 0.4, (1, MODELS, STATES, STATES))
    cov = root @ root.transpose(0, 1, 3, 2) + 0.01 * np.eye(STATES)
    weight = rng.dirichlet(np.ones(MODELS))[None]
    dt = float(rng.uniform(0.02, 0.5))
    z, r = rng.normal(0.0, 1.0, 2), np.diag(rng.uniform(0.01, 0.2, 2))
    wanted = updated(*predicted(state[0], cov[0], weight[0], dt, NOISE), z, r)
    predict(state, cov, weight, np.array([dt]), np.array([1]), (NOISE._replace(keep=0.5), NOISE))
    update(state[0], cov[0], weight[0], z, r)
    for got, want in zip((state[0], cov[0], weight[0]), wanted, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)
    mean, spread = np.empty((1, STATES)), np.empty((1, STATES, STATES))
    combine(state, cov, weight, mean, spread)
    assert np.linalg.eigvalsh(spread[0]).min() > 0.0


def walked(tracker: Tracker, seconds: float, rng, source: str = "camera", loss: float = 0.05):
    """Somebody walks along x at 1.3 m/s, and stands from second 6 on."""
    for k in range(round(seconds / PERIOD_S)):
        now_s = k * PERIOD_S
        x, y = np.array([1.3 * min(now_s, 6.0), 2.0]) + rng.normal(0.0, 0.15, 2)
        if rng.random() > loss:
            if source != "tag":
                tracker.take_detections([person(now_s, x, y)])
            if source != "camera":
                x, y = np.array([1.3 * min(now_s, 6.0), 2.0]) + rng.normal(0.0, 0.15, 2)
                tracker.take_tags([tag(now_s, x, y)])
        tracker.tidy(now_s)
    return tracker.tracks(seconds)


@pytest.mark.parametrize("source", ["camera", "tag", "both"])
def test_one_person_is_one_track_with_speed(source: str) -> None:
    tracker = Tracker()
    (found,) = walked(tracker, 5.0, np.random.default_rng(1), source)
    assert (found.x_m, found.y_m) == pytest.approx((6.5, 2.0), abs=0.3)
    assert (found.vx_mps, found.vy_mps) == pytest.approx((1.3, 0.0), abs=0.3)
    assert found.tag_id == ("" if source == "camera" else "t1")
    assert found.standing < 0.2


def test_who_stands_is_known_to_stand() -> None:
    (found,) = walked(Tracker(), 9.0, np.random.default_rng(2))
    assert found.standing > 0.5
    assert np.hypot(found.vx_mps, found.vy_mps) < 0.15


def test_a_tag_joins_the_track_that_a_camera_has_begun() -> None:
    tracker = Tracker()
    for k in range(30):
        now_s = k * PERIOD_S
        tracker.take_detections([person(now_s, 1.3 * now_s, 0.0)])
        if k > 10:
            tracker.take_tags([tag(now_s, 1.3 * now_s + 0.1, 0.0)])
        tracker.tidy(now_s)
    (found,) = tracker.tracks(3.0)
    assert found.tag_id == "t1"
    assert found.id == "person_1"


def test_a_single_false_detection_is_nobody() -> None:
    tracker = Tracker()
    tracker.take_detections([person(0.0, 3.0, 3.0)])
    tracker.tidy(0.0)
    assert tracker.tracks(0.0) == []
    tracker.tidy(1.0)
    assert tracker._rows == []


def test_a_track_coasts_through_a_burst_of_loss_and_ends_after_it() -> None:
    tracker = Tracker()
    (before,) = walked(tracker, 4.0, np.random.default_rng(3))
    tracker.tidy(5.4)
    (coasting,) = tracker.tracks(5.4)
    assert coasting.id == before.id
    assert coasting.x_m == pytest.approx(1.3 * 5.4, abs=0.8)
    assert coasting.covariance[0] > 2.0 * before.covariance[0]
    tracker.tidy(6.5)
    assert tracker.tracks(6.5) == []


def test_two_who_pass_each_other_keep_their_tracks() -> None:
    rng, tracker = np.random.default_rng(4), Tracker()
    names = {}
    for k in range(80):
        now_s = k * PERIOD_S
        places = np.array([[1.3 * now_s, 0.0], [10.0 - 1.3 * now_s, 0.7]])
        places += rng.normal(0.0, 0.1, (2, 2))
        tracker.take_detections([person(now_s, *each) for each in places.tolist()])
        tracker.tidy(now_s)
        if k in (20, 79):
            names[k] = {t.id: t.vx_mps > 0.0 for t in tracker.tracks(now_s)}
    assert len(names[20]) == 2
    assert names[20] == names[79]


def test_a_tag_in_two_places_and_a_tag_that_jumps_are_recognised() -> None:
    tracker = Tracker()
    for k in range(20):
        tracker.take_tags([tag(k * PERIOD_S, 0.0, 0.0)])
    tracker.take_tags([tag(2.0, 0.0, 0.0), tag(2.0, 30.0, 0.0)])
    assert tracker.counts["tag_in_two_places"] == 1
    tracker.take_tags([tag(2.1, 30.0, 0.0)])
    tracker.tidy(2.1)
    (still,) = tracker.tracks(2.1)
    assert still.x_m == pytest.approx(0.0, abs=0.2)
    for k in range(22, 40):  # it has gone there for good: another track carries it
        tracker.take_tags([tag(k * PERIOD_S, 30.0, 0.0)])
        tracker.tidy(k * PERIOD_S)
    assert {round(t.x_m): t.tag_id for t in tracker.tracks(4.0)} == {0: "", 30: "t1"}
    assert tracker.counts["tag_jumped"] > 3


def test_a_late_measurement_counts_where_it_belongs() -> None:
    tracker = Tracker()
    for k in range(30):
        now_s = k * PERIOD_S
        tracker.take_detections([person(now_s, 1.3 * now_s, 0.0)])
        tracker.take_tags([tag(now_s - 0.3, 1.3 * (now_s - 0.3), 0.0)])
    tracker.tidy(3.0)
    (found,) = tracker.tracks(2.9)
    assert found.x_m == pytest.approx(1.3 * 2.9, abs=0.1)


def test_more_than_there_is_room_for_is_counted() -> None:
    tracker = Tracker()
    crowd = [person(0.0, 2.0 * (i % 40), 2.0 * (i // 40), covariance=COV) for i in range(600)]
    tracker.take_detections(crowd)
    assert tracker.counts["no_room"] == 88


@pytest.mark.parametrize("speed_mps", [1.0, 2.0])
def test_a_forklift_that_turns_keeps_its_track_and_shows_its_heading(speed_mps: float) -> None:
    """Along x, a quarter of a circle of 3 m, and on along y."""
    rng, tracker, names = np.random.default_rng(5), Tracker(), set()
    x, y, heading = 0.0, 0.0, 0.0
    for k in range(round(20.0 / speed_mps / PERIOD_S)):
        now_s = k * PERIOD_S
        if 8.0 / speed_mps < now_s < (8.0 + 3.0 * np.pi / 2.0) / speed_mps:
            heading += speed_mps / 3.0 * PERIOD_S
        x += speed_mps * PERIOD_S * np.cos(heading)
        y += speed_mps * PERIOD_S * np.sin(heading)
        seen = np.array([x, y]) + rng.normal(0.0, 0.15, 2)
        tracker.take_detections([person(now_s, *seen.tolist(), ObjectClass.FORKLIFT)])
        tracker.tidy(now_s)
        names |= {each.id for each in tracker.tracks(now_s)}
    (found,) = tracker.tracks(now_s)
    assert names == {found.id}
    assert found.heading_rad == pytest.approx(np.pi / 2.0, abs=0.15)
    assert np.hypot(found.x_m - x, found.y_m - y) < 0.3


def test_who_speeds_up_is_known_to_and_who_goes_steadily_is_not() -> None:
    rng, tracker, rises = np.random.default_rng(6), Tracker(), {}
    x, speed = 0.0, 0.0
    for k in range(120):
        now_s = k * PERIOD_S
        speed = 0.8 * min(2.0, max(0.0, now_s - 4.0))
        x += speed * PERIOD_S
        seen = np.array([x, 0.0]) + rng.normal(0.0, 0.1, 2)
        tracker.take_detections([person(now_s, *seen.tolist(), ObjectClass.FORKLIFT)])
        if k in (55, 115):
            (found,) = tracker.tracks(now_s)
            rises[k] = found.speeding_mps2
    assert rises[55] > 0.4
    assert abs(rises[115]) < 0.25
