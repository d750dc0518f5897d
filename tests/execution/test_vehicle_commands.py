"""Vehicles that people pause and send."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.request import (
    PauseFleet,
    PauseVehicle,
    ResumeFleet,
    ResumeVehicle,
    SendToCharge,
    SendToPark,
    SendVehicle,
)
from fleet_core.model.vehicle import Activity
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport


def test_a_paused_vehicle_is_told_to_hold_and_goes_on_when_let_go() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.do(PauseVehicle("v1"), ANNA, shift.now_s).checked()
    shift.run(10)
    assert shift.status("v1").activity is Activity.PAUSED
    assert ANNA in str(shift.status("v1").reason)
    assert shift.world.vehicles["v1"].routes[-1].hold
    shift.controller.do(ResumeVehicle("v1"), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)


def test_a_paused_fleet_stands_still_through_a_restart_until_it_is_let_go() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.controller.do(PauseFleet(), ANNA, shift.now_s).checked()
    shift.run(5)
    shift.new_controller()
    shift.run(5)
    assert shift.controller.snapshot(shift.now_s).fleet_paused
    assert shift.world.done(StopAction.PICK) == []
    shift.controller.do(ResumeFleet(), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)


def test_sending_a_vehicle_says_why_it_cannot_be() -> None:
    shift = Shift()
    with pytest.raises(InputError, match="not known"):
        shift.controller.do(SendToCharge("v9"), ANNA, shift.now_s).checked()
    with pytest.raises(InputError, match="NOWHERE"):
        shift.controller.do(SendVehicle("v1", "NOWHERE"), ANNA, shift.now_s).checked()
    with pytest.raises(InputError, match="no way"):
        shift.controller.do(SendVehicle("v1", "ISLAND"), ANNA, shift.now_s).checked()
    with pytest.raises(InputError, match="taken"):
        shift.controller.do(SendVehicle("v1", "P2"), ANNA, shift.now_s).checked()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    with pytest.raises(InputError, match="O1"):
        shift.controller.do(SendToPark(shift.carrier("O1").id), ANNA, shift.now_s).checked()


def test_a_sent_vehicle_goes_there_and_stays_a_while() -> None:
    shift = Shift()
    shift.controller.do(SendVehicle("v1", "E"), ANNA, shift.now_s).checked()
    shift.run(20)
    assert shift.world.vehicles["v1"].pose == shift.world.pose_at("nE")
    assert ANNA in str(shift.status("v1").reason)
    shift.run(400)
    assert shift.world.vehicles["v1"].pose != shift.world.pose_at("nE")
