"""``fleet demo --gazebo``: it shows itself, lives through the end of Gazebo, and leaves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.gazebo.conftest import simulators
from tests.ros.running_fleet import RunningFleet, leftovers

pytestmark = pytest.mark.ros

WITHIN_S = 120.0


def wait(demo: RunningFleet, condition: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while not condition():
        assert demo.runs, demo.said()
        assert time.monotonic() < deadline_s, f"{what}: {demo.said()}"
        time.sleep(0.2)


def test_a_demo_in_gazebo_shows_itself_and_starts_a_dead_gazebo_again(tmp_path: Path) -> None:
    before, data = simulators(), tmp_path / "data"
    demo = RunningFleet(data, 1.0, "--headless", "--gazebo", command="demo")
    try:
        wait(demo, lambda: "vehicles: " in demo.said(), "no vehicle is shown")
        (mine,) = simulators() - before
        psutil.Process(mine).kill()
        wait(demo, lambda: demo.restarts("gazebo_server") == 1, "nobody misses Gazebo")
        wait(demo, lambda: bool(simulators() - before - {mine}), "Gazebo does not come again")
    finally:
        code, _ = demo.stop()
    assert code == 0
    assert "the demo has ended" in demo.said()
    assert not leftovers(data)
    assert not simulators() - before
