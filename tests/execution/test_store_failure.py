"""While the store does not write, nothing new is taken, nothing is promised, nothing is lost."""

from __future__ import annotations

import pytest

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import StoreError, WorkError
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.request import PauseFleet, ResumeFleet, SubmitOrder
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic
from tests.execution.teleport_vehicles import TeleportWorld


class FullStore(MemoryStore):
    """A medium that can be full."""

    full = False

    def commit(self, changes: Changes) -> None:
        if self.full:
            raise StoreError("database fleet.sqlite3: the disk is full; free some space")
        super().commit(changes)


def begin() -> tuple[TeleportWorld, FullStore, FleetController]:
    facility = plant(2)
    store = FullStore(keeps_traffic=True)
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), store
    )
    world = TeleportWorld(facility)
    world.run(controller, 2)
    return world, store, controller


def test_orders_are_refused_with_the_reason_and_taken_again_later() -> None:
    world, store, controller = begin()
    store.full = True
    with pytest.raises(WorkError, match=r"not possible now: .*disk is full"):
        controller.do(SubmitOrder(transport("O1")), "anna", world.now_s).checked()
    assert controller.snapshot(world.now_s).orders == ()
    store.full = False
    controller.do(SubmitOrder(transport("O1")), "anna", world.now_s).checked()
    world.run(controller, 40)
    assert controller.order("O1").state is OrderState.DONE


def test_no_route_is_handed_out_that_the_store_does_not_know() -> None:
    world, store, controller = begin()
    controller.do(SubmitOrder(transport("O1")), "anna", world.now_s).checked()
    store.full = True
    for _ in range(10):
        assert world.step(controller) == []
    codes = [message.reason.code for message in controller.snapshot(world.now_s).messages]
    assert codes.count("store_failed") == 1
    store.full = False
    world.run(controller, 40)
    assert controller.order("O1").state is OrderState.DONE
    codes = [message.reason.code for message in controller.snapshot(world.now_s).messages]
    assert codes.count("store_back") == 1


def test_what_was_accepted_survives_a_crash_while_the_disk_is_full() -> None:
    world, store, controller = begin()
    controller.do(SubmitOrder(transport("O1")), "anna", world.now_s).checked()
    while not controller.order("O1").loaded:
        world.step(controller)
    store.full = True
    world.run(controller, 10)
    store.full = False
    facility = world.facility
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), store
    )
    world.run(controller, 40)
    assert controller.order("O1").state is OrderState.DONE
    assert world.done(StopAction.PICK) == [("load-O1", "A")]
    assert world.done(StopAction.DROP) == [("load-O1", "B")]


def test_pausing_works_while_the_store_does_not() -> None:
    world, store, controller = begin()
    controller.do(SubmitOrder(transport("O1")), "anna", world.now_s).checked()
    world.run(controller, 2)
    store.full = True
    controller.do(PauseFleet(), "anna", world.now_s).checked()
    routes = world.step(controller)
    assert routes
    assert all(route.hold for route in routes)
    with pytest.raises(WorkError, match="not possible now"):
        controller.do(ResumeFleet(), "anna", world.now_s).checked()
