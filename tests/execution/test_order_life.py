"""An order from its submission to its end, on vehicles that really follow their routes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import CommandError, OrderError
from fleet_core.model.facility import StationKind, StationUse
from fleet_core.model.geometry import Pose
from fleet_core.model.order import OrderState, Origin, Stop, StopAction, TransportOrder
from fleet_core.model.vehicle import Activity, ErrorLevel, OperatingMode, VehicleError
from fleet_core.store.memory_store import MemoryStore
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic
from tests.execution.teleport_vehicles import TeleportWorld

ANNA = "anna"


class Shift:
    """A world and the controller that runs it."""

    def __init__(self, vehicles: int = 3, **uses: StationUse) -> None:
        self.facility = plant(vehicles, **uses)
        self.world = TeleportWorld(self.facility)
        self.store = MemoryStore(keeps_traffic=True)
        self.controller = self.new_controller()
        self.world.run(self.controller, 2)

    def new_controller(self) -> FleetController:
        self.controller = FleetController(
            self.facility,
            TeleportTraffic(self.facility),
            TeleportTravel(self.facility),
            self.store,
        )
        return self.controller

    @property
    def now_s(self) -> float:
        return self.world.now_s

    def run(self, steps: int = 1) -> None:
        self.world.run(self.controller, steps)

    def submit(self, order: TransportOrder) -> None:
        self.controller.submit(order, ANNA, self.now_s)

    def state(self, order_id: str) -> OrderState:
        return self.controller.order(order_id).state

    def run_until(self, order_id: str, *states: OrderState, steps: int = 60) -> None:
        for _ in range(steps):
            if self.state(order_id) in states:
                return
            self.run()
        raise AssertionError(f"{self.controller.order(order_id)} after {steps} steps")

    def run_until_loaded(self, order_id: str) -> None:
        for _ in range(60):
            if self.controller.order(order_id).loaded:
                return
            self.run()
        raise AssertionError(f"{self.controller.order(order_id)} is never loaded")

    def carrier(self, order_id: str):
        return self.world.vehicles[self.controller.order(order_id).vehicle_id]

    def status(self, vehicle_id: str):
        found = {
            status.report.vehicle_id: status
            for status in self.controller.snapshot(self.now_s).vehicles
        }
        return found[vehicle_id]

    def codes(self) -> list[str]:
        return [entry.code for entry in self.controller.snapshot(self.now_s).messages]


def states_of(shift: Shift, order_id: str) -> list[OrderState]:
    states = [entry.to_state for entry in shift.controller.transitions(order_id)]
    return [
        state for index, state in enumerate(states) if index == 0 or state is not states[index - 1]
    ]


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
    assert "release" in shift.controller.order("O1").reason
    assert "O1" in shift.controller.order("O2").reason
    shift.run_until("O1", OrderState.DONE)
    assert shift.state("O2") in (OrderState.ACCEPTED, OrderState.QUEUED, OrderState.ASSIGNED)
    shift.run_until("O2", OrderState.DONE)


def test_what_depends_on_a_cancelled_order_is_suspended_and_may_be_resumed() -> None:
    shift = Shift()
    shift.submit(transport("O1", release_time_s=1e6))
    shift.submit(transport("O2", depends_on=("O1",)))
    shift.controller.cancel("O1", ANNA, "no longer wanted", shift.now_s)
    shift.run()
    assert shift.state("O2") is OrderState.SUSPENDED
    assert "O1" in shift.controller.order("O2").reason
    shift.controller.resume_order("O2", ANNA, shift.now_s)
    shift.run_until("O2", OrderState.DONE)


def test_cancelling_before_the_pick_frees_the_vehicle() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    vehicle = shift.controller.order("O1").vehicle_id
    shift.controller.cancel("O1", ANNA, "", shift.now_s)
    assert shift.state("O1") is OrderState.CANCELLED
    assert shift.status(vehicle).order_id == ""
    shift.run(20)
    assert shift.world.done(StopAction.PICK) == []


def test_cancelling_while_loaded_brings_the_load_back_to_its_source() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    shift.controller.cancel("O1", ANNA, "wrong pallet", shift.now_s)
    assert shift.state("O1") is OrderState.CANCELLED
    recovery = shift.controller.order("O1-recovery1")
    assert recovery.origin is Origin.RECOVERY
    assert recovery.state is OrderState.UNDER_WAY
    assert recovery.loaded
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "A")]


def test_a_cancelled_load_goes_elsewhere_when_its_source_takes_nothing() -> None:
    shift = Shift(A=StationUse("A", StationKind.TRANSFER, can_drop=False))
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    shift.controller.cancel("O1", ANNA, "", shift.now_s)
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]


def test_cancelling_during_the_pick_waits_for_its_end() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    for _ in range(20):
        shift.run()
        if shift.carrier("O1").running_steps:
            break
    shift.run()
    shift.controller.cancel("O1", ANNA, "", shift.now_s)
    assert shift.state("O1") is OrderState.UNDER_WAY
    shift.run_until("O1", OrderState.CANCELLED)
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert shift.world.done(StopAction.PICK) == [("load-O1", "A")]
    assert shift.world.done(StopAction.DROP) == [("load-O1", "A")]


def test_suspending_on_board_keeps_the_load_and_resuming_goes_on() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    carrier = shift.carrier("O1").id
    shift.controller.suspend("O1", ANNA, "look first", shift.now_s)
    shift.run(10)
    assert shift.state("O1") is OrderState.SUSPENDED
    assert shift.controller.order("O1").vehicle_id == carrier
    assert "look first" in shift.status(carrier).reason
    shift.controller.resume_order("O1", ANNA, shift.now_s)
    shift.run_until("O1", OrderState.DONE)
    assert shift.carrier("O1").id == carrier


def test_suspending_before_the_pick_frees_the_vehicle() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.suspend("O1", ANNA, "", shift.now_s)
    assert shift.controller.order("O1").vehicle_id == ""
    shift.run(10)
    assert shift.world.done(StopAction.PICK) == []
    shift.controller.resume_order("O1", ANNA, shift.now_s)
    shift.run_until("O1", OrderState.DONE)


def test_priority_and_deadline_change_after_assignment_and_are_recorded() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.reprioritise("O1", 50, 900.0, ANNA, shift.now_s)
    order = shift.controller.order("O1")
    assert (order.priority, order.deadline_s) == (50, 900.0)
    last = shift.controller.transitions("O1")[-1]
    assert last.author == ANNA
    assert "priority 0 to 50" in last.cause
    with pytest.raises(OrderError, match="-100 to 100"):
        shift.controller.reprioritise("O1", 101, None, ANNA, shift.now_s)


def test_a_person_gives_an_order_to_a_certain_vehicle() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    other = next(
        name for name in shift.world.vehicles if name != shift.controller.order("O1").vehicle_id
    )
    shift.controller.assign("O1", other, ANNA, shift.now_s)
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id == other


def test_a_choice_of_vehicle_can_be_taken_back() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    busy = shift.carrier("O1").id
    shift.submit(transport("O2", "C", "D"))
    shift.controller.assign("O2", busy, ANNA, shift.now_s)
    shift.controller.unassign("O2", ANNA, shift.now_s)
    assert shift.controller.order("O2").intended_vehicle == ""
    assert shift.controller.transitions("O2")[-1].author == ANNA
    shift.run_until("O2", OrderState.UNDER_WAY)
    assert shift.controller.order("O2").vehicle_id not in ("", busy)
    with pytest.raises(CommandError, match="chooses its vehicle already"):
        shift.controller.unassign("O2", ANNA, shift.now_s)


def test_a_choice_taken_back_on_the_way_frees_the_vehicle() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1", intended_vehicle="v2"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.unassign("O1", ANNA, shift.now_s)
    order = shift.controller.order("O1")
    assert (order.state, order.vehicle_id) == (OrderState.QUEUED, "")
    shift.run_until("O1", OrderState.DONE)


def test_the_vehicle_that_has_the_load_on_board_keeps_it() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1", intended_vehicle="v2"))
    shift.run_until_loaded("O1")
    with pytest.raises(CommandError, match="on board of v2"):
        shift.controller.unassign("O1", ANNA, shift.now_s)


def test_an_order_given_to_a_busy_vehicle_is_its_next() -> None:
    shift = Shift(vehicles=2)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    busy = shift.carrier("O1").id
    shift.submit(transport("O2", "C", "D"))
    shift.controller.assign("O2", busy, ANNA, shift.now_s)
    shift.run_until("O2", OrderState.DONE)
    assert shift.controller.order("O2").vehicle_id == busy


def test_an_order_with_its_load_on_board_stays_where_it_is() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    other = next(name for name in shift.world.vehicles if name != shift.carrier("O1").id)
    with pytest.raises(CommandError, match="on board"):
        shift.controller.assign("O1", other, ANNA, shift.now_s)


def test_a_failed_pick_fails_the_order_and_frees_the_vehicle() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].fail_next = "no pallet there"
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.FAILED)
    assert "no pallet there" in shift.controller.order("O1").reason
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
    shift.controller.resume_order("O1", ANNA, shift.now_s)
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
    assert "drive fault" in shift.controller.order("O1").reason
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
    assert "not on the roadmap" in shift.status("v1").reason
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


def test_a_paused_vehicle_is_told_to_hold_and_goes_on_when_let_go() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.pause_vehicle("v1", ANNA, shift.now_s)
    shift.run(10)
    assert shift.status("v1").activity is Activity.PAUSED
    assert ANNA in shift.status("v1").reason
    assert shift.world.vehicles["v1"].routes[-1].hold
    shift.controller.resume_vehicle("v1", ANNA, shift.now_s)
    shift.run_until("O1", OrderState.DONE)


def test_a_paused_fleet_stands_still_through_a_restart_until_it_is_let_go() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.controller.pause_fleet(ANNA, shift.now_s)
    shift.run(5)
    shift.new_controller()
    shift.run(5)
    assert shift.controller.snapshot(shift.now_s).fleet_paused
    assert shift.world.done(StopAction.PICK) == []
    shift.controller.resume_fleet(ANNA, shift.now_s)
    shift.run_until("O1", OrderState.DONE)


def test_a_low_vehicle_charges_before_it_takes_orders() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].soc = 0.2
    shift.submit(transport("O1"))
    shift.run(3)
    assert shift.status("v1").activity in (Activity.TO_CHARGER, Activity.CHARGING)
    assert "charge" in shift.controller.order("O1").reason
    shift.run_until("O1", OrderState.DONE)


def test_sending_a_vehicle_says_why_it_cannot_be() -> None:
    shift = Shift()
    with pytest.raises(CommandError, match="not known"):
        shift.controller.send_to_charge("v9", ANNA, shift.now_s)
    with pytest.raises(CommandError, match="NOWHERE"):
        shift.controller.send_vehicle("v1", "NOWHERE", ANNA, shift.now_s)
    with pytest.raises(CommandError, match="no way"):
        shift.controller.send_vehicle("v1", "ISLAND", ANNA, shift.now_s)
    with pytest.raises(CommandError, match="taken"):
        shift.controller.send_vehicle("v1", "P2", ANNA, shift.now_s)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    with pytest.raises(CommandError, match="O1"):
        shift.controller.send_to_park(shift.carrier("O1").id, ANNA, shift.now_s)


def test_a_sent_vehicle_goes_there_and_stays_a_while() -> None:
    shift = Shift()
    shift.controller.send_vehicle("v1", "E", ANNA, shift.now_s)
    shift.run(20)
    assert shift.world.vehicles["v1"].pose == shift.world.pose_at("nE")
    assert ANNA in shift.status("v1").reason
    shift.run(400)
    assert shift.world.vehicles["v1"].pose != shift.world.pose_at("nE")


def test_candidates_name_every_vehicle_with_arrival_or_reason() -> None:
    shift = Shift()
    shift.world.vehicles["v2"].mode = OperatingMode.MANUAL
    shift.run(2)
    order = transport("O1", required_vehicle_type="cart")
    found = {entry.vehicle_id: entry for entry in shift.controller.candidates(order, shift.now_s)}
    assert found["v1"].possible
    assert found["v1"].arrival_s is not None
    assert "manual" in found["v2"].reason
    assert "fork" in found["v3"].reason


def test_an_order_whose_stops_are_all_done_has_no_candidates_and_says_why() -> None:
    shift = Shift()
    done = replace(transport("O1"), next_stop=2)
    with pytest.raises(OrderError, match="all its stops are done"):
        shift.controller.candidates(done, shift.now_s)


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


def test_a_load_picked_just_after_its_order_was_taken_away_is_still_delivered() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    first = shift.carrier("O1")
    other = next(name for name in shift.world.vehicles if name != first.id)
    shift.controller.assign("O1", other, ANNA, shift.now_s)
    shift.world.vehicles[other].errors = (VehicleError("E", ErrorLevel.FATAL),)
    first.loads.append("load-O1")  # it had begun before the new word reached it
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id == first.id
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]


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
    assert "by hand" in shift.controller.order("O1").reason
    shift.controller.resume_order("O1", ANNA, shift.now_s)
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "E")]


def test_a_vehicle_with_an_urgent_fault_gets_no_new_orders() -> None:
    shift = Shift(vehicles=1)
    shift.world.vehicles["v1"].errors = (VehicleError("E2", ErrorLevel.URGENT, "scanner dirty"),)
    shift.submit(transport("O1"))
    shift.run(15)
    assert shift.state("O1") is OrderState.QUEUED
    assert "scanner dirty" in shift.controller.order("O1").reason


def test_orders_submitted_while_the_fleet_is_paused_say_so() -> None:
    shift = Shift()
    shift.controller.pause_fleet(ANNA, shift.now_s)
    shift.submit(transport("O1"))
    shift.run(2)
    assert shift.controller.order("O1").reason == "Waits: the fleet is paused by anna."


def test_a_cancellation_after_an_unseen_drop_does_not_drop_again() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    shift.run(2)
    for _ in range(10):  # nobody listens while the vehicle goes on and sets the load down
        shift.world.step(None)
    shift.new_controller()
    shift.controller.cancel("O1", ANNA, "", shift.now_s)
    shift.run_until("O1", OrderState.DONE)
    shift.run(20)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]
    with pytest.raises(CommandError, match="not known"):
        shift.controller.order("O1-recovery1")
