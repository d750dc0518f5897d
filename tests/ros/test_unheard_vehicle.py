"""A vehicle of the plant whose driver says nothing is listed with why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fleet_interfaces import msg

from fleet_nodes import names
from fleet_nodes.conversions.fleet import unheard_of
from tests.ros.running_fleet import START_WITHIN_S, RunningFleet, fleet_command

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

WHY = "nothing was heard on odom yet"


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[RunningFleet]:
    """One vehicle has a driver of its own, which is not there."""
    words = ("--scenario", "none", "--external", "amr_1")
    running = RunningFleet(tmp_path / "data", 10.0, *words)
    yield running
    running.stop()


def test_it_is_in_the_state_and_in_the_list(fleet: RunningFleet) -> None:
    with fleet.client() as client:
        fleet.wait_until_ready(client, 11)

        def silent() -> bool:
            found = unheard_of(client.latest(msg.FleetState, names.STATE))
            return [(each.vehicle_id, str(each.reason)) for each in found] == [("amr_1", WHY)]

        client.wait(silent, START_WITHIN_S, "amr_1 is not said to be unheard")
    listed = fleet_command("vehicle", "list", "--json", domain=fleet.domain)
    entries = json.loads(listed.stdout)
    (entry,) = (each for each in entries if each["report"] is None)
    assert entry["vehicle_id"] == "amr_1"
    assert WHY in entry["reason"]["text"]
    shown = fleet_command("vehicle", "list", domain=fleet.domain)
    assert "amr_1" in shown.stdout
