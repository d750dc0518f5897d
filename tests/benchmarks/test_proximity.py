"""The benchmark of fusion, risk and warnings: its load, its keys, its way through ROS."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest

from benchmarks.proximity.command import bench_proximity
from benchmarks.proximity.compute import computed
from benchmarks.proximity.load import BusyFloor, plant
from benchmarks.proximity.through_ros import heard


def test_a_busy_floor_is_the_same_again_and_all_on_it_move() -> None:
    facility = plant(8)
    assert len(facility.fleet) == 8
    one, again = BusyFloor(facility, 30, 1), BusyFloor(facility, 30, 1)
    assert np.array_equal(one.people(3.0), again.people(3.0))
    moved = np.hypot(*(one.people(4.0) - one.people(3.0)).T)
    assert moved.min() > 0.3
    said = one.reported(3.0)
    assert len(said.reports) == len(said.plans) == 8
    assert 20 <= len(said.detections) <= 30
    assert said.plans[0].times_s[0] == 3.0


def test_everybody_is_followed_and_some_are_warned_of() -> None:
    work = computed(30, 8, 10.0, 1.0, time.process_time)
    assert len(work.step_ms) == 10
    assert work.tracks >= 28
    assert work.warnings > 0


def test_the_keys_that_were_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    bench_proximity(objects=10, vehicles=4, rate=10.0, duration=1.0, ros=False, as_json=True)
    found = json.loads(capsys.readouterr().out)
    keys = {"latency_ms", "compute_ms", "objects", "vehicles", "rate_hz", "cpu_share"}
    assert keys <= set(found)
    assert set(found["compute_ms"]) == {"p50", "p99"}


@pytest.mark.slow
@pytest.mark.ros
@pytest.mark.timeout(240)
def test_every_message_is_answered_through_the_real_node() -> None:
    through = heard(plant(4), 10, 5.0, 3.0)
    assert len(through.latency_ms) + through.unanswered == 2 * 15
    assert through.unanswered <= 2
    assert min(through.latency_ms) > 0.0
