"""A database at a URL, held by one fleet alone, and proof that nobody else has had it since."""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, event

from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError
from fleet_core.store import tables

LOCK_KEY = zlib.crc32(b"fleet_controller")
"""Key of the PostgreSQL advisory lock that keeps a second fleet off the same database."""
_HOLDER = "holder"
"""The row of ``fleet_about`` that names who has opened the database last."""


class DatabaseTakenError(ConfigurationError):
    """Another fleet uses the database, or one that was cut off has not been missed yet."""


class DatabaseHold:
    """The advisory lock belongs to a connection and goes with it. Who connects anew takes it anew,
    and must then find that no other fleet has had the database in between: what is in this
    process's memory would be older than what is stored."""

    def __init__(self, engine: Engine) -> None:
        self._name = engine.url.render_as_string()
        self._token = uuid4().hex
        self._signed = False
        self._session: tuple[int, datetime] | None = None
        event.listen(engine, "connect", self._connected)

    def sign(self, connection: Connection) -> None:
        """Write down who has the database now."""
        about = tables.about
        connection.execute(about.delete().where(about.c.name == _HOLDER))
        connection.execute(about.insert().values(name=_HOLDER, value=self._token))
        self._signed = True

    def _connected(self, connection: Any, _record: Any) -> None:
        if not (_lock(connection) or self._lock_after_own_end(connection)):
            raise DatabaseTakenError(reasons.fleet.database_taken(self._name))
        query = "SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        self._session = connection.execute(query).fetchone()
        if self._signed:
            query = f"SELECT value FROM {tables.about.name} WHERE name = '{_HOLDER}'"
            found = connection.execute(query).fetchone()
            if found is None or found[0] != self._token:
                raise ConfigurationError(reasons.fleet.database_taken_over(self._name))
        connection.commit()

    def _lock_after_own_end(self, connection: Any) -> bool:
        """A server that was cut off from us may hold our last session for some seconds more."""
        if self._session is None:
            return False
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid = %s AND backend_start = %s",
            self._session,
        )
        connection.execute("SET LOCAL lock_timeout = '2s'")
        try:
            connection.execute(f"SELECT pg_advisory_lock({LOCK_KEY})")
        except LockNotAvailable:
            connection.rollback()
            return False
        connection.commit()
        return True


def _lock(connection: Any) -> bool:
    taken = connection.execute(f"SELECT pg_try_advisory_lock({LOCK_KEY})").fetchone()[0]
    connection.commit()
    return bool(taken)
