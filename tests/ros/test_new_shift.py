"""``fleet up`` ended in order and started again on one folder: the plant begins a new shift, its
vehicles stand at their places and carry nothing, while the database knows where they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fleet_interfaces import msg

from fleet_nodes.client import FleetClient
from tests.ros.running_fleet import RunningFleet, fleet_command, leftovers, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(300)]

VEHICLES = 12
OPTIONS = ("--layout", "bottling_hall", "--scenario", "none", "--local", "profile")
TRIPS = {
    "one": ("labels_store_1", "line_1_labels"),
    "two": ("labels_store_2", "line_2_labels"),
    "three": ("caps_store_1", "line_1_caps"),
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_everybody_is_taken_up_where_he_stands_and_loads_are_asked_for(data: Path) -> None:
    first = RunningFleet(data, 5.0, *OPTIONS)
    try:
        with first.client() as outside:
            first.wait_until_ready(outside, VEHICLES)
            for order_id, (pick, drop) in TRIPS.items():
                stops = [
                    msg.Stop(station_id=pick, action="pick"),
                    msg.Stop(station_id=drop, action="drop"),
                ]
                submit(outside, msg.TransportOrder(id=order_id, stops=stops))
            outside.wait(lambda: loaded(outside, "one") or None, 120.0, "one is not loaded")
    finally:
        first.stop()
    second = RunningFleet(data, 5.0, *OPTIONS)
    try:
        with second.client() as outside:
            second.wait_until_ready(outside, VEHICLES)
            outside.wait(
                lambda: missing(outside, "one") or None, 60.0, "nobody misses the load of one"
            )
            told = fleet_command(
                "order", "load", "one", "--at", "labels_store_1", "--json", domain=second.domain
            )
            assert told.returncode == 0, told.stderr
            assert json.loads(told.stdout)["state"] == "queued"
            for order_id in TRIPS:
                if order_id != "one" and loaded(outside, order_id):
                    fleet_command("order", "load", order_id, "--lost", domain=second.domain)
            for order_id in TRIPS:
                outside.wait(lambda: ended(outside, order_id) or None, 180.0, f"{order_id} is open")  # noqa: B023
            assert outside.order("one").order.state == "done"
    finally:
        second.stop()
    assert "overlap" not in (data / "log" / "plant_simulator.log").read_text()
    assert not leftovers(data)


def loaded(outside: FleetClient, order_id: str) -> bool:
    return bool(outside.order(order_id).order.loaded)


def ended(outside: FleetClient, order_id: str) -> bool:
    return outside.order(order_id).order.state in ("done", "cancelled")


def missing(outside: FleetClient, order_id: str) -> bool:
    """The vehicle that had the load says that it has none, and is held for that."""
    vehicle_id = outside.order(order_id).order.vehicle_id
    state = outside.latest(msg.FleetState, "/fleet/state")
    found = [each for each in state.vehicles if each.report.vehicle_id == vehicle_id]
    return bool(found) and "not on board any more" in found[0].reason.text
