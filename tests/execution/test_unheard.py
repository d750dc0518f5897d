"""Vehicles of the plant that have not reported are shown, each with why."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.request import ListCandidates, PauseVehicle
from fleet_core.store.memory_store import MemoryStore
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport

WHY = "battery_state.percentage is 87, 0 to 1 is allowed"


@pytest.fixture
def shift() -> Shift:
    """Of three vehicles one has never been heard."""
    shift = Shift()
    shift.store = MemoryStore(keeps_traffic=True)  # a plant on its first day
    shift.new_controller()
    shift.world.vehicles["v2"].silent = True
    shift.run(3)
    return shift


def test_it_is_listed_with_what_its_adapter_says(shift: Shift) -> None:
    assert [each.vehicle_id for each in shift.controller.snapshot(shift.now_s).unheard] == ["v2"]
    assert shift.controller.snapshot(shift.now_s).unheard[0].reason is None
    shift.controller.unreported("v2", WHY)
    assert str(shift.controller.snapshot(shift.now_s).unheard[0].reason) == WHY
    shift.world.vehicles["v2"].silent = False
    shift.run(2)
    assert shift.controller.snapshot(shift.now_s).unheard == ()


def test_an_order_for_it_and_a_candidate_say_why(shift: Shift) -> None:
    shift.controller.unreported("v2", WHY)
    shift.submit(transport("O1", intended_vehicle="v2"))
    shift.run(12)
    said = f"waits for v2, which has not reported yet: {WHY}"
    assert str(shift.controller.order("O1").reason) == said
    answer = shift.controller.do(ListCandidates(transport("C")), ANNA, shift.now_s)
    reasons = {each.vehicle_id: str(each.reason) for each in answer.candidates}
    assert reasons["v2"] == f"has not reported yet: {WHY}"
    with pytest.raises(InputError, match="87"):
        shift.controller.do(PauseVehicle("v2"), ANNA, shift.now_s).checked()
