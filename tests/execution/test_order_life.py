"""An order from its submission to its end, on vehicles that really follow their routes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.reasons.waiting import waits_paused
from fleet_core.model.request import ListCandidates, NewDeadline, PauseFleet, ReprioritiseOrder
from fleet_core.model.vehicle import Activity, OperatingMode
from tests.execution.shift import ANNA, Shift, states_of
from tests.execution.teleport_plant import transport


def test_an_order_is_carried_out_and_every_step_is_stored() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)
    assert states_of(shift, "O1") == [
        OrderState.ACCEPTED,
        OrderState.QUEUED,
        OrderState.ASSIGNED,
        OrderState.UNDER_WAY,
        OrderState.DONE,
    ]
    transitions = shift.controller.transitions("O1")
    assert [entry.sequence for entry in transitions] == list(range(len(transitions)))
    assert transitions[0].author == ANNA
    assert all(entry.cause for entry in transitions)
    assert shift.world.done(StopAction.PICK) == [("load-O1", "A")]
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]


def test_a_vehicle_without_work_leaves_the_station_for_a_parking_place() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)
    shift.run(10)
    places = {(vehicle.pose.x_m, vehicle.pose.y_m) for vehicle in shift.world.vehicles.values()}
    parking = {
        (shift.world.pose_at(f"nP{index}").x_m, shift.world.pose_at(f"nP{index}").y_m)
        for index in range(1, 5)
    }
    assert len(places) == 3
    assert places <= parking


def test_release_time_and_dependencies_are_waited_for() -> None:
    shift = Shift()
    shift.submit(transport("O1", release_time_s=shift.now_s + 10.0))
    shift.submit(transport("O2", "C", "D", depends_on=("O1",)))
    shift.run(5)
    assert shift.state("O1") is OrderState.ACCEPTED
    assert "release" in str(shift.controller.order("O1").reason)
    assert "O1" in str(shift.controller.order("O2").reason)
    shift.run_until("O1", OrderState.DONE)
    assert shift.state("O2") in (OrderState.ACCEPTED, OrderState.QUEUED, OrderState.ASSIGNED)
    shift.run_until("O2", OrderState.DONE)


def test_priority_and_deadline_change_after_assignment_and_are_recorded() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.do(
        ReprioritiseOrder("O1", 50, NewDeadline(900.0)), ANNA, shift.now_s
    ).checked()
    order = shift.controller.order("O1")
    assert (order.priority, order.deadline_s) == (50, 900.0)
    last = shift.controller.transitions("O1")[-1]
    assert last.author == ANNA
    assert "priority 0 to 50" in str(last.cause)
    with pytest.raises(InputError, match="-100 to 100"):
        shift.controller.do(ReprioritiseOrder("O1", 101), ANNA, shift.now_s).checked()


def test_a_low_vehicle_charges_before_it_takes_orders() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].soc = 0.2
    shift.submit(transport("O1"))
    shift.run(3)
    assert shift.status("v1").activity in (Activity.TO_CHARGER, Activity.CHARGING)
    assert "charge" in str(shift.controller.order("O1").reason)
    shift.run_until("O1", OrderState.DONE)


def test_candidates_name_every_vehicle_with_arrival_or_reason() -> None:
    shift = Shift()
    shift.world.vehicles["v2"].mode = OperatingMode.MANUAL
    shift.run(2)
    order = transport("O1", required_vehicle_type="cart")
    found = {
        entry.vehicle_id: entry
        for entry in shift.controller.do(ListCandidates(order), ANNA, shift.now_s)
        .checked()
        .candidates
    }
    assert found["v1"].possible
    assert found["v1"].arrival_s is not None
    assert "manual" in str(found["v2"].reason)
    assert "fork" in str(found["v3"].reason)


def test_an_order_whose_stops_are_all_done_has_no_candidates_and_says_why() -> None:
    shift = Shift()
    done = replace(transport("O1"), next_stop=2)
    with pytest.raises(InputError, match="all its stops are done"):
        shift.controller.do(ListCandidates(done), ANNA, shift.now_s).checked()


def test_waits_and_custom_actions_are_stops_like_others() -> None:
    shift = Shift()
    stops = (
        Stop("A", StopAction.PICK),
        Stop("C", StopAction.WAIT, duration_s=3.0),
        Stop("D", StopAction.CUSTOM, duration_s=2.0, custom_action="weigh"),
        Stop("B", StopAction.DROP),
    )
    shift.submit(TransportOrder("O1", stops))
    shift.run_until("O1", OrderState.DONE)
    carrier = shift.carrier("O1")
    assert [entry[0] for entry in carrier.done if entry[0] is not StopAction.CHARGE] == [
        stop.action for stop in stops
    ]


def test_orders_submitted_while_the_fleet_is_paused_say_so() -> None:
    shift = Shift()
    shift.controller.do(PauseFleet(), ANNA, shift.now_s).checked()
    shift.submit(transport("O1"))
    shift.run(2)
    assert shift.controller.order("O1").reason == waits_paused("anna")
