"""Which reports are taken, how old they are, and whose."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.geometry import Pose
from fleet_core.model.order import OrderState
from fleet_core.model.request import ForgetVehicle
from fleet_core.model.status import UnknownVehicle
from fleet_core.model.vehicle import Activity, VehicleReport
from fleet_core.model.wording import sentence
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import plant, transport

DAY_S = 86_400.0


def report(shift: Shift, vehicle_id: str = "v1", stamp_s: float | None = None) -> VehicleReport:
    own = shift.world.vehicles[vehicle_id].report(shift.now_s)
    return own if stamp_s is None else replace(own, stamp_s=stamp_s)


def texts(shift: Shift, code: str) -> list[str]:
    shown = shift.controller.snapshot(shift.now_s).messages
    return [sentence(entry.reason) for entry in shown if entry.reason.code == code]


def test_a_report_from_the_future_is_refused_and_the_true_ones_after_it_are_taken() -> None:
    shift = Shift()
    shift.controller.report(report(shift, stamp_s=shift.now_s + DAY_S), shift.now_s)
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.reports_refused == 1
    assert texts(shift, "report_refused") == [
        "v1: its report is stamped 86400.0 s ahead of the fleet's clock; 2.0 s is allowed."
    ]
    assert "vehicle_lost" not in shift.codes()


def test_a_vehicle_that_only_speaks_of_the_future_is_out_of_contact_and_says_why() -> None:
    shift = Shift()
    shift.world.vehicles["v1"].silent = True
    for _ in range(4):
        shift.controller.report(report(shift, stamp_s=shift.now_s + DAY_S), shift.now_s)
        shift.run()
    status = shift.status("v1")
    assert status.activity is Activity.LOST
    assert "ahead of the fleet's clock" in str(status.reason)
    assert status.out_of_contact_s > 2.0
    assert len(texts(shift, "report_refused")) == 1


def test_silence_after_a_stamp_that_is_a_little_ahead_is_noticed_as_soon_as_any_other() -> None:
    shift = Shift()
    shift.world.vehicles["v1"].silent = True
    shift.controller.report(report(shift, stamp_s=shift.now_s + 1.9), shift.now_s)
    shift.run(3)
    assert shift.status("v1").activity is Activity.LOST


def test_a_clock_that_went_back_is_named_as_the_reason() -> None:
    shift = Shift()
    shift.world.vehicles["v1"].silent = True
    for _ in range(4):
        shift.controller.report(report(shift, stamp_s=0.5), shift.now_s)
        shift.run()
    assert shift.status("v1").activity is Activity.LOST
    assert "is out of contact: its report is stamped" in str(shift.status("v1").reason)


def test_vehicles_of_elsewhere_are_named_and_never_taken_in() -> None:
    shift = Shift()
    for number in range(200):
        stranger = replace(report(shift), vehicle_id=f"x{number}", pose=Pose(10.0, 0.0, 0.0))
        shift.controller.report(stranger, shift.now_s)
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)
    shown = shift.controller.snapshot(shift.now_s).vehicles
    assert [each.report.vehicle_id for each in shown] == ["v1", "v2", "v3"]
    assert len(shift.controller.unknown_vehicles) == 100
    assert texts(shift, "unknown_vehicle") == ["x0 reports, and is no vehicle of this plant."]


def test_an_unknown_vehicle_is_forgotten_when_asked_and_named_again_when_it_reports_again() -> None:
    shift = Shift()
    stranger = replace(report(shift), vehicle_id="x1")
    shift.controller.report(stranger, shift.now_s)
    assert shift.controller.snapshot(shift.now_s).unknown_vehicles == (
        UnknownVehicle("x1", stranger.type_id, shift.now_s),
    )
    assert shift.controller.do(ForgetVehicle("x1"), ANNA, shift.now_s).ok
    assert shift.controller.snapshot(shift.now_s).unknown_vehicles == ()
    assert not shift.controller.do(ForgetVehicle("x1"), ANNA, shift.now_s).ok
    refused = shift.controller.do(ForgetVehicle("v1"), ANNA, shift.now_s)
    assert "v1 is a vehicle of this plant" in str(refused.reason)
    shift.controller.report(stranger, shift.now_s)
    assert len(texts(shift, "unknown_vehicle")) == 2


def test_a_vehicle_that_has_left_the_plant_does_not_survive_a_restart() -> None:
    shift = Shift(vehicles=3)
    facility = shift.facility
    shift.facility = replace(facility, fleet=facility.fleet[:2])
    del shift.world.vehicles["v3"]
    shift.new_controller()
    shift.run(3)
    shown = shift.controller.snapshot(shift.now_s).vehicles
    assert [each.report.vehicle_id for each in shown] == ["v1", "v2"]


def test_a_vehicle_of_another_type_than_the_plant_says_is_refused() -> None:
    shift = Shift()
    shift.controller.report(replace(report(shift), type_id="fork"), shift.now_s)
    assert "v1: it reports to be of type fork; in this plant it is of type cart." in texts(
        shift, "report_refused"
    )


def test_nobody_is_lost_for_what_was_said_during_a_long_step() -> None:
    shift = Shift()
    shift.world.now_s += 30.0  # the process did not run; reports are still on their way
    shift.controller.step(shift.now_s)
    shift.world.now_s += 0.1
    for name in shift.world.vehicles:
        shift.controller.report(report(shift, name), shift.now_s)
    shift.controller.step(shift.now_s)
    shift.run(3)
    assert "vehicle_lost" not in shift.codes()


def test_who_is_silent_is_found_out_also_when_every_step_is_long() -> None:
    shift = Shift()
    shift.world.vehicles["v1"].silent = True
    shift.world.step_s = 3.0
    shift.run(3)
    assert texts(shift, "vehicle_lost") == ["v1 is out of contact."]


def test_after_a_start_vehicles_have_time_to_be_heard() -> None:
    shift = Shift(vehicles=2)
    for vehicle in shift.world.vehicles.values():
        vehicle.silent = True
    shift.new_controller()
    shift.run(8)
    assert "vehicle_lost" not in shift.codes()
    shift.run(4)
    assert len(texts(shift, "vehicle_lost")) == 2


def test_the_small_plant_is_what_the_tests_take_it_for() -> None:
    assert [each.type_id for each in plant(3).fleet] == ["cart", "cart", "fork"]
