"""What is missing is sent again, one route at a time; who has forgotten, or is unheard, and why."""

from __future__ import annotations

from fleet_core.model.order import OrderState
from fleet_core.model.request import CancelOrder
from fleet_core.model.route import Route
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport


def sent(shift: Shift, steps: int) -> list[list[Route]]:
    """What was sent in each step, as the world goes on."""
    batches: list[list[Route]] = []
    step = shift.controller.step

    def noting(now_s: float) -> list[Route]:
        batches.append(step(now_s))
        return batches[-1]

    shift.controller.step = noting  # type: ignore[method-assign]
    shift.run(steps)
    shift.controller.step = step  # type: ignore[method-assign]
    return [batch for batch in batches if batch]


def test_of_several_routes_that_are_missing_the_first_is_sent_alone() -> None:
    shift = Shift(vehicles=1)
    vehicle = shift.world.vehicles["v1"]
    vehicle.deaf = True
    shift.submit(transport("O1", "A", "E"))
    first = {route.route_id for batch in sent(shift, 3) for route in batch}
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    shift.submit(transport("O2", "C", "E"))
    batches = sent(shift, 12)
    again = [batch for batch in batches if not {r.route_id for r in batch}.isdisjoint(first)]
    assert len(again) >= 2
    assert all(len(batch) == 1 for batch in again)


def test_a_driver_that_keeps_one_route_at_a_time_gets_on() -> None:
    shift = Shift(vehicles=1)
    vehicle = shift.world.vehicles["v1"]
    vehicle.deaf = True
    shift.submit(transport("O1", "A", "E"))
    shift.run(3)
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    vehicle.deaf = False
    shift.submit(transport("O2", "C", "E"))
    shift.run_until("O2", OrderState.DONE)


def test_what_its_adapter_says_is_why_a_vehicle_is_out_of_contact() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].silent = True
    shift.controller.unreported("v1", "battery_state.percentage is 87; 0 to 1 is allowed")
    shift.run(5)
    assert "percentage is 87" in str(shift.status("v1").reason)
    told = [m.reason for m in shift.controller.snapshot(shift.now_s).messages]
    lost = [reason for reason in told if reason.code == "vehicle_lost"]
    assert "percentage is 87" in str(lost[-1])


def test_vehicles_that_have_never_reported_are_named_with_why() -> None:
    shift = Shift(vehicles=2)
    controller = shift.new_controller()
    controller.unreported("v1", "nothing was heard on odom yet")
    controller.report(shift.world.vehicles["v2"].report(shift.now_s))
    assert str(controller.unheard["v1"]) == "nothing was heard on odom yet"


def test_one_report_without_a_route_does_not_mean_that_it_is_forgotten() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    vehicle = shift.world.vehicles["v1"]
    routes = list(vehicle.routes)
    vehicle.routes.clear()
    shift.controller.report(vehicle.report(shift.now_s))
    shift.controller.step(shift.now_s)
    vehicle.routes.extend(routes)
    shift.run_until("O1", OrderState.DONE)
    assert "vehicle_moved" not in shift.codes()
