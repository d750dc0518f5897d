"""From a mission to the goal that traffic is given."""

from __future__ import annotations

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.traffic.protocol import Goal

HANDLING = frozenset({StopAction.PICK, StopAction.DROP, StopAction.CUSTOM})
"""Actions that are never broken off: afterwards the load would be nobody knows where."""


def action_id(mission: Mission, order: TransportOrder | None) -> str:
    """Unique for ever, the same after a restart; empty when the mission has no action."""
    if mission.kind is MissionKind.CHARGE:
        return f"{mission.id}/charge"
    if order is None or order.stop is None:
        return ""
    anew = f"/anew{order.begun_anew}" if order.begun_anew else ""
    again = f"/{mission.attempt}" if mission.attempt else ""
    return f"{order.id}/{order.next_stop}/{order.stop.action}{anew}{again}"


def goal_of(
    mission: Mission, order: TransportOrder | None, vehicle_type: VehicleType, plant: DispatchPlant
) -> Goal | None:
    """Where the vehicle shall go; None while its order is halted."""
    if mission.kind is MissionKind.ORDER:
        if order is None or order.stop is None or mission.halted_by:
            return None
        return _order_goal(mission, order, vehicle_type, plant)
    place = mission.node_ids or plant.place(mission.station_id)
    action = None
    if mission.kind is MissionKind.CHARGE:
        action = StationAction(action_id(mission, None), StopAction.CHARGE, mission.station_id)
    return Goal(place, mission.station_id, "", action)


def _order_goal(
    mission: Mission, order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> Goal | None:
    stop = order.stop
    if stop is None:
        return None
    carries = stop.action in (StopAction.PICK, StopAction.DROP)
    action = StationAction(
        action_id(mission, order),
        stop.action,
        stop.station_id,
        order.load_unit_id if carries else "",
        order.load_type if carries else "",
        plant.handling_s(vehicle_type, stop),
        stop.custom_action,
    )
    return Goal(plant.place(stop.station_id), stop.station_id, order.id, action)
