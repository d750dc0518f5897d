"""Taking vehicles into traffic where they stand, and again where they were set down by hand."""

from __future__ import annotations

from collections.abc import Sequence

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_moves import give_back
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_place import forget_motion, may_take_up, started_anew
from fleet_core.execution.vehicle_watch import standing
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import OperatingMode

UNKNOWN = frozenset({Condition.NEW, Condition.LOST})


def settle(fleet: Fleet, vehicles: Sequence[Vehicle], now_s: float) -> None:
    """Enter vehicles that are not in traffic, and anew those that were moved by hand. All that
    have gone from where traffic knew them leave before anybody enters in their place."""
    for vehicle in vehicles:
        _leave_if_moved(fleet, vehicle, now_s)
    for vehicle in vehicles:
        known = vehicle.condition not in UNKNOWN and standing(vehicle.report, fleet.settings)
        if known and not vehicle.entered and now_s >= vehicle.next_entry_s:
            _enter(fleet, vehicle, now_s)


def _leave_if_moved(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    forgot = started_anew(fleet, vehicle)
    if not vehicle.entered or not (forgot or vehicle.moved_by_hand or vehicle.objection):
        return
    if vehicle.condition in UNKNOWN or not standing(vehicle.report, fleet.settings):
        return
    if not forgot and not vehicle.fault:
        vehicle.moved_by_hand = _by_hand(vehicle)
    elif may_take_up(fleet, vehicle):
        _leave(fleet, vehicle, now_s)


def _by_hand(vehicle: Vehicle) -> bool:
    """A person may drive it away at any time."""
    return vehicle.report.mode is not OperatingMode.AUTOMATIC


def _leave(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    fleet.traffic.leave(vehicle.id, now_s)
    vehicle.entered = False
    vehicle.goal = vehicle.goal_basis = None
    vehicle.routes = []
    vehicle.restored = False
    vehicle.next_entry_s = now_s
    fleet.note_entered()
    fleet.journal.message(
        now_s,
        Severity.INFO,
        reasons.vehicles.vehicle_moved(vehicle.id),
        vehicle_id=vehicle.id,
    )
    order = fleet.order_of(vehicle)
    if order is None:
        fleet.set_mission(vehicle, None)
    elif not order.loaded:
        give_back(fleet, vehicle, now_s, reasons.orders.moved_or_restarted(vehicle.id))


def _enter(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    report = vehicle.report
    try:
        fleet.traffic.enter(vehicle.id, report.type_id, report.pose, now_s)
    except CommandError as error:
        vehicle.next_entry_s = now_s + fleet.settings.enter_retry_s
        if vehicle.place_objection != error.reason:
            vehicle.place_objection = error.reason
            fleet.journal.message(
                now_s,
                Severity.WARNING,
                reasons.vehicles.vehicle_off_roadmap(vehicle.id, error.reason),
                vehicle_id=vehicle.id,
            )
        return
    vehicle.entered = True
    vehicle.place_objection = None
    vehicle.moved_by_hand = _by_hand(vehicle)
    forget_motion(vehicle)
    vehicle.told_stopped = None
    vehicle.goal = vehicle.goal_basis = None
    fleet.dispatch_due = True
    fleet.note_entered()
