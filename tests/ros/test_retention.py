"""The dispatcher forgets orders that ended longer ago than they are to be kept."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

import pytest

from fleet_core.app.audit import verified
from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, Stop, StopAction, Transition, TransportOrder
from fleet_core.model.reasons import orders
from fleet_core.store.protocol import Changes
from fleet_core.store.sql_store import SqlStore
from fleet_nodes.client import FleetClient
from tests.ros.node_process import NodeProcess
from tests.ros.running_fleet import START_WITHIN_S, own_domain

pytestmark = [pytest.mark.ros, pytest.mark.timeout(300)]

STOPS = (Stop("dock_1", StopAction.PICK), Stop("dock_2", StopAction.DROP))
DAY_S = 86_400.0
LAST = "OLD-99"
"""Of those that ended together, ordered by id: not among the 200 that are held in memory."""


def ended(days_ago: float, *order_ids: str) -> Changes:
    at_s = time.time() - days_ago * DAY_S
    state, changes = OrderState.CANCELLED, Changes()
    for order_id in order_ids:
        changes.orders[order_id] = TransportOrder(
            order_id, STOPS, state=state, created_at_s=at_s, ended_at_s=at_s
        )
        changes.transitions.append(
            Transition(order_id, 0, None, state, at_s, orders.cancelled("anna"), "anna")
        )
    return changes


def known(outside: FleetClient, order_id: str) -> bool:
    try:
        outside.order(order_id)
    except InputError:
        return False
    return True


def test_what_is_older_than_the_retention_is_forgotten_and_the_chain_stays_whole(
    tmp_path: Path,
) -> None:
    data, domain = tmp_path / "data", own_domain()
    with closing(SqlStore.in_folder(data)) as store:
        # More than are shown and held in memory.
        store.commit(ended(40.0, *(f"OLD-{number}" for number in range(300))))
        store.commit(ended(1.0, "NEW"))
    node = NodeProcess(
        "dispatcher",
        domain,
        tmp_path / "said",
        layout="bottling_hall",
        data_folder=str(data),
        retention_days=30.0,
    )
    try:
        with FleetClient("outside", START_WITHIN_S, domain) as outside:
            outside.wait(lambda: not known(outside, LAST) or None, 60.0, f"{LAST} is not forgotten")
            assert known(outside, "NEW")
    finally:
        node.stop()
    report = verified(data)
    assert (report.broken, report.transitions) == ("", 1)
