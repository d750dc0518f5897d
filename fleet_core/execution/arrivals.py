"""A vehicle's report as it comes in."""

from __future__ import annotations

from math import isfinite

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import Vehicle
from fleet_core.execution.vehicle_place import note_motion
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import VehicleReport


def take_report(fleet: Fleet, report: VehicleReport) -> None:
    """Keep the newest report of each vehicle. What cannot be right is not taken: the vehicle then
    counts as out of contact. Manned vehicles are seen by others, not commanded here."""
    vehicle_type = fleet.plant.facility.vehicle_types.get(report.type_id)
    if vehicle_type is None:
        _refuse(fleet, report, f"vehicle type {report.type_id!r} is not known")
        return
    if vehicle_type.manned:
        return
    pose = report.pose
    numbers = (pose.x_m, pose.y_m, pose.heading_rad, report.stamp_s, report.speed_mps)
    if not all(map(isfinite, (*numbers, report.turn_rate_radps, report.battery_soc))):
        _refuse(fleet, report, "its report holds a number that is none")
        return
    vehicle = fleet.vehicles.get(report.vehicle_id)
    if vehicle is None:
        _welcome(fleet, report)
    elif not vehicle.heard or report.stamp_s >= vehicle.report.stamp_s:
        note_motion(fleet, vehicle, report)
        vehicle.report = report
        vehicle.heard = True
        vehicle.names_loads |= bool(report.load_unit_ids)


def _welcome(fleet: Fleet, report: VehicleReport) -> None:
    vehicle = Vehicle(report.vehicle_id, report)
    vehicle.paused_by = fleet.pauses.get(report.vehicle_id, "")
    vehicle.mission = fleet.absent_missions.pop(report.vehicle_id, None)
    fleet.vehicles[report.vehicle_id] = vehicle
    fleet.known_types[report.vehicle_id] = report.type_id
    fleet.dispatch_due = True


def _refuse(fleet: Fleet, report: VehicleReport, why: str) -> None:
    key = (report.vehicle_id, why)
    if key not in fleet.refused_reports:
        fleet.refused_reports.add(key)
        fleet.journal.message(
            report.stamp_s if isfinite(report.stamp_s) else 0.0,
            Severity.WARNING,
            "report_refused",
            f"{report.vehicle_id}: {why}.",
            report.vehicle_id,
        )
