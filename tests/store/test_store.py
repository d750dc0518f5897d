"""The store gives back what it was given: in memory, on SQLite, and on PostgreSQL where there is
one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import (
    OrderState,
    Origin,
    Stop,
    StopAction,
    Transition,
    TransportOrder,
)
from fleet_core.model.reasons import fleet, general, orders, vehicles
from fleet_core.model.status import FleetMessage, Severity
from fleet_core.store import documents
from fleet_core.store.documents import order_from_json, order_to_json
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes, OrderStore
from fleet_core.store.records import LayoutInUse, LoadUnit
from fleet_core.store.sql_store import SqlStore
from tests.store.postgres_server import PostgresServer, postgres_here

Reopen = Callable[[], OrderStore]

ORDER = TransportOrder(
    "O1",
    (Stop("A", StopAction.PICK), Stop("B", StopAction.DROP), Stop("C", StopAction.WAIT, 3.5)),
    load_unit_id="L1",
    load_type="pallet",
    priority=7,
    release_time_s=12.5,
    deadline_s=900.25,
    required_capability="lift",
    depends_on=("O0",),
    origin=Origin.WMS,
    author="größe 叉车",
    created_at_s=1.0,
    state=OrderState.UNDER_WAY,
    vehicle_id="v1",
    next_stop=1,
    loaded=True,
    reason=vehicles.vehicle_broken("v1", general.said("why")),
)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    if not postgres_here():
        pytest.skip("no PostgreSQL server binaries here")
    server = PostgresServer(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reopen]:
    """Closes the store that is open and opens it again; memory just stays."""
    url = ""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").new_database()
    memory, opened = MemoryStore(keeps_traffic=True), []

    def open_again() -> OrderStore:
        while opened:
            opened.pop().close()
        if request.param == "memory":
            opened.append(memory)
        elif url:
            opened.append(SqlStore.at_url(url))
        else:
            opened.append(SqlStore.in_folder(tmp_path / "data"))
        return opened[-1]

    try:
        yield open_again
    finally:
        while opened:
            opened.pop().close()


def test_what_was_committed_is_there_after_opening_again(reopen: Reopen) -> None:
    mission = Mission("M1", "v1", MissionKind.ORDER, order_id="O1", node_ids=("n1",), since_s=2.0)
    ended = TransportOrder("O0", ORDER.stops, state=OrderState.DONE, ended_at_s=5.0)
    life = [
        Transition("O1", 0, None, OrderState.ACCEPTED, 1.0, orders.submitted("anna"), "anna"),
        Transition(
            "O1", 1, OrderState.ACCEPTED, OrderState.QUEUED, 2.0, orders.released(), "fleet"
        ),
    ]
    reopen().commit(
        Changes(
            orders={"O1": ORDER, "O0": ended},
            transitions=life,
            messages=[
                FleetMessage(1, 3.0, Severity.WARNING, fleet.fleet_pause("anna"), "v1", "O1", "A")
            ],
            loads={"L1": LoadUnit("L1", "pallet", vehicle_id="v1"), "L0": LoadUnit("L0", "", "A")},
            missions={"v1": mission},
            settings={"paused": {"v2": "anna"}, "count": 3},
            traffic={"plans": [1, 2, {"a": None}]},
            layout=LayoutInUse("hall", "abc", "hall.lif.json"),
        )
    )
    store = reopen()
    state = store.load()
    assert state.orders == (ORDER,)
    assert state.ended_orders == (ended,)
    assert state.sequences == {"O1": 2}
    assert LoadUnit("L1", "pallet", vehicle_id="v1") in state.loads
    assert state.missions == (mission,)
    assert state.settings == {"paused": {"v2": "anna"}, "count": 3}
    assert state.traffic == {"plans": [1, 2, {"a": None}]}
    assert state.layout == LayoutInUse("hall", "abc", "hall.lif.json")
    assert state.last_message_id == 1
    assert store.transitions("O1") == tuple(life)
    assert store.order("O0") == ended
    assert store.order("O9") is None
    assert [message.reason for message in store.messages()] == [fleet.fleet_pause("anna")]


def test_later_values_replace_earlier_ones_and_missions_end(reopen: Reopen) -> None:
    mission = Mission("M1", "v1", MissionKind.PARK, "P1")
    store = reopen()
    store.commit(Changes(orders={"O1": ORDER}, missions={"v1": mission}, traffic={"a": 1}))
    done = TransportOrder("O1", ORDER.stops, state=OrderState.DONE, ended_at_s=9.0)
    store.commit(Changes(orders={"O1": done}, missions={"v1": None}, traffic={}))
    state = reopen().load()
    assert state.orders == ()
    assert state.ended_orders == (done,)
    assert state.missions == ()
    assert state.traffic == {}


def test_only_the_latest_ended_orders_come_back_oldest_first(reopen: Reopen) -> None:
    orders = {
        f"O{index}": TransportOrder(
            f"O{index}", ORDER.stops, state=OrderState.DONE, ended_at_s=float(index)
        )
        for index in range(6)
    }
    reopen().commit(Changes(orders=orders))
    assert [order.id for order in reopen().load(3).ended_orders] == ["O3", "O4", "O5"]


def test_a_second_fleet_on_the_same_postgres_database_is_refused(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    first = SqlStore.at_url(url)
    with pytest.raises(ConfigurationError, match="in use"):
        SqlStore.at_url(url)
    first.close()
    SqlStore.at_url(url).close()


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
TIME = st.floats(allow_nan=False, allow_infinity=False)
STOPS = st.builds(Stop, TEXT, st.sampled_from(StopAction), TIME, TEXT)
ORDERS = st.builds(
    TransportOrder,
    TEXT,
    st.lists(STOPS, max_size=4).map(tuple),
    TEXT,
    TEXT,
    st.integers(-100, 100),
    TIME,
    st.none() | TIME,
    TEXT,
    TEXT,
    TEXT,
    st.integers(0, 99),
    st.lists(TEXT, max_size=3).map(tuple),
    st.sampled_from(Origin),
    TEXT,
    TIME,
    st.sampled_from(OrderState),
    TEXT,
    st.integers(0, 5),
    st.booleans(),
    st.none() | TIME,
    st.none() | st.builds(general.said, TEXT),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(ORDERS)
def test_any_order_survives_the_way_to_json_and_back(order: TransportOrder) -> None:
    assert order_from_json(order_to_json(order)) == order


def test_a_server_that_was_away_is_met_again(postgres: PostgresServer) -> None:
    store = SqlStore.at_url(postgres.new_database())
    try:
        store.commit(Changes(orders={"O1": ORDER}))
        postgres.restart()
        with pytest.raises(StoreError):
            store.commit(Changes(settings={"a": 1}))
        store.commit(Changes(settings={"a": 2}))
        assert store.load().settings == {"a": 2}
    finally:
        store.close()


def test_what_an_older_release_kept_in_english_is_shown_as_it_stands() -> None:
    kept = json.loads(documents.order_to_json(replace(ORDER, reason=None)))
    order = documents.order_from_json(json.dumps({**kept, "reason": "v1 has broken down"}))
    assert str(order.reason) == "v1 has broken down"
    assert documents.order_from_json(json.dumps({**kept, "reason": ""})).reason is None
    message = documents.reason_from_text("The store writes again.", "store_back")
    assert (message.code, str(message)) == ("store_back", "The store writes again.")
    assert str(documents.reason_from_text("released")) == "released"
