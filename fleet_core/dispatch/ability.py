"""Whether a vehicle can carry out an order: type, capability, load, ways, and battery."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import isinf

from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place, along_m
from fleet_core.dispatch.settings import DispatchSettings
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


ENERGIES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class OrderEnergy:
    """What an order takes of a type of vehicle, whichever vehicle does it.

    Ways between stops count as loaded: costly rather than short of energy. ``to_charger_m`` is inf
    where no charger can be reached.
    """

    stops_kwh: float  # the ways between the stops
    handling_kwh: float
    to_charger_m: float  # after the last stop


def order_energy(
    order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> OrderEnergy:
    """Of the stops that are left; looked at once for all orders with the same stops."""
    key = (vehicle_type.id, plant.stops_left(order))
    if key not in plant.energies:
        if len(plant.energies) >= ENERGIES_KEPT:
            plant.energies.clear()
        plant.energies[key] = _order_energy(order, vehicle_type, plant)
    return plant.energies[key]


def _order_energy(
    order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> OrderEnergy:
    places, battery = plant.places_left(order), vehicle_type.battery
    handlings = sum(
        stop.action in (StopAction.PICK, StopAction.DROP) for stop in plant.stops_left(order)
    )
    return OrderEnergy(
        battery.drive_loaded_kwh_per_m * along_m(plant.distances, vehicle_type.id, places),
        battery.handling_kwh * handlings,
        to_charger_m(vehicle_type.id, places[-1], plant) if places else 0.0,
    )


def needed_kwh(
    order: TransportOrder, vehicle_type: VehicleType, to_first_m: float, plant: DispatchPlant
) -> float:
    """Energy for the way to the first stop, the order, and the way to the nearest charger after it.

    Zero where no charger can be reached, since then no level of charge is better than another.
    """
    energy = order_energy(order, vehicle_type, plant)
    if isinf(energy.to_charger_m):
        return 0.0
    to_and_from_m = to_first_m + energy.to_charger_m
    drive_kwh = vehicle_type.battery.drive_kwh_per_m * to_and_from_m
    return drive_kwh + energy.stops_kwh + energy.handling_kwh


def to_charger_m(type_id: str, source: Place, plant: DispatchPlant) -> float:
    """Metres to the nearest charger; inf when there is none."""
    return plant.distances.nearest_m(type_id, source, plant.chargers)


def left_soc(soc: float, need_kwh: float, vehicle_type: VehicleType) -> float:
    """Charge that is left after spending ``need_kwh``."""
    capacity_kwh = vehicle_type.battery.capacity_kwh
    return soc - need_kwh / capacity_kwh if capacity_kwh > 0.0 else soc


def objection(
    order: TransportOrder,
    carrier: Availability,
    travel_s: float,
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> Reason | None:
    """Why this vehicle cannot take this order now; None when it can."""
    if order.intended_vehicle not in ("", carrier.vehicle_id):
        return reasons.waiting.meant_for(order.intended_vehicle)
    vehicle_type = plant.type_of(carrier.type_id)
    reason = carrier.unavailable or type_objection(order, vehicle_type, plant)
    if reason:
        return reason
    first = plant.place(plant.stops_left(order)[0].station_id)
    if isinf(travel_s):
        return reasons.waiting.no_way_to(plant.stops_left(order)[0].station_id)
    to_first_m = plant.travel.distance_m(carrier.type_id, carrier.source, first)
    left = left_soc(carrier.soc, needed_kwh(order, vehicle_type, to_first_m, plant), vehicle_type)
    if left < settings.reserve_soc:
        return reasons.waiting.battery_too_low(round(carrier.soc, 2))
    return None
