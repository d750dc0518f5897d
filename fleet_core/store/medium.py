"""Database engines, and their errors in the fleet's own words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError, FleetError, StoreError
from fleet_core.model.reason import Reason

SERVER_LIMITS = {
    "connect_timeout": "2",
    "tcp_user_timeout": "5000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "options": "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
    " -c lock_timeout=5s",
}
"""Of a connection to PostgreSQL, where the URL does not name its own: both ends notice within some
11 s that the other one is gone, and give back what they hold."""

WRONG_INPUT = (
    "authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "does not exist",
    "permission denied",
)
"""What a server says of a URL that is wrong; whatever else it says may be over in a while."""

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


def reading_engine(path: Path) -> Engine:
    """For a look at a database in a data folder, also while a fleet holds it; writes nothing."""
    return create_engine(f"sqlite:///file:{path}?mode=ro&uri=true", poolclass=StaticPool)


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
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=1,
        max_overflow=0,
        connect_args={
            name: value for name, value in SERVER_LIMITS.items() if name not in parsed.query
        },
    )


def why_silent(url: str) -> Reason | None:
    """Why the server at a PostgreSQL URL does not answer now; None: it does. Raises
    ConfigurationError for a URL that is wrong."""
    engine = url_engine(url)
    place = f"database {engine.url.render_as_string()}"
    try:
        engine.connect().close()
    except SQLAlchemyError as error:
        failure = opening_error(place, engine, error)
        if isinstance(failure, StoreError):
            return failure.reason
        raise failure from error
    finally:
        engine.dispose()
    return None


def opening_error(place: str, engine: Engine, error: SQLAlchemyError) -> FleetError:
    """A server that does not answer may do so later; everything else is for a person to mend."""
    words = str(getattr(error, "orig", None) or error)
    if (
        engine.dialect.name == "postgresql"
        and isinstance(error, OperationalError | InterfaceError)
        and not any(sign in words for sign in WRONG_INPUT)
    ):
        return StoreError(reasons.fleet.database(place, cause_of(error)))
    return ConfigurationError(reasons.fleet.database(place, cause_of(error)))


def store_error(place: str, error: SQLAlchemyError | OSError) -> StoreError:
    return StoreError(reasons.fleet.database(place, cause_of(error)))
