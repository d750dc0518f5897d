"""Database engines, and their errors in the fleet's own words."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.reason import Reason

LOCK_KEY = zlib.crc32(b"fleet_controller")
"""Key of the PostgreSQL advisory lock that keeps a second fleet off the same database."""

CAUSES: tuple[tuple[str, Callable[[], Reason]], ...] = (
    ("disk is full", reasons.fleet.disk_full),
    ("no space left", reasons.fleet.disk_full),
    ("could not extend file", reasons.fleet.disk_full),
    ("readonly database", reasons.fleet.database_read_only),
    ("unable to open", reasons.fleet.database_not_opened),
    ("not a database", reasons.fleet.database_of_others),
    ("malformed", reasons.fleet.database_damaged),
    ("locked", reasons.fleet.database_locked),
    ("disk i/o error", reasons.fleet.disk_error),
)


def cause_of(error: Exception) -> Reason:
    """Why it failed, from what the database said."""
    words = str(getattr(error, "orig", None) or error).strip()
    for sign, cause in CAUSES:
        if sign in words.lower():
            return cause()
    return reasons.general.said(words.splitlines()[0] if words else type(error).__name__)


def sqlite_engine(path: Path) -> Engine:
    """One connection, write-ahead log, every commit flushed to the medium before it returns."""
    engine = create_engine(f"sqlite:///{path}", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def set_durable(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, below: the driver's own is too late
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=2000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def url_engine(url: str) -> Engine:
    """An engine for a PostgreSQL URL; ConfigurationError for any other."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(f"database URL {url!r} is not a URL") from error
    if parsed.get_backend_name() != "postgresql":
        raise ConfigurationError(
            f"database URL {parsed.render_as_string()}: only postgresql:// is possible; "
            "for SQLite name a data folder"
        )
    # A single connection: it holds the lock and does all the work, so that whoever writes holds it.
    engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=1, max_overflow=0)

    @event.listens_for(engine, "connect")
    def hold(connection: Any, _record: Any) -> None:
        taken = connection.execute(f"SELECT pg_try_advisory_lock({LOCK_KEY})").fetchone()[0]
        connection.commit()
        if not taken:
            raise ConfigurationError(
                f"database {engine.url.render_as_string()} is in use by another fleet controller"
            )

    return engine


def store_error(place: str, error: SQLAlchemyError | OSError) -> StoreError:
    return StoreError(reasons.fleet.database(place, cause_of(error)))
