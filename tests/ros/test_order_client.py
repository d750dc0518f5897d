"""The example of an order client does what its first lines say, on a running fleet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ros.running_fleet import RunningFleet

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

EXAMPLE = Path(__file__).parents[2] / "examples" / "order_client.py"


def run(fleet: RunningFleet, source: str, target: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLE), source, target],
        env={**os.environ, "ROS_DOMAIN_ID": str(fleet.domain)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.mark.usefixtures("outside")
def test_an_order_is_followed_to_its_delivery(fleet: RunningFleet) -> None:
    ended = run(fleet, "block_a_7", "dock_4")
    assert ended.returncode == 0, ended.stderr
    said = [line.split(": ")[1].split(" (")[0] for line in ended.stdout.splitlines()]
    assert said[0] == "accepted"
    assert said[-1] == "done"
    assert {"assigned", "under_way"} <= set(said)


@pytest.mark.usefixtures("outside")
def test_an_order_that_cannot_be_is_refused_with_its_reason(fleet: RunningFleet) -> None:
    ended = run(fleet, "nowhere", "dock_4")
    assert ended.returncode == 2, ended.stderr
    assert "refused: " in ended.stdout
    assert "nowhere" in ended.stdout
