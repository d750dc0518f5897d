"""Taking vehicles into traffic where they stand, and again where they were set down by hand."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_moves import give_back
from fleet_core.execution.place_check import at_pose, committed_pose, on_route
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_watch import standing
from fleet_core.model.errors import CommandError
from fleet_core.model.status import Severity

UNKNOWN = frozenset({Condition.NEW, Condition.LOST})
MAY_BE_MOVED = frozenset({Condition.MANUAL, Condition.BROKEN})
"""While it is in one of these, a person may push or drive it anywhere at any time."""


def settle(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Enter a vehicle that is not in traffic; enter it anew where it was moved by hand."""
    if vehicle.entered and not vehicle.place_doubtful and not _knows_nothing(vehicle):
        return
    if vehicle.condition in UNKNOWN or not standing(vehicle.report, fleet.settings):
        return
    if vehicle.entered:
        if not _knows_nothing(vehicle) and not _moved(fleet, vehicle):
            if vehicle.condition not in MAY_BE_MOVED:
                vehicle.place_doubtful = False
            return
        _leave(fleet, vehicle, now_s)
    if now_s >= vehicle.next_entry_s:
        _enter(fleet, vehicle, now_s)


def _knows_nothing(vehicle: Vehicle) -> bool:
    """It was told of a route long ago and says that it follows none: it has been started anew."""
    return vehicle.condition is Condition.SILENT and not vehicle.report.route_id


def _moved(fleet: Fleet, vehicle: Vehicle) -> bool:
    """It stands neither on the route it was sent, nor on the one before, nor at its place."""
    report, settings = vehicle.report, fleet.settings
    present = fleet.traffic.route(vehicle.id)
    for route in [*([present] if present else []), *vehicle.routes]:
        done = report.legs_done if route.route_id == report.route_id else 0
        if on_route(report.pose, route, done, settings):
            return False
    known = {"", *(route.route_id for route in vehicle.routes)}
    if vehicle.restored and report.route_id not in known:
        return False  # it is still on a route that only the controller before this one knew
    commitment = fleet.traffic.commitment(vehicle.id)
    place = committed_pose(present, commitment, fleet.plant.facility.layout.nodes)
    return place is not None and not at_pose(report.pose, place, settings)


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
        "vehicle_moved",
        f"{vehicle.id} is taken up anew where it stands.",
        vehicle_id=vehicle.id,
    )
    order = fleet.order_of(vehicle)
    if order is None:
        fleet.set_mission(vehicle, None)
    elif not order.loaded:
        give_back(fleet, vehicle, now_s, f"{vehicle.id} was moved or started anew")


def _enter(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    report = vehicle.report
    try:
        fleet.traffic.enter(vehicle.id, report.type_id, report.pose, now_s)
    except CommandError as error:
        vehicle.next_entry_s = now_s + fleet.settings.enter_retry_s
        if vehicle.place_objection != str(error):
            vehicle.place_objection = str(error)
            fleet.journal.message(
                now_s,
                Severity.WARNING,
                "vehicle_off_roadmap",
                f"{vehicle.id} cannot take part where it stands: {error}",
                vehicle_id=vehicle.id,
            )
        return
    vehicle.entered = True
    vehicle.place_objection = ""
    vehicle.place_doubtful = vehicle.condition in MAY_BE_MOVED
    vehicle.told_stopped = None
    vehicle.goal = vehicle.goal_basis = None
    fleet.dispatch_due = True
    fleet.note_entered()
