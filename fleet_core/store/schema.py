"""Makes the tables in an empty database; refuses one that is not ours or is newer than we are."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select

from fleet_core.model.errors import ConfigurationError
from fleet_core.store import chain, tables

_VERSION = "schema_version"
_BEFORE_CHAINS = "1"


def prepare(connection: Connection, place: str) -> None:
    """Create or check the schema. ``place`` names the database in errors."""
    present = set(inspect(connection).get_table_names())
    if tables.about.name in present:
        if _version(connection) == _BEFORE_CHAINS:
            _add_chain(connection)
        _check_version(connection, place)
        return
    foreign = present & set(tables.metadata.tables)
    if foreign:
        raise ConfigurationError(
            f"{place}: table {sorted(foreign)[0]} belongs to another program; "
            "name an empty database or one made by the fleet"
        )
    tables.metadata.create_all(connection)
    connection.execute(
        tables.about.insert().values(name=_VERSION, value=str(tables.SCHEMA_VERSION))
    )


def _version(connection: Connection) -> str | None:
    query = select(tables.about.c.value).where(tables.about.c.name == _VERSION)
    return connection.execute(query).scalar_one_or_none()


def _add_chain(connection: Connection) -> None:
    """From version 1 to 2: transitions hold on to each other from now on."""
    tables.chain.create(connection)
    chain.chain_all(connection)
    about = tables.about
    connection.execute(about.update().where(about.c.name == _VERSION).values(value="2"))


def _check_version(connection: Connection, place: str) -> None:
    text = _version(connection)
    if text is None or not text.isdigit() or int(text) != tables.SCHEMA_VERSION:
        raise ConfigurationError(
            f"{place}: schema version {text} was made by another release of the fleet; "
            f"this one reads version {tables.SCHEMA_VERSION}"
        )
