"""Closing ways and asking why somebody waits, through the controller with the plant and a store."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest

from fleet_core.execution.controller import FleetController
from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError, InputError
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.request import CloseWay, OpenWay, SubmitOrder
from fleet_core.model.scenario import Scenario
from fleet_core.model.wording import sentence
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.store.documents import to_json
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes
from fleet_core.traffic.fleet_traffic import FleetTraffic
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.traffic.test_closures import PLANT

ROADMAP = build_roadmap(PLANT)
SPILL = Closure("", "oil on the floor", edge_ids=frozenset({"n1-n2"}))
BOTH = Closure("", "inventory", edge_ids=frozenset({"n1-n2", "s1-s2"}))


class JsonStore(MemoryStore):
    """Keeps the traffic plan as a database would: as JSON."""

    def commit(self, changes: Changes) -> None:
        if changes.traffic is not None:
            changes.traffic = json.loads(to_json(changes.traffic))
        super().commit(changes)


class Shop:
    """A plant of two carts with its controller; time goes on with `run`."""

    def __init__(self) -> None:
        self.store = JsonStore(keeps_traffic=True)
        self.plant = Plant(PLANT, Scenario("none", ()), np.random.default_rng(1))
        self.controller = self.new_controller()

    def new_controller(self) -> FleetController:
        travel = RoadmapTravelTimes(ROADMAP)
        traffic = FleetTraffic(ROADMAP, travel)
        return FleetController(
            PLANT, traffic, travel, self.store, open_travel=RoadmapTravelTimes(ROADMAP)
        )

    def run(self, seconds: float) -> None:
        end_s = self.plant.now_s + seconds
        while self.plant.now_s < end_s:
            for report in self.plant.reports(self.plant.now_s):
                self.controller.report(report)
            for route in self.controller.step(self.plant.now_s):
                self.plant.apply(route)
            self.plant.step(0.5)

    def order(self, source: str, target: str) -> str:
        stops = (Stop(f"place_{source}", StopAction.PICK), Stop(f"place_{target}", StopAction.DROP))
        order = TransportOrder(f"{source}{target}", stops)
        return self.controller.do(SubmitOrder(order), "test", self.plant.now_s).checked().order.id

    def close(self, closure: Closure) -> Closure:
        return self.controller.do(CloseWay(closure), "ann", self.plant.now_s).checked().closure


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop()
    shop.run(3.0)
    yield shop


def test_a_closure_gets_an_id_is_shown_and_told_of(shop: Shop) -> None:
    closed = shop.close(SPILL)
    snapshot = shop.controller.snapshot(shop.plant.now_s)
    assert snapshot.closures == (closed,)
    assert (closed.id, closed.author) == ("closure-1", "ann")
    assert "n1-n2 is closed by ann: oil on the floor." in sentence(snapshot.messages[-1].reason)
    shop.controller.do(OpenWay("closure-1"), "bob", shop.plant.now_s).checked()
    snapshot = shop.controller.snapshot(shop.plant.now_s)
    assert snapshot.closures == ()
    assert sentence(snapshot.messages[-1].reason) == "n1-n2 is open again, by bob."


def test_orders_behind_a_closure_wait_say_so_and_are_done_when_it_ends(shop: Shop) -> None:
    shop.close(Closure("", "inventory", BOTH.edge_ids, until_s=shop.plant.now_s + 40.0))
    order_id = shop.order("q", "u")
    shop.run(20.0)
    assert sentence(shop.controller.order(order_id).reason) == (
        "Waits: no free vehicle has an open way to place_q."
    )
    shop.run(200.0)
    assert shop.controller.order(order_id).state == "done"
    texts = [
        sentence(message.reason) for message in shop.controller.snapshot(shop.plant.now_s).messages
    ]
    assert "n1-n2, s1-s2 is open again: its time is up." in texts


def test_who_has_its_load_and_meets_a_closure_waits_says_why_and_goes_on(shop: Shop) -> None:
    order_id = shop.order("p", "q")
    shop.run(12.0)
    shop.close(BOTH)
    shop.run(40.0)
    order = shop.controller.order(order_id)
    assert order.vehicle_id
    chain = shop.controller.explain(order.vehicle_id, shop.plant.now_s)
    assert chain[0].waits
    assert "no open way leads to place_q: closed are n1-n2, s1-s2 (inventory)" in str(
        chain[0].reason
    )
    assert chain[0].since_s is not None
    shop.controller.do(OpenWay("closure-1"), "ann", shop.plant.now_s).checked()
    shop.run(120.0)
    assert shop.controller.order(order_id).state == "done"


def test_a_restarted_controller_knows_what_is_closed(shop: Shop) -> None:
    closed = shop.close(SPILL)
    shop.controller = shop.new_controller()
    shop.run(1.0)
    assert shop.controller.snapshot(shop.plant.now_s).closures == (closed,)


@pytest.mark.parametrize(
    ("closure", "message"),
    [
        (Closure("", " ", frozenset({"n1-n2"})), "needs a reason"),
        (
            Closure("", "late", frozenset({"n1-n2"}), until_s=1.0),
            "would end at 00:00:01, and it is 00:00:03",
        ),
        (Closure("", "x", frozenset({"n9"})), "edge n9 is not in layout"),
    ],
)
def test_a_closure_that_makes_no_sense_is_refused(
    shop: Shop, closure: Closure, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        shop.close(closure)
    with pytest.raises(CommandError, match="vehicle ghost is not known"):
        shop.controller.explain("ghost", shop.plant.now_s)
