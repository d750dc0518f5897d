"""Loads that are not where the orders say: one on board too many, or one that was taken off.

The first happens when an order was taken from a vehicle in the very moment in which it picked: the
load is real, so an order must carry it somewhere. The second happens when a person took over.
"""

from __future__ import annotations

from dataclasses import replace

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_book import AUTHOR
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.order_moves import give_back, suspend_order
from fleet_core.execution.set_down import begin_set_down, set_down_station, take_over
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_place import doubt_place
from fleet_core.model import reasons
from fleet_core.model.order import OrderState, StopAction, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import OperatingMode

CERTAIN_AFTER_S = 2.0
"""A report may be older than what the fleet already knows; two seconds of reports are not."""


def check_loads(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Compare what the vehicle says it carries with what its order says."""
    _explain_load(fleet, vehicle, now_s)
    if vehicle.loads.was_manual and vehicle.condition is Condition.READY:
        vehicle.loads.was_manual = False
        _miss_load(fleet, vehicle, now_s)


def judge_loads(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Before what it says frees anything: a load that nobody can account for, and that is so for
    some time, makes it astray."""
    if vehicle.condition is Condition.MANUAL:
        doubt_loads(vehicle)
    wrong = _wrong_load(fleet, vehicle)
    if not wrong:
        vehicle.loads.wrong_since_s = None
        return
    if vehicle.loads.wrong_since_s is None:
        vehicle.loads.wrong_since_s = now_s
    if now_s - vehicle.loads.wrong_since_s >= fleet.settings.load_certain_s:
        doubt_place(fleet.settings, vehicle, wrong)


def doubt_loads(vehicle: Vehicle) -> None:
    """A person has been at it, and may have taken its load off."""
    vehicle.loads.was_manual = True


def _wrong_load(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    """A load that nobody can account for while it is at an order: one that has vanished, or one
    that belongs to no order."""
    order, report = fleet.order_of(vehicle), vehicle.report
    if (
        order is None
        or not vehicle.contact.heard
        or not vehicle.place.entered
        or vehicle.loads.was_manual
    ):
        return None
    expected = order.loaded and vehicle.id in fleet.naming_loads
    if expected == bool(report.load_unit_ids) or report.mode is not OperatingMode.AUTOMATIC:
        return None
    if fleet.handling(vehicle):
        return None
    if expected:
        return reasons.vehicles.load_missing(order.load_unit_id)
    for load_id in report.load_unit_ids:
        if load_id != order.load_unit_id and _order_with_load(fleet, load_id) is None:
            return reasons.vehicles.load_of_nobody(load_id)
    return None


def _miss_load(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Back from manual control without its load: a person knows where that is now."""
    order, report = fleet.order_of(vehicle), vehicle.report
    if order is None or not order.loaded or report.load_unit_ids:
        return
    if vehicle.id not in fleet.naming_loads:
        return
    fleet.loads.dropped(vehicle.id, "")
    pick = order.last_pick
    cause = reasons.orders.load_taken_off(order.load_unit_id, vehicle.id)
    if pick is None:  # a recovery order: its load needs nobody any more
        fleet.set_mission(vehicle, None)
        fleet.orders.amend(replace(order, loaded=False), now_s, cause)
        fleet.orders.move(order.id, OrderState.FAILED, Actor.EXECUTION, now_s, cause)
        return
    fleet.set_mission(vehicle, None)
    back = replace(order, next_stop=pick, loaded=False, begun_anew=order.begun_anew + 1)
    fleet.orders.amend(back, now_s, cause)
    if back.state is not OrderState.SUSPENDED:
        suspend_order(fleet, vehicle, back, now_s, cause)


def _explain_load(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Find the order that a strange load belongs to, and have it carried or set down."""
    strange = _strange(fleet, vehicle)
    if not strange:
        vehicle.loads.misplaced_since_s = None
        return
    if vehicle.loads.misplaced_since_s is None:
        vehicle.loads.misplaced_since_s = now_s
    if now_s - vehicle.loads.misplaced_since_s < CERTAIN_AFTER_S or not vehicle.place.entered:
        return
    order = _order_with_load(fleet, strange)
    if order is None:
        _report_unknown(fleet, vehicle, strange, now_s)
        return
    present = fleet.order_of(vehicle)
    if present is not None:
        if present.loaded or fleet.handling(vehicle):
            return
        if present.id != order.id:
            give_back(fleet, vehicle, now_s, reasons.orders.other_load_on_board(vehicle.id))
    vehicle.loads.misplaced_since_s = None
    if not order.state.ended:
        take_over(fleet, vehicle, order, now_s)
        return
    target = set_down_station(fleet, vehicle, order)
    if target:
        fleet.loads.picked(order.load_unit_id, order.load_type, vehicle.id)
        begin_set_down(fleet, vehicle, order, target, now_s, AUTHOR)


def _strange(fleet: Fleet, vehicle: Vehicle) -> str:
    if vehicle.condition is not Condition.READY or not vehicle.report.load_unit_ids:
        return ""
    order = fleet.order_of(vehicle)
    for load_id in vehicle.report.load_unit_ids:
        if order is None or order.load_unit_id != load_id:
            return load_id
    return ""


def _order_with_load(fleet: Fleet, load_id: str) -> TransportOrder | None:
    for order in fleet.orders.open.values():
        wants = order.stop is not None and order.stop.action is StopAction.PICK
        begun = order.state is not OrderState.ACCEPTED
        if order.load_unit_id == load_id and wants and begun and not order.loaded:
            return order
    for order in reversed(fleet.orders.ended.values()):
        if order.load_unit_id == load_id and order.state is not OrderState.DONE:
            return order
    return None


def _report_unknown(fleet: Fleet, vehicle: Vehicle, load_id: str, now_s: float) -> None:
    reason = reasons.vehicles.take_load_off(load_id)
    if vehicle.idle_reason != reason:
        fleet.explain_idle(vehicle, reason)
        said = reasons.vehicles.unknown_load(vehicle.id, load_id)
        fleet.journal.message(now_s, Severity.WARNING, said, vehicle.id)
