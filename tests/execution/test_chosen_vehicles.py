"""Orders that a person gives to a certain vehicle."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.request import AssignOrder, ListCandidates, UnassignOrder
from fleet_core.model.vehicle import ErrorLevel, VehicleError
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport


def test_a_person_gives_an_order_to_a_certain_vehicle() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    other = next(
        name for name in shift.world.vehicles if name != shift.controller.order("O1").vehicle_id
    )
    shift.controller.do(AssignOrder("O1", other), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id == other


def test_a_choice_of_vehicle_can_be_taken_back() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    busy = shift.carrier("O1").id
    shift.submit(transport("O2", "C", "D"))
    shift.controller.do(AssignOrder("O2", busy), ANNA, shift.now_s).checked()
    shift.controller.do(UnassignOrder("O2"), ANNA, shift.now_s).checked()
    assert shift.controller.order("O2").intended_vehicle == ""
    assert shift.controller.transitions("O2")[-1].author == ANNA
    shift.run_until("O2", OrderState.UNDER_WAY)
    assert shift.controller.order("O2").vehicle_id not in ("", busy)
    with pytest.raises(InputError, match="chooses its vehicle already"):
        shift.controller.do(UnassignOrder("O2"), ANNA, shift.now_s).checked()


def test_a_choice_taken_back_on_the_way_frees_the_vehicle() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1", intended_vehicle="v2"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.do(UnassignOrder("O1"), ANNA, shift.now_s).checked()
    order = shift.controller.order("O1")
    assert (order.state, order.vehicle_id) == (OrderState.QUEUED, "")
    shift.run_until("O1", OrderState.DONE)


def test_the_vehicle_that_has_the_load_on_board_keeps_it() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1", intended_vehicle="v2"))
    shift.run_until_loaded("O1")
    with pytest.raises(InputError, match="on board of v2"):
        shift.controller.do(UnassignOrder("O1"), ANNA, shift.now_s).checked()


def test_an_order_given_to_a_busy_vehicle_is_its_next() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    busy = shift.carrier("O1").id
    shift.submit(transport("O2", "C", "D"))
    shift.controller.do(AssignOrder("O2", busy), ANNA, shift.now_s).checked()
    shift.run_until("O2", OrderState.DONE)
    assert shift.controller.order("O2").vehicle_id == busy


def test_an_order_with_its_load_on_board_stays_where_it_is() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    other = next(name for name in shift.world.vehicles if name != shift.carrier("O1").id)
    with pytest.raises(InputError, match="on board"):
        shift.controller.do(AssignOrder("O1", other), ANNA, shift.now_s).checked()


def test_a_load_picked_just_after_its_order_was_taken_away_is_still_delivered() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    first = shift.carrier("O1")
    other = next(name for name in shift.world.vehicles if name != first.id)
    shift.controller.do(AssignOrder("O1", other), ANNA, shift.now_s).checked()
    shift.world.vehicles[other].errors = (VehicleError("E", ErrorLevel.FATAL),)
    first.loads.append("load-O1")  # it had begun before the new word reached it
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id == first.id
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]


def test_orders_for_one_vehicle_are_done_in_the_order_in_which_they_were_given() -> None:
    shift = Shift()
    ways = [("E", "A"), ("A", "B"), ("D", "C"), ("B", "D")]
    for number, (source, target) in enumerate(ways):
        shift.submit(transport(f"P{number}", source, target, intended_vehicle="v1"))
    shift.run(3)
    assert "busy with order P0" in str(shift.controller.order("P1").reason)
    for number in range(len(ways)):
        shift.run_until(f"P{number}", OrderState.DONE)
        later = [shift.controller.order(f"P{n}") for n in range(number + 1, len(ways))]
        assert not any(order.state.ended for order in later)


def test_the_row_of_orders_survives_a_restart_and_priority_goes_first() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1", intended_vehicle="v1"))
    shift.run_until_loaded("O1")
    for name, urgent in (("P10", 0), ("P2", 0), ("P9", 5)):
        shift.submit(transport(name, "C", "D", intended_vehicle="v1", priority=urgent))
    shift.new_controller()
    done: list[str] = []
    for _ in range(120):
        shift.run()
        done += [
            name
            for name in ("P10", "P2", "P9")
            if name not in done and shift.state(name) is OrderState.DONE
        ]
    assert done == ["P9", "P10", "P2"]


def test_an_order_that_waits_for_its_turn_says_behind_which() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("P1", intended_vehicle="v1"))
    shift.submit(transport("P2", "C", "D", intended_vehicle="v1"))
    shift.run_until("P1", OrderState.ASSIGNED, OrderState.UNDER_WAY)
    assert "P1" in str(shift.controller.order("P2").reason)


def test_a_candidate_for_an_order_without_times_costs_what_its_way_costs() -> None:
    shift = Shift()
    now_s = 1.8e9
    for vehicle in shift.world.vehicles.values():
        shift.controller.report(vehicle.report(now_s))
    shift.controller.step(now_s)
    answer = shift.controller.do(ListCandidates(transport("C")), ANNA, now_s)
    costs = [each.cost_s for each in answer.candidates if each.possible]
    assert costs
    assert all(0.0 <= cost_s < 100.0 for cost_s in costs)
