"""What a vehicle's word on its station action means for its order."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.missions import action_id
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.order_moves import mark_under_way, suspend_order
from fleet_core.execution.set_down import cancel_loaded
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model.errors import CommandError
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import ActionStatus
from fleet_core.store.records import MissionKind

CHARGE_RETRY_S = 60.0


def follow(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Tell traffic how far it is; end stops and missions that are over."""
    report = vehicle.report
    if vehicle.fault or vehicle.objection:
        return  # nothing that it says of its progress is believed
    if vehicle.entered and vehicle.progress != (report.route_id, report.legs_done):
        vehicle.progress = (report.route_id, report.legs_done)
        fleet.traffic.progress(vehicle.id, report.route_id, report.legs_done, now_s)
    mission = vehicle.mission
    if mission is None:
        return
    if mission.kind is MissionKind.ORDER:
        _follow_order(fleet, vehicle, now_s)
    elif mission.kind is MissionKind.CHARGE:
        _follow_charge(fleet, vehicle, now_s)
    elif vehicle.entered and vehicle.goal is not None and fleet.traffic.arrived(vehicle.id):
        held = mission.kind is MissionKind.SEND
        if not held or now_s - mission.since_s > fleet.settings.sent_hold_s:
            fleet.set_mission(vehicle, None)


def _follow_order(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    mission, order = vehicle.mission, fleet.order_of(vehicle)
    assert mission is not None
    if order is None:
        fleet.set_mission(vehicle, None)
        return
    if vehicle.report.action_id != action_id(mission, order):
        if mission.cancel_author and not fleet.handling(vehicle):
            finish_cancelling(fleet, vehicle, order, now_s)
        return
    if vehicle.report.action_status is ActionStatus.FINISHED:
        _stop_done(fleet, vehicle, order, now_s)
    elif vehicle.report.action_status is ActionStatus.FAILED and not mission.halted_by:
        _stop_failed(fleet, vehicle, order, now_s)


def _stop_done(fleet: Fleet, vehicle: Vehicle, order: TransportOrder, now_s: float) -> None:
    stop = order.stop
    assert stop is not None and vehicle.mission is not None
    if order.state is not OrderState.UNDER_WAY:
        mark_under_way(fleet, vehicle, now_s, "its vehicle is at work")
    _move_load(fleet, vehicle, order, stop)
    loaded = order.loaded
    if stop.action in (StopAction.PICK, StopAction.DROP):
        loaded = stop.action is StopAction.PICK
    advanced = replace(
        fleet.orders.get(order.id), next_stop=order.next_stop + 1, loaded=loaded, reason=""
    )
    count = len(order.stops)
    words = f"stop {advanced.next_stop} of {count} done: {stop.action} at {stop.station_id}"
    fleet.orders.amend(advanced, now_s, words, vehicle.id)
    fleet.dispatch_due = True
    if advanced.stop is None:
        fleet.set_mission(vehicle, None)
        fleet.orders.move(order.id, OrderState.DONE, Actor.EXECUTION, now_s, "all stops are done")
    elif vehicle.mission.cancel_author:
        finish_cancelling(fleet, vehicle, advanced, now_s)
    elif vehicle.mission.attempt:
        fleet.change_mission(vehicle, attempt=0)


def _move_load(fleet: Fleet, vehicle: Vehicle, order: TransportOrder, stop: Stop) -> None:
    if stop.action is StopAction.PICK:
        fleet.loads.picked(order.load_unit_id, order.load_type, vehicle.id)
    elif stop.action is StopAction.DROP:
        fleet.loads.dropped(vehicle.id, stop.station_id)


def _stop_failed(fleet: Fleet, vehicle: Vehicle, order: TransportOrder, now_s: float) -> None:
    """Empty: the order has failed. Loaded: it waits for a person, and its load stays known."""
    stop = order.stop
    assert stop is not None and vehicle.mission is not None
    mark_under_way(fleet, vehicle, now_s, "its vehicle is at work")
    said = vehicle.report.action_text or "the vehicle gives no reason"
    cause = f"{stop.action} at {stop.station_id} failed on {vehicle.id}: {said}"
    if vehicle.mission.cancel_author:
        finish_cancelling(fleet, vehicle, fleet.orders.get(order.id), now_s)
        return
    if order.loaded and not _is_empty(vehicle):
        fleet.change_mission(vehicle, halted_by=vehicle.id)
        suspend_order(fleet, vehicle, order, now_s, cause)
        return
    if order.loaded:
        fleet.loads.dropped(vehicle.id, "")
        fleet.orders.amend(
            replace(fleet.orders.get(order.id), loaded=False), now_s, "nothing is on board"
        )
    fleet.set_mission(vehicle, None)
    fleet.orders.move(order.id, OrderState.FAILED, Actor.EXECUTION, now_s, cause)
    fleet.journal.message(
        now_s,
        Severity.ERROR,
        "order_failed",
        f"Order {order.id} has failed: {cause}.",
        vehicle.id,
        order.id,
        stop.station_id,
    )


def _is_empty(vehicle: Vehicle) -> bool:
    """It can tell whether it carries something, and it does not."""
    return vehicle.names_loads and not vehicle.report.load_unit_ids


def finish_cancelling(fleet: Fleet, vehicle: Vehicle, order: TransportOrder, now_s: float) -> None:
    """The action that a cancellation waited for is over."""
    assert vehicle.mission is not None
    author, cause = vehicle.mission.cancel_author, vehicle.mission.cancel_cause
    if not order.loaded:
        fleet.set_mission(vehicle, None)
        fleet.orders.move(order.id, OrderState.CANCELLED, Actor.PERSON, now_s, cause, author)
        return
    try:
        cancel_loaded(fleet, vehicle, order, author, cause, now_s)
    except CommandError as error:
        fleet.change_mission(vehicle, cancel_author="", cancel_cause="")
        fleet.journal.message(
            now_s, Severity.WARNING, "cancel_refused", f"{error}.", vehicle.id, order.id
        )


def _follow_charge(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    mission, report = vehicle.mission, vehicle.report
    assert mission is not None
    if report.action_id != action_id(mission, None):
        return
    if report.action_status is ActionStatus.FINISHED:
        fleet.set_mission(vehicle, None)
    elif report.action_status is ActionStatus.FAILED:
        vehicle.no_charge_before_s = now_s + CHARGE_RETRY_S
        fleet.set_mission(vehicle, None)
        said = report.action_text or "the vehicle gives no reason"
        fleet.journal.message(
            now_s,
            Severity.WARNING,
            "charge_failed",
            f"{vehicle.id} could not charge at {mission.station_id}: {said}.",
            vehicle.id,
            station_id=mission.station_id,
        )
