"""Starting again on a layout that has changed in the meantime."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.execution.controller import FleetController
from fleet_core.model.facility import Facility
from fleet_core.model.order import OrderState
from fleet_core.model.request import CancelOrder, SubmitOrder
from fleet_core.store.memory_store import MemoryStore
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic
from tests.execution.teleport_vehicles import TeleportWorld


def controller_on(facility: Facility, store: MemoryStore) -> FleetController:
    return FleetController(facility, TeleportTraffic(facility), TeleportTravel(facility), store)


def without_station(facility: Facility, name: str) -> Facility:
    stations = {key: value for key, value in facility.layout.stations.items() if key != name}
    uses = {key: value for key, value in facility.uses.items() if key != name}
    return replace(facility, layout=replace(facility.layout, stations=stations), uses=uses)


def test_orders_to_a_station_that_is_gone_wait_for_a_person() -> None:
    facility, store = plant(2), MemoryStore(keeps_traffic=True)
    world = TeleportWorld(facility)
    before = controller_on(facility, store)
    before.do(SubmitOrder(transport("O1", "A", "E")), "anna", 0.0).checked()
    before.do(SubmitOrder(transport("O2", "A", "B")), "anna", 0.0).checked()
    world.run(before, 3)
    after = controller_on(without_station(facility, "E"), store)
    world.run(after, 60)
    assert after.order("O1").state is OrderState.SUSPENDED
    assert "station E is not in layout" in str(after.order("O1").reason)
    assert after.order("O2").state is OrderState.DONE
    assert "layout_changed" in [entry.reason.code for entry in after.snapshot(world.now_s).messages]


def test_a_load_on_its_way_to_a_station_that_is_gone_can_be_set_down_elsewhere() -> None:
    facility, store = plant(1), MemoryStore(keeps_traffic=True)
    world = TeleportWorld(facility)
    before = controller_on(facility, store)
    before.do(SubmitOrder(transport("O1", "A", "E")), "anna", 0.0).checked()
    while not before.order("O1").loaded:
        world.step(before)
    after = controller_on(without_station(facility, "E"), store)
    world.run(after, 5)
    assert after.order("O1").state is OrderState.SUSPENDED
    after.do(CancelOrder("O1", "no such station"), "anna", world.now_s).checked()
    world.run(after, 60)
    assert after.order("O1-recovery1").state is OrderState.DONE


def test_the_same_layout_is_known_again_without_a_word() -> None:
    facility, store = plant(1), MemoryStore(keeps_traffic=True)
    world = TeleportWorld(facility)
    world.run(controller_on(facility, store), 2)
    again = controller_on(facility, store)
    world.run(again, 2)
    layout = store.load().layout
    assert layout is not None
    assert layout.name == facility.name
    assert "layout_changed" not in [entry.reason.code for entry in again.snapshot(0.0).messages]
