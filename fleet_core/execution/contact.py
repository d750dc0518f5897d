"""Reports of vehicles as they come in, and as they fail to."""

from __future__ import annotations

from math import isfinite

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import Condition, Vehicle, VehicleContact
from fleet_core.execution.vehicle_place import note_motion
from fleet_core.model import reasons
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity, UnknownVehicle
from fleet_core.model.vehicle import VehicleReport

UNKNOWN_KEPT = 100
"""Unknown vehicles that are remembered by name; more are only counted."""


def take_report(fleet: Fleet, report: VehicleReport, heard_s: float | None = None) -> None:
    """Keep the newest report of each vehicle of the plant. What cannot be right is not taken and
    counted: the vehicle then counts as out of contact, and its reason says so. Manned vehicles are
    seen by others, not commanded here. ``heard_s``: fleet's clock when it came; None: its stamp."""
    type_id = fleet.known_types.get(report.vehicle_id)
    if type_id is None:
        _note_unknown(fleet, report, report.stamp_s if heard_s is None else heard_s)
        return
    now_s = report.stamp_s if heard_s is None else heard_s
    why = _unsound(fleet, report, type_id, now_s)
    vehicle = fleet.vehicles.get(report.vehicle_id)
    if why is not None:
        _refuse(fleet, report, why, now_s)
        if vehicle is not None:
            vehicle.contact.refused = why
    elif vehicle is None:
        _welcome(fleet, report, now_s)
    elif vehicle.contact.heard and report.stamp_s < vehicle.report.stamp_s:
        back_s = vehicle.report.stamp_s - report.stamp_s
        vehicle.contact.refused = reasons.vehicles.report_back(round(back_s, 1))
    else:
        note_motion(fleet, vehicle, report)
        vehicle.contact.report = report
        vehicle.contact.fresh_s = min(report.stamp_s, now_s)
        vehicle.contact.heard = True
        vehicle.contact.refused = vehicle.contact.unreported = None
        if report.load_unit_ids:
            fleet.note_naming_loads(vehicle.id)


def note_unreported(fleet: Fleet, vehicle_id: str, why: Reason | None) -> None:
    """Why a vehicle's adapter passes on no report; None: it does."""
    vehicle = fleet.vehicles.get(vehicle_id)
    if vehicle is not None:
        vehicle.contact.unreported = why
    elif vehicle_id in fleet.known_types:
        fleet.unreported[vehicle_id] = why


def listen(fleet: Fleet, now_s: float) -> None:
    """At the beginning of every step. After a pause between steps what was said meanwhile may still
    be on its way: nobody is lost for what the fleet had no time to hear."""
    if now_s - fleet.stepped_s > fleet.settings.report_max_age_s / 2.0:
        fleet.listening_since_s = now_s
    fleet.stepped_s = now_s


def is_lost(fleet: Fleet, vehicle: Vehicle, now_s: float) -> bool:
    """Nothing new was heard of it for too long."""
    settings = fleet.settings
    limit_s = settings.report_max_age_s if vehicle.contact.heard else settings.first_report_s
    if now_s - vehicle.contact.fresh_s <= limit_s:
        vehicle.contact.overdue_since_s = None
        return False
    if vehicle.contact.overdue_since_s is None:
        vehicle.contact.overdue_since_s = now_s
    if vehicle.condition is Condition.LOST:
        return True
    listened_s = now_s - fleet.listening_since_s
    if listened_s >= settings.report_max_age_s / 4.0:
        return True
    return listened_s == 0.0 and vehicle.contact.overdue_since_s < now_s  # every step takes so long


def _unsound(fleet: Fleet, report: VehicleReport, type_id: str, now_s: float) -> Reason | None:
    """Why a report cannot be right by itself; None when it can."""
    if report.type_id != type_id:
        return reasons.vehicles.report_type(report.type_id, type_id)
    pose = report.pose
    numbers = (pose.x_m, pose.y_m, pose.heading_rad, report.stamp_s, report.speed_mps)
    if not all(map(isfinite, (*numbers, report.turn_rate_radps, report.battery_soc))):
        return reasons.vehicles.report_not_a_number()
    ahead_s, limit_s = report.stamp_s - now_s, fleet.settings.report_max_age_s
    if ahead_s > limit_s:
        return reasons.vehicles.report_ahead(round(ahead_s, 1), limit_s)
    return None


def _welcome(fleet: Fleet, report: VehicleReport, now_s: float) -> None:
    contact = VehicleContact(report, fresh_s=min(report.stamp_s, now_s))
    fleet.welcome(Vehicle(report.vehicle_id, contact))
    if report.load_unit_ids:
        fleet.note_naming_loads(report.vehicle_id)
    fleet.unreported.pop(report.vehicle_id, None)


def _note_unknown(fleet: Fleet, report: VehicleReport, now_s: float) -> None:
    """It is not of this plant, or a person drives it: it is nobody's to command."""
    vehicle_type = fleet.plant.facility.vehicle_types.get(report.type_id)
    if vehicle_type is not None and vehicle_type.manned:
        return
    fleet.reports_of_unknown += 1
    if report.vehicle_id in fleet.unknown_vehicles or len(fleet.unknown_vehicles) < UNKNOWN_KEPT:
        first = not fleet.unknown_vehicles
        heard_s = now_s if isfinite(now_s) else 0.0
        seen = UnknownVehicle(report.vehicle_id, report.type_id, heard_s)
        fleet.unknown_vehicles[report.vehicle_id] = seen
        if first:
            said = reasons.vehicles.unknown_vehicle(report.vehicle_id)
            fleet.journal.message(heard_s, Severity.WARNING, said)


def _refuse(fleet: Fleet, report: VehicleReport, why: Reason, now_s: float) -> None:
    """Count it; say it once until a report of the vehicle is taken again."""
    fleet.reports_refused += 1
    vehicle = fleet.vehicles.get(report.vehicle_id)
    if vehicle is not None and vehicle.contact.refused:
        return
    if vehicle is None and report.vehicle_id in fleet.refused_unheard:
        return
    fleet.refused_unheard.add(report.vehicle_id)
    time_s = now_s if isfinite(now_s) else 0.0
    said = reasons.vehicles.report_refused(report.vehicle_id, why)
    fleet.journal.message(time_s, Severity.WARNING, said, report.vehicle_id)


def gathered(fleet: Fleet, now_s: float) -> bool:
    """Whether every vehicle of the plant has reported since the start, or has had the time to.

    Once true it stays so. Until then nobody is told anything: what the store says of places may be
    old, and somebody who has not spoken yet may stand where another one was released to.
    """
    if not fleet.gathered:
        heard = {vehicle.id for vehicle in fleet.vehicles.values() if vehicle.contact.heard}
        waited_s = now_s - fleet.woken_s
        fleet.gathered = (
            heard.issuperset(fleet.known_types) or waited_s >= fleet.settings.first_report_s
        )
    return fleet.gathered
