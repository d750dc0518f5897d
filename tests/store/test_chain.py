"""Whatever is done to a stored life of an order behind the fleet's back is found and named."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from fleet_core.app.audit import verified
from fleet_core.model.order import OrderState, Stop, StopAction, Transition, TransportOrder
from fleet_core.model.reasons import orders
from fleet_core.store.folder import DATABASE_NAME
from fleet_core.store.protocol import Changes
from fleet_core.store.sql_store import SqlStore
from tests.store.postgres_server import PostgresServer, postgres_here

STOPS = (Stop("A", StopAction.PICK), Stop("B", StopAction.DROP))


def life(order_id: str, begun_s: float) -> Changes:
    """Accepted, queued and done."""
    order = TransportOrder(
        order_id, STOPS, state=OrderState.DONE, created_at_s=begun_s, ended_at_s=begun_s + 2.0
    )
    states = [None, OrderState.ACCEPTED, OrderState.QUEUED, OrderState.DONE]
    steps = [
        Transition(order_id, k, states[k], after, begun_s + k, orders.released(), "anna")
        for k, after in enumerate(states[1:])
        if after is not None
    ]
    return Changes(orders={order_id: order}, transitions=steps)


def three_lives(folder: Path) -> None:
    with closing(SqlStore.in_folder(folder)) as store:
        for number in range(3):
            store.commit(life(f"T-{number}", 10.0 * number))


def by_hand(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / DATABASE_NAME)) as base, base:
        base.execute(statement)


def test_what_nobody_touched_is_whole_also_while_a_fleet_holds_it(tmp_path: Path) -> None:
    three_lives(tmp_path)
    with closing(SqlStore.in_folder(tmp_path)):
        report = verified(tmp_path)
    assert (report.broken, report.transitions) == ("", 9)


TOUCHES = {
    "UPDATE transitions SET author = 'ben' WHERE order_id = 'T-1' AND sequence = 1": (
        "transition 1 of order T-1 (number 5) was changed"
    ),
    "UPDATE transitions SET time_s = 10.000001 WHERE order_id = 'T-1' AND sequence = 0": (
        "transition 0 of order T-1 (number 4) was changed"
    ),
    "DELETE FROM transitions WHERE order_id = 'T-2' AND sequence = 2": (
        "transition 2 of order T-2 (number 9) was removed"
    ),
    "DELETE FROM chain WHERE number = 5": (
        "before transition 2 of order T-1 (number 6) some were removed"
    ),
    "INSERT INTO transitions SELECT 'T-9', sequence, from_state, to_state, time_s, cause, author"
    " FROM transitions WHERE order_id = 'T-0' AND sequence = 0": (
        "transition 0 of order T-9 was put in"
    ),
}


@pytest.mark.parametrize("statement", TOUCHES)
def test_the_first_that_was_touched_is_named(tmp_path: Path, statement: str) -> None:
    three_lives(tmp_path)
    by_hand(tmp_path, statement)
    assert verified(tmp_path).broken == TOUCHES[statement]


def test_a_chain_that_was_cut_off_is_found_by_a_head_that_was_noted(tmp_path: Path) -> None:
    three_lives(tmp_path)
    head = verified(tmp_path).head
    by_hand(tmp_path, "DELETE FROM transitions WHERE order_id = 'T-2'")
    by_hand(tmp_path, "DELETE FROM chain WHERE order_id = 'T-2'")
    assert not verified(tmp_path).broken
    assert "the head that was noted is not in the chain" in verified(tmp_path, head=head).broken


def test_a_commit_that_is_made_twice_is_one(tmp_path: Path) -> None:
    with closing(SqlStore.in_folder(tmp_path)) as store:
        store.commit(life("T-1", 0.0))
        again = life("T-1", 0.0)
        again.transitions.append(replace(again.transitions[-1], sequence=3, time_s=5.0))
        store.commit(again)
        assert [each.sequence for each in store.transitions("T-1")] == [0, 1, 2, 3]
    assert verified(tmp_path).transitions == 4


def test_what_is_old_is_forgotten_and_the_rest_stays_whole(tmp_path: Path) -> None:
    with closing(SqlStore.in_folder(tmp_path)) as store:
        for number in range(4):
            store.commit(life(f"T-{number}", 10.0 * number))
        assert store.forget_before(21.0) == 2
        assert store.order("T-1") is None
        assert store.transitions("T-1") == ()
        assert store.order("T-2") is not None
    report = verified(tmp_path)
    assert (report.broken, report.transitions, report.began_s) == ("", 6, 20.0)
    with closing(SqlStore.in_folder(tmp_path)) as store:
        assert store.forget_before(1000.0) == 2
        store.commit(life("T-9", 50.0))
    assert (verified(tmp_path).broken, verified(tmp_path).transitions) == ("", 3)


def test_an_order_that_has_not_ended_holds_on_to_all_after_it(tmp_path: Path) -> None:
    with closing(SqlStore.in_folder(tmp_path)) as store:
        store.commit(life("T-0", 0.0))
        open_one = life("T-1", 10.0)
        open_one.orders["T-1"] = replace(open_one.orders["T-1"], state=OrderState.QUEUED)
        store.commit(open_one)
        store.commit(life("T-2", 20.0))
        assert store.forget_before(1000.0) == 1
        assert store.order("T-2") is not None
    assert (verified(tmp_path).broken, verified(tmp_path).transitions) == ("", 6)


@pytest.mark.skipif(not postgres_here(), reason="no PostgreSQL on this machine")
def test_a_server_keeps_and_forgets_as_a_file_does(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path)
    try:
        url = server.new_database()
        with closing(SqlStore.at_url(url)) as store:
            for number in range(3):
                store.commit(life(f"T-{number}", 10.0 * number))
            assert (verified(None, url).broken, verified(None, url).transitions) == ("", 9)
            assert store.forget_before(11.0) == 1
        assert (verified(None, url).broken, verified(None, url).transitions) == ("", 6)
        with psycopg.connect(url) as connection:
            connection.execute("UPDATE transitions SET author = 'ben' WHERE order_id = 'T-2'")
        assert verified(None, url).broken == "transition 0 of order T-2 (number 7) was changed"
    finally:
        server.stop()


def test_transitions_of_an_older_release_are_taken_into_the_chain(tmp_path: Path) -> None:
    three_lives(tmp_path)
    for statement in ("DROP TABLE chain", "UPDATE fleet_about SET value = '1'"):
        by_hand(tmp_path, statement)
    with closing(SqlStore.in_folder(tmp_path)) as store:
        store.commit(life("T-3", 40.0))
    assert (verified(tmp_path).broken, verified(tmp_path).transitions) == ("", 12)


def audit(*words: str) -> subprocess.CompletedProcess[str]:
    """The command, as a program of its own."""
    code = "from fleet_core.app.commands.audit import app; app(prog_name='fleet audit')"
    command = [sys.executable, "-c", code, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_command_names_it_too(tmp_path: Path) -> None:
    three_lives(tmp_path)
    whole = audit("verify", "--data", str(tmp_path))
    assert whole.returncode == 0
    assert whole.stdout.startswith("9 transitions are as they were stored; head ")
