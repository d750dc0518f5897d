"""The tables. A change of them raises SCHEMA_VERSION and adds a migration in ``schema.py``."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 2

metadata = MetaData()

about = Table(
    "fleet_about",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""``schema_version``; ``holder``: who has opened a database at a URL last; ``chain_start``: the
digest before the first transition that is kept. Its name also tells a database of ours from
others."""

orders = Table(
    "orders",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("ended", Integer, nullable=False),  # 0 or 1
    Column("vehicle_id", String(128), nullable=False),
    Column("load_unit_id", String(128), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("created_at_s", Float, nullable=False),
    Column("deadline_s", Float),
    Column("ended_at_s", Float),
    Column("document", Text, nullable=False),  # the whole order as JSON; the rest is for queries
    Index("orders_by_end", "ended", "ended_at_s"),
)

transitions = Table(
    "transitions",
    metadata,
    Column("order_id", String(128), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("from_state", String(16)),
    Column("to_state", String(16), nullable=False),
    Column("time_s", Float, nullable=False),
    Column("cause", Text, nullable=False),
    Column("author", String(128), nullable=False),
)

chain = Table(
    "chain",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("order_id", String(128), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Index("chain_by_transition", "order_id", "sequence", unique=True),
)
"""The transitions in the order in which they were stored, each with a digest of itself and of the
one before: see ``chain.py``."""

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("time_s", Float, nullable=False),
    Column("severity", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("vehicle_id", String(128), nullable=False),
    Column("order_id", String(128), nullable=False),
    Column("station_id", String(128), nullable=False),
)

loads = Table(
    "load_units",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("load_type", String(128), nullable=False),
    Column("station_id", String(128), nullable=False),
    Column("vehicle_id", String(128), nullable=False),
)

missions = Table(
    "missions",
    metadata,
    Column("vehicle_id", String(128), primary_key=True),
    Column("document", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("document", Text, nullable=False),
)
"""``traffic``, ``layout`` and ``setting:NAME``: one JSON value each."""
