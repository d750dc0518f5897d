"""``fleet demo`` without a screen: a live view, pictures, and an end that leaves nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.ros.running_fleet import RunningFleet, leftovers

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

SHOWN_WITHIN_S = 150.0


def test_a_demo_shows_itself_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    data = tmp_path / "data"
    demo = RunningFleet(data, 2.0, "--headless", command="demo")
    try:
        deadline_s = time.monotonic() + SHOWN_WITHIN_S
        while not ("vehicles: " in demo.said() and list((data / "pictures").glob("*.png"))):
            assert demo.runs, demo.said()
            assert time.monotonic() < deadline_s, demo.said()
            time.sleep(0.2)
    finally:
        code, _ = demo.stop()
    assert code == 0
    assert "the demo has ended" in demo.said()
    assert not leftovers(data)
