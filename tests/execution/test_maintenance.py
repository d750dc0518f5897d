"""Vehicles that persons take out of service and bring back."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.request import (
    AssignOrder,
    ListCandidates,
    ReturnToService,
    TakeOutOfService,
)
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport


def take_out(shift: Shift, vehicle_id: str) -> None:
    shift.controller.do(TakeOutOfService(vehicle_id), ANNA, shift.now_s).checked()


def bring_back(shift: Shift, vehicle_id: str) -> None:
    shift.controller.do(ReturnToService(vehicle_id), ANNA, shift.now_s).checked()


def test_an_order_that_is_not_begun_goes_to_another() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    first = shift.carrier("O1").id
    take_out(shift, first)
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id != first
    assert shift.status(first).maintenance
    assert str(shift.status(first).reason) == "is out of service for maintenance by anna"


def test_a_load_on_board_is_delivered_first() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    first = shift.carrier("O1").id
    take_out(shift, first)
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]
    assert shift.controller.order("O1").vehicle_id == first


def test_it_takes_no_order_until_it_is_back_also_after_a_restart() -> None:
    shift = Shift(vehicles=1)
    take_out(shift, "v1")
    shift.submit(transport("O1", intended_vehicle="v1"))
    shift.new_controller()
    shift.run(30)
    assert shift.state("O1") is OrderState.QUEUED
    said = "waits for v1, which is out of service for maintenance by anna"
    assert str(shift.controller.order("O1").reason) == said
    bring_back(shift, "v1")
    shift.run_until("O1", OrderState.DONE)
    assert not shift.status("v1").maintenance


def test_who_is_out_of_service_is_no_candidate_and_given_nothing() -> None:
    shift = Shift()
    take_out(shift, "v1")
    answer = shift.controller.do(ListCandidates(transport("C")), ANNA, shift.now_s)
    found = {each.vehicle_id: each for each in answer.candidates}
    assert not found["v1"].possible
    assert "maintenance" in str(found["v1"].reason)
    shift.submit(transport("O1"))
    with pytest.raises(InputError, match="out of service"):
        shift.controller.do(AssignOrder("O1", "v1"), ANNA, shift.now_s).checked()


def test_an_empty_battery_sends_nobody_away_from_its_maintenance() -> None:
    shift = Shift(vehicles=1)
    take_out(shift, "v1")
    shift.world.vehicles["v1"].soc = 0.2
    before = shift.world.vehicles["v1"].pose
    shift.run(30)
    assert shift.world.vehicles["v1"].pose == before


def test_what_makes_no_sense_is_refused() -> None:
    shift = Shift()
    with pytest.raises(InputError, match="v9"):
        take_out(shift, "v9")
    with pytest.raises(InputError, match="not out of service"):
        bring_back(shift, "v1")
    take_out(shift, "v1")
    with pytest.raises(InputError, match="already, by anna"):
        take_out(shift, "v1")


def test_one_that_is_not_heard_can_be_taken_out_and_brought_back() -> None:
    shift = Shift()
    shift.new_controller()  # nobody has reported to it yet
    take_out(shift, "v2")
    shift.run(2)
    assert shift.status("v2").maintenance
    bring_back(shift, "v2")
    assert not shift.status("v2").maintenance
