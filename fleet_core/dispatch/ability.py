"""Whether a kind of vehicle can carry out an order at all: type, capability, load, ways."""

from __future__ import annotations

import itertools
from math import isinf

from fleet_core.dispatch.plant import Plant
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.vehicle_type import VehicleType

OBJECTIONS_KEPT = 10_000


def type_objection(order: TransportOrder, vehicle_type: VehicleType, plant: Plant) -> str:
    """Why this type cannot do it, as a clause; empty when it can. The same demand is looked at
    once: a backlog of hundreds of orders has few kinds of them."""
    key = (
        vehicle_type.id,
        order.stops[order.next_stop :],
        order.required_vehicle_type,
        order.required_capability,
        order.load_type,
    )
    known = plant.objections.get(key)
    if known is None:
        known = _demand_objection(order, vehicle_type) or _way_objection(order, vehicle_type, plant)
        if len(plant.objections) >= OBJECTIONS_KEPT:
            plant.objections.clear()
        plant.objections[key] = known
    return known


def _demand_objection(order: TransportOrder, vehicle_type: VehicleType) -> str:
    if vehicle_type.manned:
        return f"type {vehicle_type.id} is driven by a person"
    if order.required_vehicle_type not in ("", vehicle_type.id):
        return f"is a {vehicle_type.id}, the order asks for {order.required_vehicle_type}"
    capability = order.required_capability
    if capability and capability not in vehicle_type.capabilities:
        return f"type {vehicle_type.id} is not capable of {capability}"
    if not handles_loads(order):
        return ""
    if vehicle_type.load_positions < 1:
        return f"type {vehicle_type.id} carries no loads"
    limited = bool(order.load_type and vehicle_type.load_types)
    if limited and order.load_type not in vehicle_type.load_types:
        return f"type {vehicle_type.id} cannot carry {order.load_type}"
    return ""


def handles_loads(order: TransportOrder) -> bool:
    return any(stop.action in (StopAction.PICK, StopAction.DROP) for stop in order.stops)


def _way_objection(order: TransportOrder, vehicle_type: VehicleType, plant: Plant) -> str:
    stops = plant.stops_left(order)
    for stop in stops:
        if not plant.distances.can_stand(vehicle_type.id, plant.place(stop.station_id)):
            return f"type {vehicle_type.id} has no way to station {stop.station_id}"
    for before, after in itertools.pairwise(stops):
        way_s = plant.distances.travel_s(
            vehicle_type.id, plant.place(before.station_id), plant.place(after.station_id)
        )
        if isinf(way_s):
            return (
                f"type {vehicle_type.id} has no way from station {before.station_id} "
                f"to {after.station_id}"
            )
    return ""
