"""The plant of ``fleet up`` cannot write what it is to know again: it goes on, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg

from fleet_nodes.client import FleetClient
from tests.ros.running_fleet import RunningFleet, leftovers, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

OPTIONS = ("--layout", "bottling_hall", "--scenario", "none", "--local", "profile")


def test_the_fleet_goes_on_and_says_what_is_not_kept(tmp_path: Path) -> None:
    data = tmp_path / "data"
    fleet = RunningFleet(data, 5.0, *OPTIONS)
    try:
        with fleet.client() as outside:
            fleet.wait_until_ready(outside, 12)
            # What is written beside and moved into place finds its place taken, as on a full disk.
            (data / "plant_state.new").mkdir()
            heard: list[str] = []
            outside.subscribe(
                DiagnosticArray, "/diagnostics", lambda each: heard.extend(_texts(each))
            )
            outside.wait(
                lambda: any("would begin a new shift" in text for text in heard) or None,
                60.0,
                "the plant does not say that it cannot keep its state",
            )
            stops = [
                msg.Stop(station_id="labels_store_1", action="pick"),
                msg.Stop(station_id="line_1_labels", action="drop"),
            ]
            submit(outside, msg.TransportOrder(id="T-1", stops=stops))
            outside.wait(lambda: _done(outside) or None, 150.0, "T-1 is not done")
            (data / "plant_state.new").rmdir()
            heard.clear()
            outside.wait(
                lambda: "the plant runs" in heard or None, 60.0, "the plant is not well again"
            )
        assert fleet.restarts("plant_simulator") == 0
    finally:
        fleet.stop()
    assert not leftovers(data)


def _texts(message: DiagnosticArray) -> list[str]:
    return [status.message for status in message.status]


def _done(outside: FleetClient) -> bool:
    return outside.order("T-1").order.state == "done"
