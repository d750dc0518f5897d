"""Rows that do not read: what is wrong with them, and how they are set aside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    delete,
    select,
)

from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError
from fleet_core.store import documents, tables

SET_ASIDE = Table(
    "set_aside",
    MetaData(),  # not of the schema: made when the first row is set aside
    Column("number", Integer, primary_key=True),
    Column("table_name", String(64), nullable=False),
    Column("key", String(160), nullable=False),
    Column("document", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("time_s", Float, nullable=False),
)
LAYOUT, TRAFFIC = "layout", "traffic"


class DamagedRowError(ConfigurationError):
    """A row does not read."""


@dataclass(frozen=True, slots=True)
class DamagedRow:
    """``key``: of an order its id, of a mission its vehicle's, of another document its name."""

    table: str
    key: str
    document: str
    why: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.why}"


def read_rows(
    connection: Connection, place: str, table: Table, query: Select[Any]
) -> dict[str, Any]:
    """What is in the rows (key, document) of ``query``, by key and in their order. Raises
    DamagedRowError for the first that does not read: what, where, and what to do."""
    found = {}
    for key, text in connection.execute(query):
        damaged = _damage(table, key, text)
        if damaged is not None:
            raise DamagedRowError(
                reasons.fleet.row_damaged(place, damaged.table, damaged.key, damaged.why)
            )
        found[key] = _parse_of(table, key)(text)
    return found


def _parse_of(table: Table, key: str) -> Callable[[str], Any]:
    """How the document of a row is read."""
    if table is tables.orders:
        return documents.order_from_json
    if table is tables.missions:
        return documents.mission_from_json
    return documents.layout_from_json if key == LAYOUT else json.loads


def damaged_rows(connection: Connection) -> Iterator[DamagedRow]:
    """Of all tables, whether they are read at a start or not."""
    for table in (tables.orders, tables.missions, tables.documents):
        key = next(iter(table.primary_key))
        for name, text in connection.execute(select(key, table.c.document)):
            damaged = _damage(table, name, text)
            if damaged is not None:
                yield damaged


def set_aside(connection: Connection, rows: Sequence[DamagedRow], now_s: float) -> None:
    """Out of the fleet's tables, into one where a person can look at them."""
    if rows:
        SET_ASIDE.create(connection, checkfirst=True)
    for row in rows:
        table = tables.metadata.tables[row.table]
        key = next(iter(table.primary_key))
        connection.execute(delete(table).where(key == row.key))
        connection.execute(
            SET_ASIDE.insert().values(
                table_name=row.table, key=row.key, document=row.document, why=row.why, time_s=now_s
            )
        )


def _damage(table: Table, key: str, text: str) -> DamagedRow | None:
    try:
        _parse_of(table, key)(text)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return DamagedRow(table.name, key, text, f"{type(error).__name__}: {error}")
    return None
