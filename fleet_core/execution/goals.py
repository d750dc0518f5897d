"""Missions as goals to traffic, given when they change."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.missions import goal_of
from fleet_core.execution.order_moves import give_up_mission
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model.errors import CommandError


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
