"""A running fleet for the tests of the world outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from fleet_nodes.client import FleetClient
from tests.ros.running_fleet import RunningFleet, leftovers

# How long an example takes depends on who else uses this machine.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

BOTTLING_HALL_VEHICLES = 12


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningFleet]:
    """The bottling hall without orders of its own, ten times as fast as real."""
    data = tmp_path_factory.mktemp("fleet") / "data"
    running = RunningFleet(data, 10.0, "--scenario", "none")
    try:
        with running.client() as client:
            running.wait_until_ready(client, BOTTLING_HALL_VEHICLES)
        yield running
    finally:
        code, _ = running.stop()
    assert code == 0
    assert not leftovers(data)


@pytest.fixture
def outside(fleet: RunningFleet) -> Iterator[FleetClient]:
    """A client that knows the interfaces only."""
    with fleet.client() as client:
        yield client
