"""Which vehicles may be given work now, as dispatch wants to know it."""

from __future__ import annotations

from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.idle_places import may_be_called, must_charge
from fleet_core.execution.action_ids import handles
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_watch import clause_of, fault_of
from fleet_core.model import reasons
from fleet_core.model.mission import MissionKind
from fleet_core.model.reason import Reason
from fleet_core.model.vehicle import ErrorLevel


def availability_of(fleet: Fleet, vehicle: Vehicle, now_s: float) -> Availability:
    """Where and when it will be free; ``unavailable`` says why it may not be given an order."""
    return availability_at(fleet, vehicle, now_s, unavailable(fleet, vehicle))


def availability_of_idle(fleet: Fleet, vehicle: Vehicle, now_s: float) -> Availability:
    """The same, but without a place (which is costly to find out) for a vehicle that is at work."""
    reason = unavailable(fleet, vehicle)
    mission = vehicle.mission
    if reason and mission is not None and mission.kind is not MissionKind.PARK:
        report = vehicle.report
        return Availability(vehicle.id, report.type_id, "", 0.0, now_s, report.battery_soc, reason)
    return availability_at(fleet, vehicle, now_s, reason)


def availability_at(
    fleet: Fleet, vehicle: Vehicle, now_s: float, reason: Reason | None
) -> Availability:
    """With the place where it will be free, if it takes part in traffic."""
    if not vehicle.place.entered:
        return Availability(vehicle.id, vehicle.report.type_id, "", 0.0, now_s, 0.0, reason)
    commitment = fleet.traffic.commitment(vehicle.id)
    return Availability(
        vehicle.id,
        vehicle.report.type_id,
        commitment.node_id,
        commitment.heading_rad,
        commitment.time_s,
        vehicle.report.battery_soc,
        reason,
    )


def unavailable(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    """Why it may not be given an order, as a clause; None when it may."""
    return (
        out_of_service(fleet, vehicle)
        or in_maintenance(vehicle)
        or _occupied(fleet, vehicle)
        or _urgent_fault(vehicle)
        or _low(fleet, vehicle)
    )


def unfit(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    """Why it may not be given an order when it has done its present one, either."""
    return (
        out_of_service(fleet, vehicle)
        or in_maintenance(vehicle)
        or _urgent_fault(vehicle)
        or _low(fleet, vehicle)
    )


def in_maintenance(vehicle: Vehicle) -> Reason | None:
    """It can be commanded, and a person has decided that it takes no orders."""
    who = vehicle.maintained_by
    return reasons.waiting.in_maintenance(who) if who else None


def out_of_service(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    """Why it cannot be commanded at all; None when it can."""
    if vehicle.condition is not Condition.READY:
        return clause_of(vehicle)
    if not vehicle.place.entered:
        return reasons.waiting.not_placed(vehicle.place.refusal)
    if vehicle.loads.misplaced_since_s is not None:
        return reasons.waiting.carries_misplaced_load()
    if not vehicle.goal_known or vehicle.report.stamp_s < vehicle.settled_at_s:
        return reasons.waiting.may_begin_taken_work()
    if vehicle.mission is None and handles(vehicle.report):
        return reasons.waiting.still_does(vehicle.report.action_id)
    return None


def _urgent_fault(vehicle: Vehicle) -> Reason | None:
    for error in vehicle.report.errors:
        if error.level is ErrorLevel.URGENT:
            return reasons.waiting.urgent_fault(fault_of(error))
    return None


def _occupied(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    mission = vehicle.mission
    if mission is None or mission.kind is MissionKind.PARK:
        return None
    if mission.kind is MissionKind.ORDER:
        return reasons.waiting.busy(mission.order_id)
    if mission.kind is MissionKind.SEND and not fleet.traffic.arrived(vehicle.id):
        return reasons.waiting.on_way_sent(mission.station_id, mission.author)
    return None


def _low(fleet: Fleet, vehicle: Vehicle) -> Reason | None:
    settings, soc = fleet.settings.dispatch, vehicle.report.battery_soc
    mission = vehicle.mission
    if mission is not None and mission.kind is MissionKind.CHARGE:
        if not may_be_called(soc, settings):
            return reasons.waiting.charges(round(soc, 2), settings.charge_enough_soc)
    elif must_charge(soc, settings) and fleet.plant.can_charge(vehicle.report.type_id):
        return reasons.waiting.must_charge(round(soc, 2))
    return None
