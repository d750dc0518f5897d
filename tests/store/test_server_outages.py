"""A database server that goes, hangs, is cut off, and comes back, as the fleet meets it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fleet_core.app.composition import open_store
from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.store.protocol import Changes, OrderStore
from fleet_core.store.sql_store import SqlStore
from tests.store.cut_link import CutLink
from tests.store.postgres_server import PostgresServer, postgres_here

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not postgres_here(), reason="no PostgreSQL on this machine"),
]

STOPS = (Stop("A", StopAction.PICK), Stop("B", StopAction.DROP))
BACK_WITHIN_S = 30.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    running = PostgresServer(tmp_path_factory.mktemp("outages"))
    yield running
    running.stop()


@pytest.fixture
def link(server: PostgresServer) -> Iterator[CutLink]:
    between = CutLink(server.port)
    yield between
    between.close()


def over(link: CutLink, url: str, server: PostgresServer) -> str:
    """The URL of a database, through the link."""
    return url.replace(f":{server.port}/", f":{link.port}/")


def order(order_id: str) -> Changes:
    return Changes(orders={order_id: TransportOrder(order_id, STOPS)})


def commit_until_taken(store: OrderStore, changes: Changes) -> None:
    """As the journal does: the same again, whole."""
    until_s = time.monotonic() + BACK_WITHIN_S
    while True:
        try:
            store.commit(changes)
            return
        except StoreError:
            assert time.monotonic() < until_s, "it does not come back by itself"
            time.sleep(0.1)


Outage = tuple[Callable[[PostgresServer], None], Callable[[PostgresServer], None]]
OUTAGES: dict[str, Outage] = {
    "stopped": (PostgresServer.halt, PostgresServer.start),
    "crashed": (lambda server: server.halt("immediate"), PostgresServer.start),
    "killed": (PostgresServer.kill, PostgresServer.start),
    "hanging": (PostgresServer.freeze, PostgresServer.thaw),
}


@pytest.mark.parametrize("outage", OUTAGES)
def test_what_was_not_taken_is_taken_when_the_server_is_back(
    tmp_path: Path, server: PostgresServer, outage: str
) -> None:
    go, come_back = OUTAGES[outage]
    with closing(open_store(tmp_path, server.new_database())) as store:
        store.commit(order("O1"))
        go(server)
        for _ in range(3):
            with pytest.raises(StoreError):
                store.commit(order("O2"))
            with pytest.raises(StoreError):
                store.order("O1")
        come_back(server)
        commit_until_taken(store, order("O2"))
        assert [each.id for each in store.load().orders] == ["O1", "O2"]


@pytest.mark.parametrize("fault", ["silent", "down"])
def test_a_link_that_is_cut_is_survived(
    tmp_path: Path, server: PostgresServer, link: CutLink, fault: str
) -> None:
    with closing(open_store(tmp_path, over(link, server.new_database(), server))) as store:
        store.commit(order("O1"))
        link.silent() if fault == "silent" else link.down()
        with pytest.raises(StoreError):
            store.commit(order("O2"))
        link.up()
        commit_until_taken(store, order("O2"))
        assert [each.id for each in store.load().orders] == ["O1", "O2"]


def test_a_server_that_hangs_is_not_waited_for_each_time(
    tmp_path: Path, server: PostgresServer
) -> None:
    with closing(open_store(tmp_path, server.new_database())) as store:
        server.freeze()
        begun_s = time.monotonic()
        for number in range(1000):
            with pytest.raises(StoreError, match="does not answer in time"):
                store.commit(order(f"O{number}"))
        waited_s = time.monotonic() - begun_s
        server.thaw()
    assert waited_s < 100.0, "each of them was waited for"


def test_a_commit_whose_answer_is_lost_is_done_and_done_again_without_harm(
    tmp_path: Path, server: PostgresServer, link: CutLink
) -> None:
    with closing(open_store(tmp_path, over(link, server.new_database(), server))) as store:
        store.commit(order("O1"))
        link.lose_answer_to(b"COMMIT", after=b"INSERT INTO orders")
        with pytest.raises(StoreError):
            store.commit(order("O2"))
        commit_until_taken(store, order("O2"))
        assert [each.id for each in store.load().orders] == ["O1", "O2"]


def test_who_was_cut_off_does_not_overwrite_what_another_fleet_has_stored_since(
    tmp_path: Path, server: PostgresServer, link: CutLink
) -> None:
    direct = server.new_database()
    with closing(open_store(tmp_path, over(link, direct, server))) as cut_off:
        cut_off.commit(order("O1"))
        link.down()
        with pytest.raises(StoreError):
            cut_off.commit(order("O2"))
        with closing(_opened(direct)) as other:
            other.commit(order("O3"))
        link.up()
        until_s = time.monotonic() + BACK_WITHIN_S
        while True:
            with pytest.raises(StoreError) as refusal:
                cut_off.commit(order("O2"))
            if "was opened by another fleet controller since" in str(refusal.value):
                break
            assert time.monotonic() < until_s, refusal.value
            time.sleep(0.2)
    with closing(_opened(direct)) as after:
        assert [each.id for each in after.load().orders] == ["O1", "O3"]


def _opened(url: str) -> SqlStore:
    """As soon as the server has missed who had the database before."""
    until_s = time.monotonic() + BACK_WITHIN_S
    while True:
        try:
            return SqlStore.at_url(url)
        except ConfigurationError:
            assert time.monotonic() < until_s
            time.sleep(0.2)


def test_a_server_that_is_not_there_is_no_wrong_input_but_a_wrong_name_is(
    server: PostgresServer,
) -> None:
    url = server.new_database()
    with pytest.raises(ConfigurationError, match="does not exist"):
        SqlStore.at_url(f"{url}_of_nobody")
    server.halt()
    with pytest.raises(StoreError, match=r"[Cc]onnection refused"):
        SqlStore.at_url(url)
    server.start()
    SqlStore.at_url(url).close()
