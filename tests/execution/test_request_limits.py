"""What one client may ask for, and what it is told beyond that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.execution.controller import FleetController
from fleet_core.execution.settings import ClientLimits, FleetSettings
from fleet_core.model.errors import InputError, WorkError
from fleet_core.model.order import OrderState
from fleet_core.model.request import CancelOrder, PauseFleet, SubmitOrder
from fleet_core.store.memory_store import MemoryStore
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic


def limited(**limits: float) -> FleetSettings:
    return FleetSettings(limits=ClientLimits(**limits))


def controller_with(settings: FleetSettings) -> FleetController:
    facility = plant(2)
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), MemoryStore(), settings
    )
    controller.step(0.0)
    return controller


def test_a_burst_is_taken_and_more_is_told_when_to_come_again() -> None:
    controller = controller_with(limited(burst=5, requests_per_s=2.0))
    for number in range(5):
        controller.do(SubmitOrder(transport(f"A{number}")), "anna", 0.0).checked()
    sixth = SubmitOrder(transport("A5"))
    with pytest.raises(WorkError, match=r"anna asks for more than 2 .* again in 0\.5 s"):
        controller.do(sixth, "anna", 0.0).checked()
    controller.do(SubmitOrder(transport("B0")), "ben", 0.0).checked()
    controller.do(sixth, "anna", 0.5).checked()


def test_what_was_answered_is_answered_again_and_pauses_are_never_refused() -> None:
    controller = controller_with(limited(burst=1, requests_per_s=0.1))
    first = SubmitOrder(transport("A0"))
    for _ in range(3):
        controller.do(first, "anna", 0.0).checked()
    controller.do(PauseFleet(), "anna", 0.0).checked()


def test_open_orders_are_limited_for_each_and_for_all() -> None:
    controller = controller_with(limited(open_orders=3, open_orders_of_one=2))
    for order_id in ("A0", "A1"):
        controller.do(SubmitOrder(transport(order_id)), "anna", 0.0).checked()
    with pytest.raises(InputError, match="2 orders of anna are open"):
        controller.do(SubmitOrder(transport("A2")), "anna", 0.0).checked()
    controller.do(SubmitOrder(transport("B0")), "ben", 0.0).checked()
    with pytest.raises(InputError, match="3 orders are open"):
        controller.do(SubmitOrder(transport("B1")), "ben", 0.0).checked()
    controller.do(CancelOrder("A0"), "anna", 0.0).checked()
    controller.do(SubmitOrder(transport("A2")), "anna", 0.0).checked()


def test_of_many_orders_those_with_vehicles_and_the_most_urgent_are_shown() -> None:
    controller = controller_with(FleetSettings(orders_shown=4))
    for number in range(9):
        order = replace(transport(f"A{number}"), priority=number)
        controller.do(SubmitOrder(order), "anna", float(number)).checked()
    controller.do(CancelOrder("A8"), "anna", 9.0).checked()
    controller.step(10.0)
    shown = controller.snapshot(10.0)
    assert [each.id for each in shown.orders] == ["A7", "A6", "A5", "A4"]
    assert [each.id for each in controller.orders()] == [f"A{number}" for number in range(9)]
    assert "orders_not_shown" in [each.reason.code for each in shown.messages]
    assert controller.order("A8").state is OrderState.CANCELLED
