"""Shifts on small public layouts with a vehicle on nearly every place where one can stand."""

from pathlib import Path

import pytest

from fleet_core.app.shifts import shift_of
from fleet_core.app.simulation_run import SimulationRun


@pytest.mark.slow
def test_nobody_rests_where_somebody_else_was_promised_a_way(shared_layouts: Path) -> None:
    hotel = str(shared_layouts / "rmf/hotel.building.yaml")
    shift = shift_of(hotel, None, vehicles=10, delays=0.0, duration_s=1800.0, seed=62)
    results = SimulationRun(shift).run(lambda _: None)
    assert results["deadlocks"] == 0
    assert results["collisions"] == 0
    assert results["orders_done"] > 10
