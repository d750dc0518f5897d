"""kill -9 of dispatcher and plant amid fifty orders: each is done once, none is lost."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg, srv

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from tests.ros.running_fleet import START_WITHIN_S, RunningFleet, fleet_command, leftovers, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(900)]

ORDERS = 50
KILLS = ("dispatcher", "plant_simulator", "dispatcher")
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
        submit(outside, order)
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


def collisions(outside: FleetClient) -> int:
    """Bodies that have overlapped since the plant simulator was started, as it says itself."""
    heard: list[int] = []

    def hear(message: DiagnosticArray) -> None:
        for status in message.status:
            if status.name == "plant_simulator":
                heard.append(int({each.key: each.value for each in status.values}["collisions"]))

    outside.subscribe(DiagnosticArray, names.DIAGNOSTICS, hear)
    outside.wait(lambda: heard or None, START_WITHIN_S, "the plant says nothing of its health")
    return heard[-1]


def kill(fleet: RunningFleet, outside: FleetClient, node: str) -> None:
    """While loads are on their way; returns when all vehicles are in contact again."""
    outside.wait(
        lambda: loaded_orders(outside) if carried(outside) else None,
        120.0,
        "nobody carries a load",
    )
    before = fleet.restarts(node)
    os.kill(fleet.pid(node), signal.SIGKILL)
    outside.wait(lambda: fleet.restarts(node) > before or None, START_WITHIN_S, "no restart")
    fleet.wait_until_ready(outside, VEHICLES)


def test_fifty_orders_survive_kill_9_of_the_dispatcher_and_of_the_plant(
    tmp_path: Path, layout: Path
) -> None:
    data = tmp_path / "data"
    fleet = RunningFleet(data, 8.0, "--layout", str(layout), "--scenario", "none")
    try:
        with fleet.client() as outside:
            fleet.wait_until_ready(outside, VEHICLES)
            order_ids = submit_orders(outside)
            for node in KILLS:
                kill(fleet, outside, node)
                assert sum(states(outside).values()) == ORDERS
                assert outside.latest(msg.FleetState, names.STATE).layout_name == "grid_4x4"
                assert collisions(outside) == 0
            outside.wait(
                lambda: states(outside)["done"] == ORDERS or None, 400.0, "not all orders are done"
            )
            assert carried(outside) == {}
            assert collisions(outside) == 0
            for order_id in order_ids:
                life = outside.order(order_id).transitions
                assert [each.sequence for each in life] == list(range(len(life)))
                assert [each.to_state for each in life].count("done") == 1
                assert not {"failed", "cancelled"} & {each.to_state for each in life}
        for node in ("dispatcher", "plant_simulator", "vehicle_adapters", "layout_server"):
            assert fleet.restarts(node) == KILLS.count(node)
    finally:
        code, ended_within_s = fleet.stop()
    assert code == 0
    assert ended_within_s < 8.0
    assert not leftovers(data)
