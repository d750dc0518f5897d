"""Vehicles that stand although they may drive: before an obstacle, or for want of a message."""

from __future__ import annotations

from fleet_core.execution.action_ids import handles
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.place_check import between
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.model import reasons
from fleet_core.model.reason import Reason
from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleReport

STILL_M = 0.02
STILL_RAD = 0.02
"""Localisation shakes by less; a vehicle that has got further since it was last looked at moves."""


def watch_standing(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Note since when it stands although it may drive, and after some time with which numbers."""
    report = vehicle.report
    at_work = vehicle.condition in (Condition.READY, Condition.STUCK)
    if not at_work or _gets_on(vehicle.standing.report, report) or not _may_drive(vehicle, now_s):
        vehicle.standing.report, vehicle.standing.since_s, vehicle.standing.numbers = (
            report,
            now_s,
            None,
        )
        return
    stood_s = now_s - vehicle.standing.since_s
    if stood_s >= fleet.settings.stands_reason_s:
        vehicle.standing.numbers = _numbers(vehicle, stood_s)


def is_stuck(fleet: Fleet, vehicle: Vehicle, now_s: float) -> bool:
    """It has stood for so long that nobody should count on it."""
    return bool(vehicle.standing.numbers) and (
        now_s - vehicle.standing.since_s >= fleet.settings.stands_message_s
    )


def _gets_on(before: VehicleReport | None, report: VehicleReport) -> bool:
    if before is None or report.legs_done != before.legs_done:
        return True
    if report.route_id != before.route_id or report.action_status is not before.action_status:
        return True
    moved = between(report.pose, before.pose)
    return moved.beside_m > STILL_M or moved.heading_rad > STILL_RAD


def _may_drive(vehicle: Vehicle, now_s: float) -> bool:
    """Released legs lie before it, nothing holds it, and no hint tells it to take its time."""
    report, sent = vehicle.report, vehicle.sent.newest
    if sent is None or sent.hold or vehicle.sent.hold or not vehicle.place.entered:
        return False
    if sent.more_at_s is not None and sent.more_at_s > now_s:
        return False
    return not handles(report) and _left(vehicle.sent.routes, report) > 0


def _left(routes: list[Route], report: VehicleReport) -> int:
    """Released legs before it; routes before the one that it is on are behind it."""
    ids = [route.route_id for route in routes]
    if report.route_id not in ids:
        return sum(route.released for route in routes)
    ahead = routes[ids.index(report.route_id) :]
    return sum(route.released for route in ahead) - report.legs_done


def _is_on(report: VehicleReport, route: Route) -> bool:
    """It has released legs of it before it."""
    return report.route_id == route.route_id and report.legs_done < route.released


def _numbers(vehicle: Vehicle, stood_s: float) -> Reason:
    report = vehicle.report
    if vehicle.stopped_for is not None:
        return reasons.vehicles.stands_for(vehicle.stopped_for.track_id, round(stood_s))
    sent = next(
        (route for route in vehicle.sent.routes if _is_on(report, route)), vehicle.sent.newest
    )
    assert sent is not None
    known = report.legs_released if report.route_id == sent.route_id else 0
    faults = tuple(reasons.general.said(error.text or error.code) for error in report.errors)
    return reasons.vehicles.stands(sent.released, len(sent.legs), known, round(stood_s), faults)
