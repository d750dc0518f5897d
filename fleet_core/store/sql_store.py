"""The durable store, on SQLite in a data folder or on PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, func, select
from sqlalchemy.exc import SQLAlchemyError

from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.order import OrderState, Transition, TransportOrder
from fleet_core.model.status import FleetMessage, Severity
from fleet_core.store import chain, documents, schema, tables
from fleet_core.store.damage import (
    LAYOUT,
    TRAFFIC,
    DamagedRow,
    DamagedRowError,
    damaged_rows,
    read_rows,
    set_aside,
)
from fleet_core.store.folder import DataFolder
from fleet_core.store.hold import DatabaseHold
from fleet_core.store.medium import (
    opening_error,
    sqlite_engine,
    store_error,
    url_engine,
)
from fleet_core.store.protocol import Changes
from fleet_core.store.records import LoadUnit, StoredState
from fleet_core.store.writing import write

_DOCUMENTS = select(tables.documents.c.name, tables.documents.c.document)


def _nothing() -> None:
    """A database at a URL has nothing to give back but its connection."""


class SqlStore:
    """One transaction a commit; nothing is acknowledged before the medium has it."""

    def __init__(self, engine: Engine, place: str, release: Callable[[], None] = _nothing) -> None:
        self._engine = engine
        self._place = place
        self._release = release
        try:
            with engine.begin() as connection:
                schema.prepare(connection, place)
        except SQLAlchemyError as error:
            self.close()
            raise opening_error(place, engine, error) from error
        except ConfigurationError:
            self.close()
            raise

    @classmethod
    def in_folder(cls, path: Path) -> SqlStore:
        """SQLite in a data folder, which is held until ``close``. Raises ConfigurationError."""
        folder = DataFolder(path)
        return cls(
            sqlite_engine(folder.database_path), f"database {folder.database_path}", folder.close
        )

    @classmethod
    def at_url(cls, url: str) -> SqlStore:
        """PostgreSQL, held by an advisory lock until ``close``. Raises ConfigurationError
        (DatabaseTakenError when another fleet has it), and StoreError when it does not answer."""
        engine = url_engine(url)
        hold = DatabaseHold(engine)
        store = cls(engine, f"database {engine.url.render_as_string()}")
        try:
            with store._transaction() as connection:
                hold.sign(connection)
        except StoreError:
            store.close()
            raise
        return store

    @property
    def keeps_traffic(self) -> bool:
        return True

    def close(self) -> None:
        self._engine.dispose()
        self._release()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise store_error(self._place, error) from error
        except DamagedRowError:
            raise
        except ConfigurationError as error:  # taken by another fleet after a broken connection
            raise StoreError(error.reason) from error

    def commit(self, changes: Changes) -> None:
        with self._transaction() as connection:
            write(connection, changes)

    def load(self, ended_limit: int = 200) -> StoredState:
        with self._transaction() as connection:
            return _read_state(connection, self._place, ended_limit)

    def set_aside_damaged(self, now_s: float, plans: str = "") -> list[DamagedRow]:
        """Take rows that do not read out of the tables, and the plans of traffic where ``plans``
        says what is wrong with them. Returns them."""
        with self._transaction() as connection:
            rows = list(damaged_rows(connection))
            if plans:
                text = dict(iter(connection.execute(_DOCUMENTS))).get(TRAFFIC, "")
                rows.append(DamagedRow(tables.documents.name, TRAFFIC, text, plans))
            set_aside(connection, rows, now_s)
        return rows

    def forget_before(self, limit_s: float) -> int:
        """Remove orders that ended before ``limit_s`` with their transitions, as far as the chain
        allows, and older messages. Returns how many orders."""
        with self._transaction() as connection:
            return chain.forget_before(connection, limit_s)

    def order(self, order_id: str) -> TransportOrder | None:
        table = tables.orders
        query = select(table.c.id, table.c.document).where(table.c.id == order_id)
        with self._transaction() as connection:
            return read_rows(connection, self._place, table, query).get(order_id)

    def transitions(self, order_id: str) -> tuple[Transition, ...]:
        table = tables.transitions
        query = select(table).where(table.c.order_id == order_id).order_by(table.c.sequence)
        with self._transaction() as connection:
            return tuple(_transition(tuple(row)) for row in connection.execute(query))

    def messages(self, limit: int = 200) -> tuple[FleetMessage, ...]:
        query = select(tables.messages).order_by(tables.messages.c.id.desc()).limit(limit)
        with self._transaction() as connection:
            rows = [tuple(row) for row in connection.execute(query)]
        return tuple(_message(row) for row in reversed(rows))


def _read_state(connection: Connection, place: str, ended_limit: int) -> StoredState:
    orders, missions = tables.orders, tables.missions
    running = select(orders.c.id, orders.c.document).where(orders.c.ended == 0)
    running = running.order_by(orders.c.created_at_s, orders.c.id)
    ended = select(orders.c.id, orders.c.document).where(orders.c.ended == 1)
    ended = ended.order_by(orders.c.ended_at_s.desc(), orders.c.id).limit(ended_limit)
    begun = select(missions.c.vehicle_id, missions.c.document)

    def read(table: Table, query: Select[Any]) -> dict[str, Any]:
        return read_rows(connection, place, table, query)

    single = read(tables.documents, _DOCUMENTS)
    layout, traffic = single.pop(LAYOUT, None), single.pop(TRAFFIC, None)
    return StoredState(
        orders=tuple(read(orders, running).values()),
        ended_orders=tuple(read(orders, ended).values())[::-1],
        sequences=_read_sequences(connection),
        loads=tuple(LoadUnit(*row) for row in connection.execute(select(tables.loads))),
        missions=tuple(read(missions, begun).values()),
        settings={name.removeprefix("setting:"): value for name, value in single.items()},
        traffic=traffic,
        layout=layout,
        last_message_id=connection.execute(select(func.max(tables.messages.c.id))).scalar() or 0,
    )


def _read_sequences(connection: Connection) -> dict[str, int]:
    table = tables.transitions
    query = (
        select(table.c.order_id, func.count())
        .join(tables.orders, tables.orders.c.id == table.c.order_id)
        .where(tables.orders.c.ended == 0)
        .group_by(table.c.order_id)
    )
    return {order_id: count for order_id, count in connection.execute(query)}


def _transition(row: tuple[Any, ...]) -> Transition:
    order_id, sequence, before, after, time_s, cause, author = row
    return Transition(
        order_id,
        sequence,
        OrderState(before) if before is not None else None,
        OrderState(after),
        time_s,
        documents.reason_from_text(cause),
        author,
    )


def _message(row: tuple[Any, ...]) -> FleetMessage:
    number, time_s, severity, code, text, *about = row
    reason = documents.reason_from_text(text, code)
    return FleetMessage(number, time_s, Severity(severity), reason, *about)
