"""How a batch of changes becomes rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from fleet_core.model.mission import Mission
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.status import FleetMessage
from fleet_core.store import chain, documents, tables
from fleet_core.store.protocol import Changes

Row = dict[str, Any]


def write(connection: Connection, changes: Changes) -> None:
    """All of it, inside the caller's transaction."""
    upsert(connection, tables.orders, [_order_row(order) for order in changes.orders.values()])
    _append_transitions(connection, changes.transitions)
    upsert(connection, tables.messages, [_message_row(entry) for entry in changes.messages])
    upsert(
        connection,
        tables.loads,
        [
            {
                "id": load.id,
                "load_type": load.load_type,
                "station_id": load.station_id,
                "vehicle_id": load.vehicle_id,
            }
            for load in changes.loads.values()
        ],
    )
    _write_missions(connection, changes.missions)
    upsert(connection, tables.documents, _document_rows(changes))


def _append_transitions(connection: Connection, transitions: list[Transition]) -> None:
    """What has happened is put in, never changed."""
    if not transitions:
        return
    keys = [(each.order_id, each.sequence) for each in transitions]
    new = chain.unchained(connection, keys)
    rows = [_transition_row(t) for t, key in zip(transitions, keys, strict=True) if key in new]
    if rows:
        connection.execute(tables.chain.insert(), chain.chain_rows(connection, rows))
        connection.execute(tables.transitions.insert(), rows)


def upsert(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert, or replace what has the same key."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    values = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), rows)


def _write_missions(connection: Connection, missions: dict[str, Mission | None]) -> None:
    rows: list[Row] = []
    for vehicle_id, mission in missions.items():
        if mission is not None:
            rows.append({"vehicle_id": vehicle_id, "document": documents.mission_to_json(mission)})
        else:
            table = tables.missions
            connection.execute(table.delete().where(table.c.vehicle_id == vehicle_id))
    upsert(connection, tables.missions, rows)


def _document_rows(changes: Changes) -> list[Row]:
    rows = [
        {"name": f"setting:{name}", "document": documents.to_json(value)}
        for name, value in changes.settings.items()
    ]
    if changes.traffic is not None:
        rows.append({"name": "traffic", "document": documents.to_json(changes.traffic)})
    if changes.layout is not None:
        rows.append({"name": "layout", "document": documents.layout_to_json(changes.layout)})
    return rows


def _order_row(order: TransportOrder) -> Row:
    return {
        "id": order.id,
        "state": order.state.value,
        "ended": int(order.state.ended),
        "vehicle_id": order.vehicle_id,
        "load_unit_id": order.load_unit_id,
        "priority": order.priority,
        "created_at_s": order.created_at_s,
        "deadline_s": order.deadline_s,
        "ended_at_s": order.ended_at_s,
        "document": documents.order_to_json(order),
    }


def _transition_row(transition: Transition) -> Row:
    before = transition.from_state
    return {
        "order_id": transition.order_id,
        "sequence": transition.sequence,
        "from_state": before.value if before is not None else None,
        "to_state": transition.to_state.value,
        "time_s": transition.time_s,
        "cause": documents.reason_to_text(transition.cause),
        "author": transition.author,
    }


def _message_row(message: FleetMessage) -> Row:
    return {
        "id": message.id,
        "time_s": message.time_s,
        "severity": message.severity.value,
        "code": message.reason.code,
        "text": documents.reason_to_text(message.reason),
        "vehicle_id": message.vehicle_id,
        "order_id": message.order_id,
        "station_id": message.station_id,
    }
