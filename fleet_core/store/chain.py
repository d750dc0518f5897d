"""Every transition holds on to the one before it, so that none can be changed unnoticed.

The digest of a transition is SHA-256 of the digest before it and of the row. Who may write to the
database could make the whole chain anew; who has noted its head elsewhere sees that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, select

from fleet_core.store import tables

START = "0" * 64
_START_NAME = "chain_start"
_AT_ONCE = 400
"""Keys in one question; SQLite takes 999 values."""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """``broken``: the first thing that is not as it was stored, in words; empty: all is whole.
    ``began_s``: time of the first transition that is kept."""

    transitions: int
    head: str
    began_s: float | None
    broken: str = ""


def digest_of(before: str, row: Sequence[Any]) -> str:
    """``row``: the columns of ``transitions`` in their order."""
    text = json.dumps([before, *row], separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """The number and the digest of the last transition; of none: 0 and where the chain starts."""
    query = select(tables.chain.c.number, tables.chain.c.digest)
    last = connection.execute(query.order_by(tables.chain.c.number.desc()).limit(1)).fetchone()
    return (last[0], last[1]) if last is not None else (0, _start(connection))


def unchained(connection: Connection, keys: Sequence[tuple[str, int]]) -> set[tuple[str, int]]:
    """Those transitions (order id, sequence) that are not stored yet. One that is, was written by
    a commit whose answer was lost."""
    table, found = tables.chain, set[tuple[str, int]]()
    order_ids = sorted({order_id for order_id, _ in keys})
    for begin in range(0, len(order_ids), _AT_ONCE):
        some = order_ids[begin : begin + _AT_ONCE]
        query = select(table.c.order_id, table.c.sequence).where(table.c.order_id.in_(some))
        found.update((order_id, sequence) for order_id, sequence in connection.execute(query))
    return set(keys) - found


def chain_rows(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of ``chain`` for new rows of ``transitions``."""
    number, digest = head(connection)
    names = [column.name for column in tables.transitions.columns]
    made = []
    for row in rows:
        number, digest = number + 1, digest_of(digest, [row[name] for name in names])
        made.append(
            {
                "number": number,
                "order_id": row["order_id"],
                "sequence": row["sequence"],
                "digest": digest,
            }
        )
    return made


def chain_all(connection: Connection) -> None:
    """Take the transitions of an older release into the chain, as they are now."""
    table = tables.transitions
    query = select(table).order_by(table.c.time_s, table.c.order_id, table.c.sequence)
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute(query)]
    if rows:
        connection.execute(tables.chain.insert(), chain_rows(connection, rows))


def verify(connection: Connection) -> ChainReport:
    """Follow the chain from its start."""
    count, digest, began_s = 0, _start(connection), None
    expected = None
    for number, order_id, sequence, stored, row in _links(connection):
        name = f"transition {sequence} of order {order_id} (number {number})"
        if expected is not None and number != expected:
            return ChainReport(count, digest, began_s, f"before {name} some were removed")
        expected = number + 1
        if row is None:
            return ChainReport(count, digest, began_s, f"{name} was removed")
        digest = digest_of(digest, row)
        if digest != stored:
            return ChainReport(count, stored, began_s, f"{name} was changed")
        count += 1
        began_s = row[4] if began_s is None else began_s
    stranger = connection.execute(_strangers()).fetchone()
    if stranger is not None:
        said = f"transition {stranger[1]} of order {stranger[0]} was put in"
        return ChainReport(count, digest, began_s, said)
    return ChainReport(count, digest, began_s)


def _links(connection: Connection) -> Iterator[tuple[int, str, int, str, list[Any] | None]]:
    chain, transitions = tables.chain, tables.transitions
    query = select(chain, transitions).order_by(chain.c.number)
    for row in connection.execute(query.outerjoin_from(chain, transitions, _same())):
        number, order_id, sequence, digest, *found = row
        yield number, order_id, sequence, digest, found if found[0] is not None else None


def _same() -> Any:
    chain, transitions = tables.chain, tables.transitions
    return and_(
        chain.c.order_id == transitions.c.order_id, chain.c.sequence == transitions.c.sequence
    )


def _strangers() -> Select[Any]:
    chain, transitions = tables.chain, tables.transitions
    query = select(transitions.c.order_id, transitions.c.sequence)
    query = query.outerjoin_from(transitions, chain, _same()).where(chain.c.number.is_(None))
    return query.order_by(transitions.c.time_s).limit(1)


def forget_before(connection: Connection, limit_s: float) -> int:
    """Remove what is older than ``limit_s`` of orders that have ended, from the start of the chain
    on, up to the first transition that must stay, and old messages. Returns how many orders."""
    chain, transitions, orders = tables.chain, tables.transitions, tables.orders
    stays = select(func.min(chain.c.number)).outerjoin_from(
        chain, orders, chain.c.order_id == orders.c.id
    )
    stays = stays.where((orders.c.ended == 0) | (orders.c.ended_at_s >= limit_s))
    first = connection.execute(stays).scalar()
    last = (first if first is not None else head(connection)[0] + 1) - 1
    connection.execute(delete(tables.messages).where(tables.messages.c.time_s < limit_s))
    query = select(chain.c.digest).where(chain.c.number == last)
    digest = connection.execute(query).scalar()
    if digest is None:
        return 0
    old = select(chain.c.order_id).where(chain.c.number <= last)
    young = select(chain.c.order_id).where(chain.c.number > last)
    gone = connection.execute(
        delete(orders).where(orders.c.id.in_(old), orders.c.id.not_in(young), orders.c.ended == 1)
    ).rowcount
    removed = select(chain.c.number).where(chain.c.number <= last)
    of_removed = _same() & (chain.c.number <= last)
    connection.execute(delete(transitions).where(select(chain.c.number).where(of_removed).exists()))
    connection.execute(delete(chain).where(chain.c.number.in_(removed)))
    loads = tables.loads
    kept = select(orders.c.load_unit_id)
    connection.execute(delete(loads).where(loads.c.vehicle_id == "", loads.c.id.not_in(kept)))
    _set_start(connection, digest)
    return int(gone)


def _start(connection: Connection) -> str:
    query = select(tables.about.c.value).where(tables.about.c.name == _START_NAME)
    return connection.execute(query).scalar() or START


def _set_start(connection: Connection, digest: str) -> None:
    about = tables.about
    connection.execute(delete(about).where(about.c.name == _START_NAME))
    connection.execute(about.insert().values(name=_START_NAME, value=digest))
