"""``fleet bench reports`` with a small fleet: everybody is heard, and nobody is lost."""

from __future__ import annotations

import json
import os

import pytest

from benchmarks.reports.command import bench_reports
from fleet_nodes.commands.domain import environment_for

pytestmark = [pytest.mark.ros, pytest.mark.slow, pytest.mark.timeout(180)]


def test_a_fleet_that_reports_is_heard_and_nobody_is_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in environment_for(1):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # the benchmark sets it
    bench_reports(vehicles=6, rate=5.0, duration=2.0, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["vehicles"] == 6
    assert found["lost"] == []
    assert found["reports_per_s"] > 0.0
    assert set(found["cpu_share"]) == {"dispatcher", "fleet"}
