"""In what condition each vehicle is, told to traffic and to the dispatcher when it changes."""

from __future__ import annotations

from collections.abc import Callable

from fleet_core.execution.contact import is_lost
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.settings import FleetSettings
from fleet_core.execution.standing_watch import is_stuck, watch_standing
from fleet_core.execution.stopped_for_people import is_in_the_way
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_place import note_moved_by_hand
from fleet_core.model import reasons
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import ErrorLevel, OperatingMode, VehicleError, VehicleReport

SEVERITIES = {
    Condition.LOST: Severity.ERROR,
    Condition.BROKEN: Severity.ERROR,
    Condition.SILENT: Severity.ERROR,
    Condition.MANUAL: Severity.WARNING,
    Condition.STUCK: Severity.WARNING,
    Condition.ASTRAY: Severity.ERROR,
    Condition.PAUSED: Severity.INFO,
    Condition.READY: Severity.INFO,
}

_DEAF = frozenset({Condition.NEW, Condition.LOST, Condition.MANUAL})


def watch(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Find the present condition and act on a change."""
    watch_standing(fleet, vehicle, now_s)
    if vehicle.report.mode is not OperatingMode.AUTOMATIC:
        note_moved_by_hand(vehicle)
        vehicle.manual_at_s = now_s
    condition = _condition(fleet, vehicle, now_s)
    if condition in _DEAF:
        vehicle.deaf_at_s = now_s
    if condition is not vehicle.condition:
        _change(fleet, vehicle, condition, now_s)
    stopped = condition is not Condition.READY or bool(vehicle.place.held_for)
    stopped = stopped or is_in_the_way(fleet, vehicle, now_s)
    if vehicle.place.entered and stopped is not vehicle.told_stopped:
        fleet.traffic.stopped(vehicle.id, stopped, now_s)
        vehicle.told_stopped = stopped


def tell_traffic_anew(vehicle: Vehicle) -> None:
    """It has just been taken into traffic, which knows nothing of its condition."""
    vehicle.told_stopped = None


def standing(report: VehicleReport, settings: FleetSettings) -> bool:
    return (
        abs(report.speed_mps) <= settings.standing_mps
        and abs(report.turn_rate_radps) <= settings.standing_mps
    )


def clause_of(vehicle: Vehicle) -> Reason:
    """In what condition it is, as a clause without its name. Not for one that is ready."""
    return _CLAUSES[vehicle.condition](vehicle)


def condition_of(vehicle: Vehicle) -> Reason:
    """The same with its name; it is a message, too."""
    return _MESSAGES[vehicle.condition](vehicle)


def fault_of(error: VehicleError) -> Reason:
    """A fault in the vehicle's own words."""
    return reasons.general.said(error.text or error.code)


def _manual(vehicle: Vehicle) -> Reason:
    if vehicle.report.mode is OperatingMode.AUTOMATIC:
        return vehicle.place.refusal or reasons.vehicles.is_handed_back()
    return reasons.vehicles.is_manual()


def _fatal(vehicle: Vehicle) -> Reason | None:
    """The fatal faults of a vehicle that has broken down."""
    fatal = [one for one in vehicle.report.errors if one.level is ErrorLevel.FATAL]
    return reasons.general.several(tuple(map(fault_of, fatal))) if fatal else None


def _condition(fleet: Fleet, vehicle: Vehicle, now_s: float) -> Condition:
    report, settings = vehicle.report, fleet.settings
    if is_lost(fleet, vehicle, now_s):
        return Condition.LOST
    if not vehicle.contact.heard:
        return Condition.NEW
    if report.broken:
        return Condition.BROKEN
    by_hand = report.mode is not OperatingMode.AUTOMATIC
    if by_hand or now_s - vehicle.manual_at_s < settings.after_manual_s:
        return Condition.MANUAL
    if vehicle.place.objection:
        return Condition.ASTRAY
    ours = fleet.paused_by or vehicle.sent.hold or now_s <= vehicle.sent.held_until_s
    if vehicle.paused_by or (report.paused and not ours):
        return Condition.PAUSED
    if _silent(vehicle, now_s, settings):
        return Condition.SILENT
    return Condition.STUCK if is_stuck(fleet, vehicle, now_s) else Condition.READY


def _silent(vehicle: Vehicle, now_s: float, settings: FleetSettings) -> bool:
    """It stands at the end of all it knows to be released, and long ago it was told of a route that
    it still does not know."""
    sent, report = vehicle.sent.newest, vehicle.report
    return (
        sent is not None
        and not sent.hold
        and report.route_id != sent.route_id
        and report.legs_done >= report.legs_released
        and now_s - max(vehicle.sent.asked_at_s, vehicle.deaf_at_s) > settings.answer_within_s
        and standing(report, settings)
    )


def _change(fleet: Fleet, vehicle: Vehicle, condition: Condition, now_s: float) -> None:
    before = vehicle.condition
    fleet.set_condition(vehicle, condition, now_s)
    if before is Condition.NEW and condition is Condition.READY:
        return
    severity = SEVERITIES.get(condition, Severity.INFO)
    fleet.journal.message(now_s, severity, condition_of(vehicle), vehicle_id=vehicle.id)


_CLAUSES: dict[Condition, Callable[[Vehicle], Reason]] = {
    Condition.NEW: lambda _: reasons.vehicles.is_new(),
    Condition.LOST: lambda it: reasons.vehicles.is_lost(it.contact.trouble),
    Condition.BROKEN: lambda it: reasons.vehicles.is_broken(_fatal(it)),
    Condition.MANUAL: _manual,
    Condition.ASTRAY: lambda it: reasons.vehicles.is_astray(it.place.objection),
    Condition.SILENT: lambda _: reasons.vehicles.is_silent(),
    Condition.PAUSED: lambda it: reasons.vehicles.is_paused(it.paused_by),
    Condition.STUCK: lambda it: reasons.vehicles.is_stuck(it.standing.numbers),
}

_MESSAGES: dict[Condition, Callable[[Vehicle], Reason]] = {
    Condition.NEW: lambda it: reasons.vehicles.vehicle_new(it.id),
    Condition.READY: lambda it: reasons.vehicles.vehicle_ready(it.id),
    Condition.LOST: lambda it: reasons.vehicles.vehicle_lost(it.id, it.contact.trouble),
    Condition.BROKEN: lambda it: reasons.vehicles.vehicle_broken(it.id, _fatal(it)),
    Condition.MANUAL: lambda it: reasons.vehicles.vehicle_manual(it.id),
    Condition.ASTRAY: lambda it: reasons.vehicles.vehicle_astray(it.id, it.place.objection),
    Condition.SILENT: lambda it: reasons.vehicles.vehicle_silent(it.id),
    Condition.PAUSED: lambda it: reasons.vehicles.vehicle_paused(it.id, it.paused_by),
    Condition.STUCK: lambda it: reasons.vehicles.vehicle_stuck(it.id, it.standing.numbers),
}
