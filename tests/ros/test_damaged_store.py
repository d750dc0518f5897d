"""``fleet up`` on a database with a row that does not read: it says so and ends; with ``--repair``
it starts without the row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.store.folder import DATABASE_NAME
from fleet_core.store.protocol import Changes
from fleet_core.store.sql_store import SqlStore
from tests.ros.running_fleet import RunningFleet, leftovers

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

OPTIONS = ("--layout", "bottling_hall", "--scenario", "none", "--local", "profile")


def test_a_damaged_row_ends_the_fleet_and_a_repair_starts_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    stops = (Stop("dock_1", StopAction.PICK), Stop("dock_2", StopAction.DROP))
    with closing(SqlStore.in_folder(data)) as store:
        store.commit(Changes(orders={"T-1": TransportOrder("T-1", stops)}))
    with closing(sqlite3.connect(data / DATABASE_NAME)) as base, base:
        base.execute("UPDATE orders SET document = 'scratch'")

    fleet = RunningFleet(data, 3.0, *OPTIONS)
    assert fleet.ended() == 2
    assert "in table orders the row of T-1 does not read" in fleet.said()

    fleet = RunningFleet(data, 3.0, *OPTIONS, "--repair")
    try:
        with fleet.client() as outside:
            fleet.wait_until_ready(outside, 12)
        assert "set aside, now in table set_aside: orders T-1" in fleet.said()
    finally:
        fleet.stop()
    assert not leftovers(data)
