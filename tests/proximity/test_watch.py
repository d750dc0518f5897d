"""The whole of it: from what sources say to warnings and restrictions."""

from __future__ import annotations

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from fleet_core.model.facility import Sensor
from fleet_core.model.proximity import ObjectClass, SourceState, WarningLevel
from fleet_core.proximity.watch import ProximityWatch
from tests.proximity.people import FLOOR, person, report, tag

PERIOD_S = 0.1


def watched(seconds: float, source: str, silent_from_s: float = 1e9):
    """An AMR drives along x at 1.5 m/s; somebody walks into its way, seen with noise and late."""
    watch, rng = ProximityWatch(FLOOR), np.random.default_rng(5)
    pictures = []
    for k in range(round(seconds / PERIOD_S)):
        now_s = k * PERIOD_S
        seen_s = now_s - 0.2
        x, y = np.array([9.0, 6.5 - 1.3 * seen_s]) + rng.normal(0.0, 0.15, 2)
        if now_s < silent_from_s and rng.random() > 0.05:
            if source == "camera":
                watch.hear_detections("camera", [person(seen_s, x, y)], now_s)
            else:
                watch.hear_tags("tags", [tag(seen_s, x, y)], now_s)
        watch.hear_vehicle(report(now_s, 1.5 * now_s))
        pictures.append(watch.step(now_s))
    return pictures


@pytest.mark.parametrize("source", ["camera", "tag"])
def test_a_crossing_person_is_warned_of_before_the_last_moment(source) -> None:
    pictures = watched(5.0, source)
    warned_s = next(
        each.time_s
        for each in pictures
        if any(w.level.rank >= WarningLevel.WARNING.rank for w in each.warnings)
    )
    contact_s = 5.0  # the front of the AMR comes to x = 8.7 at 5.1 s, the person to its side at 4.5
    assert contact_s - (0.4 + 1.5 / 1.6) - 2.0 < warned_s < contact_s - (0.4 + 1.5 / 1.6)
    limits = [r.max_speed_mps for each in pictures for r in each.restrictions]
    assert limits[0] > limits[-1] == 0.0


def test_a_lost_source_says_so_and_slows_vehicles_down() -> None:
    pictures = watched(4.0, "camera", silent_from_s=2.0)
    lost = [each for each in pictures if each.sources[0].state is SourceState.LOST]
    assert lost[0].time_s == pytest.approx(1.9 + 0.6, abs=0.15)
    assert lost[0].degraded
    assert lost[0].restrictions[0].cause == "source_lost"


def test_a_lost_source_restricts_what_it_watches_and_nobody_elsewhere() -> None:
    """Within its maximum age and a tenth of a second; two AMRs, one of them far away."""
    floor = replace(
        FLOOR,
        sensors=(
            Sensor("camera_1", ((0.0, -5.0), (10.0, -5.0), (10.0, 5.0), (0.0, 5.0))),
            Sensor("camera_2", ((50.0, -5.0), (60.0, -5.0), (60.0, 5.0), (50.0, 5.0))),
        ),
    )
    watch, restricted_s = ProximityWatch(floor), {}
    for k in range(40):
        now_s = k * PERIOD_S
        if now_s <= 1.0:
            watch.hear_detections("camera_1", [], now_s)
        watch.hear_detections("camera_2", [], now_s)
        watch.hear_vehicle(report(now_s, 5.0, 0.0))
        watch.hear_vehicle(replace(report(now_s, 55.0, 0.0), vehicle_id="V1"))
        for each in watch.step(now_s).restrictions:
            restricted_s.setdefault((each.vehicle_id, each.about), now_s)
    ((of, since_s),) = restricted_s.items()
    assert of == ("V0", "camera_1")
    assert 1.0 + 0.6 - 1e-6 <= since_s <= 1.0 + 0.6 + 0.1 + 1e-6


def test_an_agv_that_a_camera_sees_is_no_forklift() -> None:
    watch = ProximityWatch(FLOOR)
    for k in range(20):
        now_s = k * PERIOD_S
        watch.hear_vehicle(report(now_s, 1.5 * now_s))
        seen = person(now_s, 1.5 * now_s + 0.4, 0.2, ObjectClass.FORKLIFT)
        watch.hear_detections("camera", [seen], now_s)
        assert watch.step(now_s).tracks == ()


def test_hostile_input_does_nothing_bad() -> None:
    watch = ProximityWatch(FLOOR)
    for k in range(30):
        now_s = k * PERIOD_S
        watch.hear_vehicle(report(nan, nan, nan))
        watch.hear_detections(f"camera_{k}" * 3, [person(nan, 1.0, 1.0)] * 1000, now_s)
        watch.hear_tags("tags", [tag(now_s, 1.0, 1.0), tag(now_s, 50.0, 1.0)], now_s)
        snapshot = watch.step(now_s)
    assert snapshot.tracks == ()
    assert watch.tracker.counts["tag_in_two_places"] == 30
    assert sum(each.refused for each in snapshot.sources) == 30_000


def test_a_flood_of_sources_shares_one() -> None:
    watch = ProximityWatch(FLOOR)
    for k in range(1000):
        watch.hear_detections(f"camera_{k}", [person(0.0, 1.0, 1.0)], 0.0)
    assert len(watch.step(0.0).sources) <= 65
