"""The fleet as it is shown: one status a vehicle, each with its reason, and whom it waits for."""

from __future__ import annotations

from math import isfinite

from fleet_core.execution.availability import in_maintenance, unavailable
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_watch import clause_of
from fleet_core.model import reasons
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.reason import Reason
from fleet_core.model.route import Route, Wait
from fleet_core.model.status import FleetSnapshot, Unheard, WaitReason
from fleet_core.model.vehicle import ActionStatus, Activity, VehicleReport, VehicleStatus

OUT_OF_WORK = {
    Condition.NEW: Activity.LOST,
    Condition.LOST: Activity.LOST,
    Condition.BROKEN: Activity.BROKEN,
    Condition.MANUAL: Activity.MANUAL,
    Condition.ASTRAY: Activity.BROKEN,
    Condition.SILENT: Activity.WAITING,
    Condition.STUCK: Activity.WAITING,
    Condition.PAUSED: Activity.PAUSED,
}

UNDER_WAY_TO = {
    MissionKind.CHARGE: Activity.TO_CHARGER,
    MissionKind.PARK: Activity.TO_PARKING,
    MissionKind.SEND: Activity.TO_PARKING,
}


_DOES = {
    Activity.IDLE: reasons.vehicles.does_idle,
    Activity.TO_PICK: reasons.vehicles.does_to_pick,
    Activity.CARRYING: reasons.vehicles.does_carrying,
    Activity.HANDLING: reasons.vehicles.does_handling,
    Activity.TO_CHARGER: reasons.vehicles.does_to_charger,
    Activity.CHARGING: reasons.vehicles.does_charging,
    Activity.TO_PARKING: reasons.vehicles.does_to_parking,
}

_LONGEST_CHAIN = 50


def view(fleet: Fleet, now_s: float) -> FleetSnapshot:
    """Everything that changes, at one time."""
    routes = [
        route
        for vehicle in fleet.vehicles.values()
        for route in vehicle.sent.routes
        if not _driven(route, vehicle.report)
    ]
    return FleetSnapshot(
        now_s,
        tuple(status_of(fleet, vehicle, now_s) for vehicle in fleet.vehicles.values()),
        fleet.orders.shown(fleet.settings.orders_shown),
        tuple(routes),
        fleet.journal.messages,
        fleet.paused,
        fleet.traffic.closures(),
        tuple(Unheard(name, why) for name, why in unheard(fleet).items()),
        tuple(fleet.unknown_vehicles.values()),
    )


def unheard(fleet: Fleet) -> dict[str, Reason | None]:
    """Vehicles of the plant that have never reported, and what their adapters say of it."""
    missing = (name for name in fleet.known_types if name not in fleet.vehicles)
    return {name: fleet.unreported.get(name) for name in missing}


def status_of(fleet: Fleet, vehicle: Vehicle, now_s: float) -> VehicleStatus:
    under_way = vehicle.place.entered and vehicle.goal is not None
    wait = fleet.traffic.wait(vehicle.id) if under_way else None
    known = under_way and not vehicle.standing.numbers  # nobody knows when it will go on
    eta_s = fleet.traffic.arrival_s(vehicle.id) if known else None
    return VehicleStatus(
        vehicle.report,
        _activity(fleet, vehicle, wait),
        vehicle.mission.order_id if vehicle.mission else "",
        fleet.mission_station(vehicle),
        _reason(fleet, vehicle, wait),
        vehicle.place.held_for or (wait.blocking_vehicle_ids if wait is not None else ()),
        eta_s if eta_s is not None and isfinite(eta_s) else None,
        max(0.0, now_s - vehicle.contact.fresh_s),
        bool(vehicle.maintained_by),
    )


def wait_chain(fleet: Fleet, vehicle_id: str, now_s: float) -> tuple[WaitReason, ...]:
    """Why a vehicle waits: itself first, then all that it waits for, nearest first, each once.

    Raises CommandError for an unknown vehicle.
    """
    asked = [fleet.vehicle(vehicle_id).id]
    chain: list[WaitReason] = []
    for name in asked:
        vehicle = fleet.vehicles.get(name)
        if vehicle is None or len(chain) == _LONGEST_CHAIN:
            continue
        reason = _wait_reason(fleet, vehicle, now_s)
        chain.append(reason)
        asked += [other for other in reason.blocked_by if other not in asked]
    return tuple(chain)


