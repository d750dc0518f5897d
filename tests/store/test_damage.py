"""Rows that do not read are named, and set aside when a person wants it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fleet_core.app.repair import repair
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.store.folder import DATABASE_NAME
from fleet_core.store.protocol import Changes
from fleet_core.store.records import LayoutInUse
from fleet_core.store.sql_store import SqlStore

LAYOUT = "bottling_hall"
ROWS = [
    ("orders", "id", "T-1", "{"),
    ("orders", "id", "T-1", '{"id": "T-1"}'),
    ("orders", "id", "T-1", '{"id": "T-1", "stops": 5, "state": "queued"}'),
    ("missions", "vehicle_id", "amr_1", "[]"),
    ("documents", "name", "layout", "5"),
    ("documents", "name", "traffic", "nothing"),
    ("documents", "name", "setting:paused_vehicles", "{]"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    stops = (Stop("dock_1", StopAction.PICK), Stop("dock_2", StopAction.DROP))
    changes = Changes(
        orders={name: TransportOrder(name, stops) for name in ("T-1", "T-2")},
        missions={"amr_1": Mission("M1", "amr_1", MissionKind.PARK, "P1", "", (), 0.0, "fleet")},
        settings={"paused_vehicles": {}},
        traffic={"roadmap": "another"},
        layout=LayoutInUse(LAYOUT, "f", ""),
    )
    with closing(SqlStore.in_folder(tmp_path)) as store:
        store.commit(changes)
    yield tmp_path


def damage(folder: Path, table: str, column: str, key: str, text: str) -> None:
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as base, base:
        changed = base.execute(
            f"UPDATE {table} SET document = ? WHERE {column} = ?",
            (text, key),
        )
        assert changed.rowcount == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[3][:12]}")
def test_a_damaged_row_is_named_and_set_aside(folder: Path, row: tuple[str, str, str, str]) -> None:
    damage(folder, *row)
    with (
        closing(SqlStore.in_folder(folder)) as store,
        pytest.raises(ConfigurationError, match=f"in table {row[0]} the row of {row[2]}") as no,
    ):
        store.load()
    assert "--repair" in str(no.value)
    with closing(SqlStore.in_folder(folder)) as store:
        found = store.set_aside_damaged(7.0)
        assert [(one.table, one.key, one.document) for one in found] == [(row[0], row[2], row[3])]
        state = store.load()
        assert {each.id for each in state.orders} >= {"T-2"}
        if row[0] == "orders":
            assert store.order("T-1") is None
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as base:
        kept = base.execute("SELECT table_name, key, document, time_s FROM set_aside").fetchall()
    assert kept == [(row[0], row[2], row[3], 7.0)]


@pytest.mark.slow
def test_plans_of_traffic_that_are_not_whole_are_set_aside(folder: Path) -> None:
    from fleet_core.app.composition import build_controller  # noqa: PLC0415 - numba: seconds
    from fleet_core.execution.settings import FleetSettings  # noqa: PLC0415
    from fleet_core.layouts import load_facility  # noqa: PLC0415
    from fleet_core.traffic.stored_plans import fingerprint  # noqa: PLC0415
    from planner.roadmap.build import build_roadmap  # noqa: PLC0415

    facility = load_facility(LAYOUT).facility
    half = {"roadmap": fingerprint(build_roadmap(facility)), "vehicles": {"amr_1": {}}}
    damage(folder, "documents", "name", "traffic", json.dumps(half))
    with closing(SqlStore.in_folder(folder)) as store:  # noqa: SIM117
        with pytest.raises(ConfigurationError, match=r"plans are damaged.*--repair"):
            build_controller(facility, store, FleetSettings())
    found = repair(folder, "", LAYOUT, lambda: 7.0)
    assert [(each.table, each.key) for each in found] == [("documents", "traffic")]
    with closing(SqlStore.in_folder(folder)) as store:
        assert store.load().traffic is None


def test_plans_of_another_roadmap_are_no_damage(folder: Path) -> None:
    assert repair(folder, "", LAYOUT, lambda: 7.0) == []
