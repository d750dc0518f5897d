"""The bottling hall by the planner and by speed profiles: the same orders at the same times."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fleet_core.app.shifts import shift_of
from fleet_core.app.simulation_run import SimulationRun

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def simulated(local: str, rate_hz: float) -> dict[str, Any]:
    shift = shift_of("bottling_hall", None, None, None, duration_s=900.0, seed=7)
    return SimulationRun(replace(shift, local=local, rate_hz=rate_hz)).run(lambda _now_s: None)


def test_planned_driving_is_as_fast_as_speed_profiles_and_as_safe() -> None:
    planned, profile = simulated("nmpc", 100.0), simulated("profile", 10.0)
    assert planned["collisions"] == planned["deadlocks"] == 0
    assert planned["orders_done"] >= profile["orders_done"] - 1 > 5
    times_s = (planned["lead_time_s"]["mean"], profile["lead_time_s"]["mean"])
    assert times_s[0] == pytest.approx(times_s[1], rel=0.03)
    assert planned["past_release_m"] <= 0.0
    assert planned["beside_m"] < 0.03
    assert planned["interventions"] == {}
    assert planned["solves"] > 10_000