def _driven(route: Route, report: VehicleReport) -> bool:
    return report.route_id == route.route_id and report.legs_done >= len(route.legs)


def _activity(fleet: Fleet, vehicle: Vehicle, wait: Wait | None) -> Activity:
    if vehicle.condition is not Condition.READY:
        return OUT_OF_WORK[vehicle.condition]
    if fleet.paused:
        return Activity.PAUSED
    if vehicle.mission is None:
        return Activity.IDLE
    return _mission_activity(fleet, vehicle, vehicle.mission, wait)


def _mission_activity(
    fleet: Fleet, vehicle: Vehicle, mission: Mission, wait: Wait | None
) -> Activity:
    report = vehicle.report
    if mission.kind is MissionKind.CHARGE and report.charging:
        return Activity.CHARGING
    if fleet.at_work(vehicle) and report.action_status is not ActionStatus.NONE:
        return Activity.HANDLING
    if mission.halted_by or wait is not None or vehicle.place.held_for or vehicle.standing.numbers:
        return Activity.WAITING
    order = fleet.order_of(vehicle)
    if order is not None:
        return Activity.CARRYING if order.loaded else Activity.TO_PICK
    if mission.kind is MissionKind.SEND and fleet.traffic.arrived(vehicle.id):
        return Activity.IDLE
    return UNDER_WAY_TO[mission.kind]


def _reason(fleet: Fleet, vehicle: Vehicle, wait: Wait | None) -> Reason | None:
    if vehicle.condition is not Condition.READY:
        return clause_of(vehicle)
    if fleet.paused:
        return reasons.vehicles.fleet_is_paused(fleet.paused_by)
    if not vehicle.place.entered:
        return vehicle.place.refusal or reasons.vehicles.moves_still()
    hindrance = _hindrance(vehicle)
    if hindrance is not None:
        return hindrance
    if vehicle.mission is None:
        return _idle_reason(fleet, vehicle)
    if vehicle.mission.halted_by:
        order = fleet.order_of(vehicle)
        return reasons.vehicles.its_order_suspended(order.reason if order else None)
    if wait is not None:
        return wait.reason or reasons.traffic.waits(wait.blocking_vehicle_ids, wait.place)
    return _mission_reason(vehicle, vehicle.mission)


def _idle_reason(fleet: Fleet, vehicle: Vehicle) -> Reason:
    known = in_maintenance(vehicle) or vehicle.idle_reason or unavailable(fleet, vehicle)
    return known or reasons.vehicles.no_order()


def _hindrance(vehicle: Vehicle) -> Reason | None:
    """Why it does not drive although traffic lets it."""
    if vehicle.place.held_for:
        return reasons.vehicles.held_for(vehicle.place.held_for)
    return reasons.vehicles.is_stuck(vehicle.standing.numbers) if vehicle.standing.numbers else None


def _mission_reason(vehicle: Vehicle, mission: Mission) -> Reason | None:
    if mission.cancel_author:
        return reasons.vehicles.its_order_ends(mission.cancel_author)
    if mission.kind is MissionKind.SEND:
        return reasons.vehicles.sent(mission.station_id, mission.author)
    if mission.kind is MissionKind.CHARGE:
        return reasons.vehicles.battery(round(vehicle.report.battery_soc, 2))
    return None


def _wait_reason(fleet: Fleet, vehicle: Vehicle, now_s: float) -> WaitReason:
    status = status_of(fleet, vehicle, now_s)
    under_way = vehicle.place.entered and vehicle.goal is not None
    wait = fleet.traffic.wait(vehicle.id) if under_way else None
    return WaitReason(
        vehicle.id,
        wait is not None,
        status.reason or (_DOES[status.activity]() if status.activity in _DOES else None),
        status.blocked_by,
        wait.place if wait is not None else "",
        wait.since_s if wait is not None else None,
        wait.until_s if wait is not None else status.eta_s,
    )
