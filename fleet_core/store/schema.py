"""Makes the tables in an empty database; refuses one that is not ours or is newer than we are."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select

from fleet_core.model.errors import ConfigurationError
from fleet_core.store import tables


def prepare(connection: Connection, place: str) -> None:
    """Create or check the schema. ``place`` names the database in errors."""
    present = set(inspect(connection).get_table_names())
    if tables.about.name in present:
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
        tables.about.insert().values(name="schema_version", value=str(tables.SCHEMA_VERSION))
    )


def _check_version(connection: Connection, place: str) -> None:
    query = select(tables.about.c.value).where(tables.about.c.name == "schema_version")
    text = connection.execute(query).scalar_one_or_none()
    if text is None or not text.isdigit() or int(text) != tables.SCHEMA_VERSION:
        raise ConfigurationError(
            f"{place}: schema version {text} was made by another release of the fleet; "
            f"this one reads version {tables.SCHEMA_VERSION}"
        )
