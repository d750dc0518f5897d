"""Taking vehicles into traffic where they stand, and again where they were set down by hand."""

from __future__ import annotations

from collections.abc import Sequence

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.goals import forget_goal
from fleet_core.execution.order_moves import give_back
from fleet_core.execution.outgoing import forget_routes
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_place import (
    may_take_up,
    note_left,
    note_not_moved,
    note_refused,
    note_taken_up,
    started_anew,
)
from fleet_core.execution.vehicle_watch import standing, tell_traffic_anew
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.status import Severity

UNKNOWN = frozenset({Condition.NEW, Condition.LOST})


def settle(fleet: Fleet, vehicles: Sequence[Vehicle], now_s: float) -> None:
    """Enter vehicles that are not in traffic, and anew those that were moved by hand. All that
    have gone from where traffic knew them leave before anybody enters in their place."""
    for vehicle in vehicles:
        _leave_if_moved(fleet, vehicle, now_s)
    for vehicle in vehicles:
        known = vehicle.condition not in UNKNOWN and standing(vehicle.report, fleet.settings)
        if known and not vehicle.place.entered and now_s >= vehicle.place.next_entry_s:
            _enter(fleet, vehicle, now_s)


def _leave_if_moved(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    forgot = started_anew(fleet, vehicle)
    if not vehicle.place.entered or not (
        forgot or vehicle.place.moved_by_hand or vehicle.place.objection
    ):
        return
    if vehicle.condition in UNKNOWN or not standing(vehicle.report, fleet.settings):
        return
    if not forgot and not vehicle.place.fault:
        note_not_moved(vehicle)
    elif may_take_up(fleet, vehicle):
        _leave(fleet, vehicle, now_s)


def _leave(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    fleet.traffic.leave(vehicle.id, now_s)
    note_left(vehicle, now_s)
    forget_goal(vehicle)
    forget_routes(vehicle)
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
        is_new = vehicle.place.refusal != error.reason
        note_refused(vehicle, error.reason, now_s + fleet.settings.enter_retry_s)
        if is_new:
            fleet.journal.message(
                now_s,
                Severity.WARNING,
                reasons.vehicles.vehicle_off_roadmap(vehicle.id, error.reason),
                vehicle_id=vehicle.id,
            )
        return
    note_taken_up(vehicle)
    tell_traffic_anew(vehicle)
    forget_goal(vehicle)
    fleet.note_entered()
