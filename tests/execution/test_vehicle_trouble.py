"""Vehicles that fail, break down, fall silent or are moved by hand."""

from __future__ import annotations

from fleet_core.model.geometry import Pose
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.request import ResumeOrder
from fleet_core.model.vehicle import Activity, ErrorLevel, OperatingMode, VehicleError
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport


def test_a_failed_pick_fails_the_order_and_frees_the_vehicle() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].fail_next = "no pallet there"
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.FAILED)
    assert "no pallet there" in str(shift.controller.order("O1").reason)
    shift.submit(transport("O2", "C", "D"))
    shift.run_until("O2", OrderState.DONE)
    assert "order_failed" in shift.codes()


def test_a_failed_drop_suspends_the_order_and_resuming_tries_again() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    shift.carrier("O1").fail_next = "place is not empty"
    shift.run_until("O1", OrderState.SUSPENDED)
    assert shift.controller.order("O1").loaded
    shift.controller.do(ResumeOrder("O1"), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]


def test_a_broken_vehicle_loses_its_order_to_another() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    broken = shift.carrier("O1")
    broken.errors = (VehicleError("E1", ErrorLevel.FATAL, "drive fault"),)
    shift.run(3)
    assert shift.status(broken.id).activity is Activity.BROKEN
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id != broken.id


def test_a_vehicle_that_breaks_down_loaded_goes_on_when_it_is_repaired() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    broken = shift.carrier("O1")
    broken.errors = (VehicleError("E1", ErrorLevel.FATAL, "drive fault"),)
    shift.run_until("O1", OrderState.SUSPENDED)
    assert "drive fault" in str(shift.controller.order("O1").reason)
    broken.errors = ()
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id == broken.id


def test_a_silent_vehicle_is_lost_and_delays_nobody_else() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.ASSIGNED, OrderState.UNDER_WAY)
    silent = shift.carrier("O1")
    silent.silent = True
    shift.submit(transport("O2", "C", "D"))
    shift.run_until("O2", OrderState.DONE)
    assert shift.status(silent.id).activity is Activity.LOST
    assert shift.status(silent.id).out_of_contact_s > 2.0
    silent.silent = False
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.PICK).count(("load-O1", "A")) == 1


def test_a_deaf_vehicle_is_found_out_and_its_order_goes_to_another() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    for vehicle in shift.world.vehicles.values():
        vehicle.deaf = True
    shift.run(3)
    deaf = shift.controller.order("O1").vehicle_id
    for vehicle in shift.world.vehicles.values():
        vehicle.deaf = vehicle.id == deaf
    shift.run_until("O1", OrderState.DONE, steps=120)
    assert shift.controller.order("O1").vehicle_id != deaf
    assert "vehicle_silent" in shift.codes()


def test_a_vehicle_set_down_elsewhere_by_hand_takes_part_again() -> None:
    shift = Shift(vehicles=1)
    vehicle = shift.world.vehicles["v1"]
    vehicle.mode = OperatingMode.MANUAL
    shift.run(2)
    assert shift.status("v1").activity is Activity.MANUAL
    vehicle.carried_to(shift.world.pose_at("nD"))
    shift.run(2)
    vehicle.mode = OperatingMode.AUTOMATIC
    shift.run(3)
    assert "vehicle_moved" in shift.codes()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)


def test_a_vehicle_set_down_off_the_roadmap_says_so_until_it_is_brought_back() -> None:
    shift = Shift(vehicles=1)
    vehicle = shift.world.vehicles["v1"]
    vehicle.mode = OperatingMode.MANUAL
    shift.run(2)
    vehicle.carried_to(Pose(77.0, 77.0, 0.0))
    vehicle.mode = OperatingMode.AUTOMATIC
    shift.run(3)
    assert "not on the roadmap" in str(shift.status("v1").reason)
    vehicle.carried_to(shift.world.pose_at("nC"))
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)


def test_a_loaded_vehicle_moved_by_hand_goes_on_from_its_new_place() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    vehicle = shift.world.vehicles["v1"]
    vehicle.mode = OperatingMode.MANUAL
    shift.run(2)
    vehicle.carried_to(shift.world.pose_at("nD"))
    vehicle.mode = OperatingMode.AUTOMATIC
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "E")]


def test_a_broken_vehicle_that_was_pushed_away_goes_on_from_its_new_place() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    vehicle = shift.world.vehicles["v1"]
    vehicle.errors = (VehicleError("E1", ErrorLevel.FATAL, "drive fault"),)
    shift.run(5)
    vehicle.carried_to(shift.world.pose_at("nD"))
    shift.run(2)
    vehicle.errors = ()
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "E")]


def test_a_vehicle_that_was_started_anew_is_given_new_routes() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    vehicle = shift.world.vehicles["v1"]
    vehicle.silent = True
    shift.run(3)
    vehicle.carried_to(vehicle.pose)  # it forgets its routes
    vehicle.silent = False
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "E")]


def test_a_load_taken_off_by_hand_suspends_its_order_until_it_is_put_back() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    shift.run()
    vehicle = shift.world.vehicles["v1"]
    vehicle.mode = OperatingMode.MANUAL
    shift.run(3)
    vehicle.loads.clear()
    vehicle.carried_to(shift.world.pose_at("nA"))
    vehicle.ended.clear()
    vehicle.mode = OperatingMode.AUTOMATIC
    shift.run_until("O1", OrderState.SUSPENDED)
    assert "by hand" in str(shift.controller.order("O1").reason)
    shift.controller.do(ResumeOrder("O1"), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "E")]


def test_a_vehicle_with_an_urgent_fault_gets_no_new_orders() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].errors = (VehicleError("E2", ErrorLevel.URGENT, "scanner dirty"),)
    shift.submit(transport("O1"))
    shift.run(15)
    assert shift.state("O1") is OrderState.QUEUED
    assert "scanner dirty" in str(shift.controller.order("O1").reason)
