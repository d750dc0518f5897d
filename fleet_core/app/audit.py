"""A look at a database's chain of transitions, without holding the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from fleet_core.model import reasons
from fleet_core.model.errors import ConfigurationError
from fleet_core.store import tables
from fleet_core.store.chain import ChainReport, verify
from fleet_core.store.folder import DATABASE_NAME
from fleet_core.store.medium import cause_of, reading_engine, url_engine


def verified(folder: Path | None, database_url: str = "", head: str = "") -> ChainReport:
    """``head``: one that was noted before; it must be in the chain still. Raises
    ConfigurationError for a database that cannot be read."""
    if database_url:
        engine, place = url_engine(database_url), "the database"
    else:
        assert folder is not None, "a folder or a URL"
        path = folder.expanduser().absolute() / DATABASE_NAME
        if not path.is_file():
            raise ConfigurationError(f"there is no {path}; name the data folder of a fleet")
        engine, place = reading_engine(path), f"database {path}"
    try:
        with engine.connect() as connection:
            report = verify(connection)
            known = select(tables.chain.c.number).where(tables.chain.c.digest == head)
            if head and not report.broken and connection.execute(known).scalar() is None:
                lost = "the head that was noted is not in the chain: it was made anew or cut off"
                return replace(report, broken=lost)
            return report
    except SQLAlchemyError as error:
        raise ConfigurationError(reasons.fleet.database(place, cause_of(error))) from error
    finally:
        engine.dispose()
