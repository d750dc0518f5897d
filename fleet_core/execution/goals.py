"""Missions as goals to traffic, given when they change."""

from __future__ import annotations

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.execution.action_ids import action_id
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_moves import give_up_mission
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model.errors import CommandError
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.traffic.protocol import Goal


def give_goals(fleet: Fleet, now_s: float) -> None:
    for vehicle in fleet.vehicles.values():
        if vehicle.place.entered:
            _give_goal(fleet, vehicle, now_s)


def forget_goal(vehicle: Vehicle) -> None:
    """Traffic has no goal of it: it has just left, or has just been taken up."""
    vehicle.goal = vehicle.goal_basis = None


def restored_goal(vehicle: Vehicle) -> None:
    """Traffic has one from a controller before this one."""
    vehicle.goal_known = False


def _give_goal(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    mission, goal = vehicle.mission, None
    order = fleet.order_of(vehicle)
    basis = (mission, order.next_stop if order is not None else -1)
    if basis == vehicle.goal_basis and vehicle.goal_known:
        return
    vehicle.goal_basis = basis
    if mission is not None:
        vehicle_type = fleet.plant.type_of(vehicle.report.type_id)
        goal = goal_of(mission, order, vehicle_type, fleet.plant)
    if goal != vehicle.goal or not vehicle.goal_known:
        try:
            fleet.traffic.set_goal(vehicle.id, goal, now_s)
        except CommandError as error:
            give_up_mission(fleet, vehicle, now_s, error.reason)
            return
        if not vehicle.goal_known and goal is None:
            fleet.let_settle(vehicle)
        vehicle.goal = goal
        vehicle.goal_known = True
        fleet.traffic_changed = True


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
