"""kill -9 of the dispatcher in the middle of fifty orders: each is done once, none is lost."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from fleet_interfaces import msg, srv

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from tests.ros.running_fleet import RunningFleet, fleet_command, leftovers

pytestmark = [pytest.mark.ros, pytest.mark.timeout(600)]

ORDERS = 50
KILLS = 2
VEHICLES = 12


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    """A plant of a user's own, small enough for short trips."""
    file = tmp_path / "field.lif.json"
    size = ("--rows", "4", "--columns", "4", "--vehicles", str(VEHICLES))
    made = fleet_command("layout", "generate", "grid", "--out", str(file), *size, domain=0)
    assert made.returncode == 0, made.stderr
    return file


def submit_orders(outside: FleetClient) -> list[str]:
    for number in range(ORDERS):
        order = msg.TransportOrder(
            id=f"T{number}",
            stops=[
                msg.Stop(station_id=f"pick_{number + 1}", action="pick"),
                msg.Stop(station_id=f"drop_{number + 1}", action="drop"),
            ],
        )
        outside.submit(order, "test")
    return [f"T{number}" for number in range(ORDERS)]


def states(outside: FleetClient) -> Counter[str]:
    orders = outside.ask(srv.ListOrders, names.LIST_ORDERS).orders
    return Counter(order.state for order in orders)


def carried(outside: FleetClient) -> dict[str, tuple[str, ...]]:
    """Load units by vehicle, as the fleet knows them."""
    vehicles = vehicles_of(outside.latest(msg.FleetState, names.STATE))
    return {v.report.vehicle_id: v.report.load_unit_ids for v in vehicles if v.report.load_unit_ids}


def loaded_orders(outside: FleetClient) -> dict[str, str]:
    """Vehicle by order that is on board, as the orders say."""
    orders = outside.ask(srv.ListOrders, names.LIST_ORDERS).orders
    return {order.id: order.vehicle_id for order in orders if order.loaded}


def test_fifty_orders_survive_kill_9_of_the_dispatcher(tmp_path: Path, layout: Path) -> None:
    data = tmp_path / "data"
    fleet = RunningFleet(data, 8.0, "--layout", str(layout), "--scenario", "none")
    try:
        with fleet.client() as outside:
            fleet.wait_until_ready(outside, VEHICLES)
            order_ids = submit_orders(outside)
            for kill in range(1, KILLS + 1):
                outside.wait(
                    lambda: loaded_orders(outside) if carried(outside) else None,
                    120.0,
                    "nobody carries a load",
                )
                os.kill(fleet.pid("dispatcher"), signal.SIGKILL)
                outside.wait(
                    lambda kill=kill: fleet.restarts("dispatcher") >= kill or None,
                    30.0,
                    "no restart",
                )
                fleet.wait_until_ready(outside, VEHICLES)
                assert sum(states(outside).values()) == ORDERS
                assert outside.latest(msg.FleetState, names.STATE).layout_name == "grid_4x4"
            outside.wait(
                lambda: states(outside)["done"] == ORDERS or None, 400.0, "not all orders are done"
            )
            for order_id in order_ids:
                life = outside.order(order_id).transitions
                assert [each.sequence for each in life] == list(range(len(life)))
                assert [each.to_state for each in life].count("done") == 1
                assert not {"failed", "cancelled"} & {each.to_state for each in life}
        for node in ("plant_simulator", "vehicle_adapters", "layout_server"):
            assert fleet.restarts(node) == 0
    finally:
        code, ended_within_s = fleet.stop()
    assert code == 0
    assert ended_within_s < 8.0
    assert not leftovers(data)
