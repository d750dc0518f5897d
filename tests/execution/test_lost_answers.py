"""Orders whose commit a real server has made, and whose answer the wire has lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from fleet_core.app.composition import open_store
from fleet_core.execution.controller import FleetController
from fleet_core.model.order import OrderState
from fleet_core.model.request import Outcome, SubmitOrder
from fleet_core.store.protocol import OrderStore
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic
from tests.execution.teleport_vehicles import TeleportWorld
from tests.store.cut_link import CutLink
from tests.store.postgres_server import PostgresServer, postgres_here

pytestmark = pytest.mark.skipif(not postgres_here(), reason="no PostgreSQL on this machine")

ANNA = "anna"


@pytest.fixture
def link(tmp_path: Path) -> Iterator[tuple[CutLink, OrderStore]]:
    server = PostgresServer(tmp_path)
    between = CutLink(server.port)
    url = server.new_database().replace(f":{server.port}/", f":{between.port}/")
    with closing(open_store(tmp_path, url)) as store:
        yield between, store
    between.close()
    server.stop()


def begin(store: OrderStore) -> tuple[TeleportWorld, FleetController]:
    facility = plant(2)
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), store
    )
    world = TeleportWorld(facility)
    world.run(controller, 2)
    return world, controller


@pytest.mark.parametrize("sent_again", [True, False])
def test_an_order_is_done_once_without_a_restart(
    link: tuple[CutLink, OrderStore], sent_again: bool
) -> None:
    between, store = link
    world, controller = begin(store)
    between.lose_answer_to(b"COMMIT", after=b"INSERT INTO orders")
    answer = controller.do(SubmitOrder(transport("O1")), ANNA, world.now_s)
    assert answer.outcome is Outcome.FAILED
    until_s = time.monotonic() + 30.0
    while sent_again and not answer.ok:
        answer = controller.do(SubmitOrder(transport("O1")), ANNA, world.now_s)
        assert time.monotonic() < until_s, answer
    world.run(controller, 60)
    assert controller.order("O1").state is OrderState.DONE
    ends = [each for each in controller.transitions("O1") if each.to_state is OrderState.DONE]
    assert len(ends) == 1


def test_the_same_id_with_other_content_is_refused_with_the_difference(
    link: tuple[CutLink, OrderStore],
) -> None:
    between, store = link
    world, controller = begin(store)
    between.lose_answer_to(b"COMMIT", after=b"INSERT INTO orders")
    controller.do(SubmitOrder(transport("O1")), ANNA, world.now_s)
    other = SubmitOrder(replace(transport("O1"), priority=4))
    until_s = time.monotonic() + 30.0
    while (answer := controller.do(other, ANNA, world.now_s)).outcome is Outcome.FAILED:
        assert time.monotonic() < until_s, answer
    assert answer.outcome is Outcome.REFUSED
    assert "priority is 0, not 4" in str(answer.reason)
