"""What a vehicle's word on its station action means for its order."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.execution.action_ids import action_id
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.order_moves import mark_under_way, suspend_order
from fleet_core.execution.set_down import cancel_loaded
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.mission import MissionKind
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import ActionStatus

CHARGE_RETRY_S = 60.0


def follow(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Tell traffic how far it is; end stops and missions that are over."""
    report = vehicle.report
    if vehicle.place.fault or vehicle.place.objection:
        return  # nothing that it says of its progress is believed
    if vehicle.place.entered and vehicle.progress != (report.route_id, report.legs_done):
        vehicle.progress = (report.route_id, report.legs_done)
        fleet.traffic.progress(vehicle.id, report.route_id, report.legs_done, now_s)
    mission = vehicle.mission
    if mission is None:
        return
    if mission.kind is MissionKind.ORDER:
        _follow_order(fleet, vehicle, now_s)
    elif mission.kind is MissionKind.CHARGE:
        _follow_charge(fleet, vehicle, now_s)
    elif vehicle.place.entered and vehicle.goal is not None and fleet.traffic.arrived(vehicle.id):
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
        mark_under_way(fleet, vehicle, now_s, reasons.orders.vehicle_at_work())
    _move_load(fleet, vehicle, order, stop)
    loaded = order.loaded
    if stop.action in (StopAction.PICK, StopAction.DROP):
        loaded = stop.action is StopAction.PICK
    advanced = replace(
        fleet.orders.get(order.id), next_stop=order.next_stop + 1, loaded=loaded, reason=None
    )
    done = reasons.orders.stop_done(
        advanced.next_stop, len(order.stops), stop.action, stop.station_id
    )
    fleet.orders.amend(advanced, now_s, done, vehicle.id)
    if advanced.stop is None:
        fleet.set_mission(vehicle, None)
        all_done = reasons.orders.all_stops_done()
        fleet.orders.move(order.id, OrderState.DONE, Actor.EXECUTION, now_s, all_done)
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
    mark_under_way(fleet, vehicle, now_s, reasons.orders.vehicle_at_work())
    why = _why_failed(vehicle)
    cause = reasons.orders.action_failed(stop.action, stop.station_id, vehicle.id, why)
    if vehicle.mission.cancel_author:
        finish_cancelling(fleet, vehicle, fleet.orders.get(order.id), now_s)
        return
    if order.loaded and not _is_empty(fleet, vehicle):
        fleet.change_mission(vehicle, halted_by=vehicle.id)
        suspend_order(fleet, vehicle, order, now_s, cause)
        return
    if order.loaded:
        fleet.loads.dropped(vehicle.id, "")
        empty = replace(fleet.orders.get(order.id), loaded=False)
        fleet.orders.amend(empty, now_s, reasons.orders.nothing_on_board())
    fleet.set_mission(vehicle, None)
    fleet.orders.move(order.id, OrderState.FAILED, Actor.EXECUTION, now_s, cause)
    fleet.journal.message(
        now_s,
        Severity.ERROR,
        reasons.orders.order_failed(order.id, cause),
        vehicle.id,
        order.id,
        stop.station_id,
    )


def _why_failed(vehicle: Vehicle) -> Reason:
    """Why an action failed, in the vehicle's own words."""
    text = vehicle.report.action_text
    return reasons.general.said(text) if text else reasons.orders.no_reason_given()


def _is_empty(fleet: Fleet, vehicle: Vehicle) -> bool:
    """It can tell whether it carries something, and it does not."""
    return vehicle.id in fleet.naming_loads and not vehicle.report.load_unit_ids


def finish_cancelling(fleet: Fleet, vehicle: Vehicle, order: TransportOrder, now_s: float) -> None:
    """The action that a cancellation waited for is over."""
    assert vehicle.mission is not None
    author = vehicle.mission.cancel_author
    cause = vehicle.mission.cancel_cause or reasons.orders.cancelled(author)
    if not order.loaded:
        fleet.set_mission(vehicle, None)
        fleet.orders.move(order.id, OrderState.CANCELLED, Actor.PERSON, now_s, cause, author)
        return
    try:
        cancel_loaded(fleet, vehicle, order, author, cause, now_s)
    except CommandError as error:
        fleet.change_mission(vehicle, cancel_author="", cancel_cause=None)
        refused = reasons.orders.cancel_refused(error.reason)
        fleet.journal.message(now_s, Severity.WARNING, refused, vehicle.id, order.id)


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
        fleet.journal.message(
            now_s,
            Severity.WARNING,
            reasons.vehicles.charge_failed(vehicle.id, mission.station_id, _why_failed(vehicle)),
            vehicle.id,
            station_id=mission.station_id,
        )
