"""Whether a kind of vehicle can carry out an order at all: type, capability, load, ways."""

from __future__ import annotations

import itertools
from math import isinf

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.model import reasons
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.vehicle_type import VehicleType

OBJECTIONS_KEPT = 10_000


def type_objection(
    order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> Reason | None:
    """Why this type cannot do it; None when it can. The same demand is looked at
    once: a backlog of hundreds of orders has few kinds of them."""
    key = (
        vehicle_type.id,
        order.stops[order.next_stop :],
        order.required_vehicle_type,
        order.required_capability,
        order.load_type,
    )
    if key not in plant.objections:
        found = _demand_objection(order, vehicle_type) or _way_objection(order, vehicle_type, plant)
        if len(plant.objections) >= OBJECTIONS_KEPT:
            plant.objections.clear()
        plant.objections[key] = found
    return plant.objections[key]


def _demand_objection(order: TransportOrder, vehicle_type: VehicleType) -> Reason | None:
    if vehicle_type.manned:
        return reasons.waiting.driven_by_person(vehicle_type.id)
    if order.required_vehicle_type not in ("", vehicle_type.id):
        return reasons.waiting.other_type(vehicle_type.id, order.required_vehicle_type)
    capability = order.required_capability
    if capability and capability not in vehicle_type.capabilities:
        return reasons.waiting.not_capable(vehicle_type.id, capability)
    if not handles_loads(order):
        return None
    if vehicle_type.load_positions < 1:
        return reasons.waiting.carries_no_loads(vehicle_type.id)
    limited = bool(order.load_type and vehicle_type.load_types)
    if limited and order.load_type not in vehicle_type.load_types:
        return reasons.waiting.cannot_carry(vehicle_type.id, order.load_type)
    return None


def handles_loads(order: TransportOrder) -> bool:
    return any(stop.action in (StopAction.PICK, StopAction.DROP) for stop in order.stops)


def _way_objection(
    order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> Reason | None:
    stops = plant.stops_left(order)
    for stop in stops:
        if not plant.distances.can_stand(vehicle_type.id, plant.place(stop.station_id)):
            return reasons.waiting.type_no_way_to(vehicle_type.id, stop.station_id)
    for before, after in itertools.pairwise(stops):
        way_s = plant.distances.travel_s(
            vehicle_type.id, plant.place(before.station_id), plant.place(after.station_id)
        )
        if isinf(way_s):
            return reasons.waiting.type_no_way(vehicle_type.id, before.station_id, after.station_id)
    return None
