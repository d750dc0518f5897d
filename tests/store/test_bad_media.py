"""Data folders and databases that cannot be used: one clear line each, and nothing is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.store.folder import DATABASE_NAME
from fleet_core.store.medium import url_engine
from fleet_core.store.protocol import Changes
from fleet_core.store.sql_store import SqlStore


def order(order_id: str) -> TransportOrder:
    return TransportOrder(order_id, (Stop("A", StopAction.PICK), Stop("B", StopAction.DROP)))


def test_a_second_instance_on_the_same_folder_names_the_first(tmp_path: Path) -> None:
    first = SqlStore.in_folder(tmp_path)
    with pytest.raises(ConfigurationError, match=f"in use by process {os.getpid()}"):
        SqlStore.in_folder(tmp_path)
    first.close()
    SqlStore.in_folder(tmp_path).close()


def test_a_killed_process_leaves_the_folder_free(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path;"
        "from fleet_core.store.sql_store import SqlStore;"
        "SqlStore.in_folder(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, timeout=60)
    assert ended.returncode == -9
    SqlStore.in_folder(tmp_path).close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / DATABASE_NAME
    file.write_bytes(b"shopping list " * 500)
    with pytest.raises(ConfigurationError, match="not a database of the fleet"):
        SqlStore.in_folder(tmp_path)
    assert file.read_bytes() == b"shopping list " * 500
    file.unlink()
    SqlStore.in_folder(tmp_path).close()


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE_NAME) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")
    connection.close()
    with pytest.raises(ConfigurationError, match="another program"):
        SqlStore.in_folder(tmp_path)


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    SqlStore.in_folder(tmp_path).close()
    with sqlite3.connect(tmp_path / DATABASE_NAME) as connection:
        connection.execute("UPDATE fleet_about SET value = '99'")
    connection.close()
    with pytest.raises(ConfigurationError, match=r"schema version 99.*reads version 2"):
        SqlStore.in_folder(tmp_path)


@pytest.mark.parametrize("place", ["file", "below_file"])
def test_a_folder_that_cannot_be_one_is_refused(tmp_path: Path, place: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ConfigurationError, match="cannot write there"):
        SqlStore.in_folder(blocked if place == "file" else blocked / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigurationError, match="cannot write there"):
        SqlStore.in_folder(tmp_path)


@pytest.mark.parametrize("url", ["mysql://localhost/x", "no url at all", "sqlite:///x.db"])
def test_other_database_urls_are_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="database URL"):
        url_engine(url)


def test_an_unreachable_server_is_named_without_its_password() -> None:
    with pytest.raises(StoreError) as refusal:
        SqlStore.at_url("postgresql://anna:secret@127.0.0.1:1/fleet?connect_timeout=2")
    assert "127.0.0.1" in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_full_medium_is_an_error_and_keeps_what_was_stored(tmp_path: Path) -> None:
    store = SqlStore.in_folder(tmp_path)
    store.commit(Changes(orders={"O1": order("O1")}))
    fill(store)
    with pytest.raises(StoreError, match="disk is full"):
        store.commit(Changes(traffic={"big": "x" * 4_000_000}))
    assert [entry.id for entry in store.load().orders] == ["O1"]
    free(store)
    store.commit(Changes(orders={"O2": order("O2")}, traffic={"big": "x" * 100_000}))
    store.close()
    again = SqlStore.in_folder(tmp_path)
    assert [entry.id for entry in again.load().orders] == ["O1", "O2"]
    again.close()


def fill(store: SqlStore) -> None:
    """SQLite gives its error of a full disk when the file may grow no further."""
    limit_pages(store, 1)


def free(store: SqlStore) -> None:
    limit_pages(store, 1_000_000_000)


def limit_pages(store: SqlStore, pages: int) -> None:
    with store._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


def test_a_data_folder_is_for_its_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = SqlStore.in_folder(folder)
    store.commit(Changes(orders={"T-1": order("T-1")}))
    rights = {file.name: file.stat().st_mode & 0o777 for file in (folder, *folder.iterdir())}
    store.close()
    assert rights.pop("data") == 0o700
    assert set(rights.values()) == {0o600}, rights


def test_a_database_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    SqlStore.in_folder(tmp_path).close()
    (tmp_path / DATABASE_NAME).chmod(0o644)
    SqlStore.in_folder(tmp_path).close()
    assert (tmp_path / DATABASE_NAME).stat().st_mode & 0o777 == 0o600
