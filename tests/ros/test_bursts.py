"""Ten thousand orders, many of them in a burst of eight clients, and no vehicle is lost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from fleet_interfaces import msg

from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.vehicle import Activity
from fleet_core.model.wording import sentence
from fleet_core.store.protocol import Changes
from fleet_core.store.sql_store import SqlStore
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from tests.ros.running_fleet import RunningFleet, fleet_command, leftovers

pytestmark = [pytest.mark.ros, pytest.mark.timeout(420)]

OPTIONS = ("--layout", "bottling_hall", "--scenario", "none", "--local", "profile")
VEHICLES = 12
CLIENTS, EACH = 8, 100
"""`make campaign` has them with 350 orders each."""
OPEN_BEFORE = 10_000 - CLIENTS * EACH
WAYS = (("labels_store_1", "line_1_labels"), ("labels_store_2", "line_2_labels"))


def order(order_id: str, number: int) -> TransportOrder:
    pick, drop = WAYS[number % len(WAYS)]
    stops = (Stop(pick, StopAction.PICK), Stop(drop, StopAction.DROP))
    return TransportOrder(order_id, stops)


def keep_open_orders(data: Path) -> None:
    """As a fleet before this one has left them."""
    data.mkdir()
    orders = {
        f"B-{number}": TransportOrder(
            **{
                **_fields(order(f"B-{number}", number)),
                "state": OrderState.QUEUED,
                "load_unit_id": f"load-B-{number}",
                "author": "wms",
                "created_at_s": float(number),
            }
        )
        for number in range(OPEN_BEFORE)
    }
    with closing(SqlStore.in_folder(data)) as store:
        store.commit(Changes(orders=orders))


def _fields(one: TransportOrder) -> dict[str, object]:
    return {name: getattr(one, name) for name in TransportOrder.__dataclass_fields__}


def submit_many(domain: int, client: int, refused: list[str]) -> None:
    with FleetClient(f"burst_{client}", 120.0, domain) as outside:
        for number in range(EACH):
            one = order(f"C{client}-{number}", number)
            try:
                outside.do(SubmitOrder(one), f"client {client}")
            except Exception as error:
                refused.append(f"{one.id}: {error}")


def lost_in(message: msg.FleetState) -> list[str]:
    return [
        f"{each.report.vehicle_id}, {each.out_of_contact_s:.1f} s: {sentence(each.reason)}"
        for each in vehicles_of(message)
        if each.activity is Activity.LOST
    ]


def test_no_vehicle_is_lost_and_no_order_either(tmp_path: Path) -> None:
    data = tmp_path / "data"
    keep_open_orders(data)
    fleet = RunningFleet(data, 1.0, *OPTIONS)
    lost: list[Sequence[str]] = []
    refused: list[str] = []
    try:
        with fleet.client() as outside:
            fleet.wait_until_ready(outside, VEHICLES)
            outside.subscribe(msg.FleetState, names.STATE, lambda each: lost.append(lost_in(each)))
            clients = [
                threading.Thread(target=submit_many, args=(fleet.domain, number, refused))
                for number in range(CLIENTS)
            ]
            for each in clients:
                each.start()
            while any(each.is_alive() for each in clients):
                outside.spin(0.5)
            assert not refused, refused[:3]
            states, before = len(lost), ""
            ids: set[str] = set()
            while page := outside.orders((), 500, before):
                ids.update(each.id for each in page)
                before = page[0].id
            assert {f"C{c}-{n}" for c in range(CLIENTS) for n in range(EACH)} <= ids
            assert {f"B-{number}" for number in range(OPEN_BEFORE)} <= ids
            outside.spin(3.0)
            assert len(lost) > states, "the fleet's state is not told any more"
        said = fleet_command("order", "list", "--limit", "3", "--json", domain=fleet.domain)
        assert said.returncode == 0, said.stderr
        assert said.stdout.count('"created_at_s"') == 3
        said_lost = [each for each in lost if each]
        assert not said_lost, f"{len(said_lost)} states: " + "; ".join(said_lost[0])
    finally:
        fleet.stop()
    assert not leftovers(data)
