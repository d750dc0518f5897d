"""Which vehicle takes which order: an optimal assignment on true travel times.

The cost of a pair is the travel time to the first stop, plus the time until the vehicle is free,
minus the order's urgency. ``scipy.optimize.linear_sum_assignment`` (a modified Jonker-Volgenant
algorithm, Crouse 2016) finds the assignment of least total cost. An order that is assigned keeps
its vehicle until the vehicle fails or a person decides otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf, isinf

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fleet_core.dispatch.ability import type_objection
from fleet_core.dispatch.claims import Claims
from fleet_core.dispatch.energy import left_soc, needed_kwh
from fleet_core.dispatch.offers import Offer
from fleet_core.dispatch.plant import Plant
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.dispatch.urgency import urgency_s
from fleet_core.model.order import TransportOrder

FORBIDDEN_S = 1e12
"""Cost of a pair that is not possible: larger than any sum of real costs, small enough to add."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """An order and the vehicle that shall do it."""

    order_id: str
    vehicle_id: str
    arrival_s: float
    cost_s: float


@dataclass(frozen=True, slots=True)
class Allocation:
    """What was decided, and why the other orders wait."""

    assignments: tuple[Assignment, ...] = ()
    waiting: dict[str, str] = field(default_factory=dict)  # order id -> one plain sentence


def objection(
    order: TransportOrder,
    offer: Offer,
    travel_s: float,
    plant: Plant,
    settings: DispatchSettings,
) -> str:
    """Why this vehicle cannot take this order now; empty when it can."""
    if order.intended_vehicle not in ("", offer.vehicle_id):
        return f"the order is meant for {order.intended_vehicle}"
    vehicle_type = plant.type_of(offer.type_id)
    reason = offer.unavailable or type_objection(order, vehicle_type, plant)
    if reason:
        return reason
    first = plant.place(plant.stops_left(order)[0].station_id)
    if isinf(travel_s):
        return f"has no way to station {plant.stops_left(order)[0].station_id}"
    to_first_m = plant.travel.distance_m(offer.type_id, offer.source, first)
    left = left_soc(offer.soc, needed_kwh(order, vehicle_type, to_first_m, plant), vehicle_type)
    if left < settings.reserve_soc:
        return f"its battery at {offer.soc:.0%} does not last for this order"
    return ""


def allocate(
    orders: Sequence[TransportOrder],
    offers: Sequence[Offer],
    claims: Claims,
    plant: Plant,
    now_s: float,
    settings: DispatchSettings,
) -> Allocation:
    """Assign queued orders to available vehicles. ``offers`` may hold unavailable ones: they are
    named in the reasons."""
    free = [offer for offer in offers if not offer.unavailable]
    waiting = {}
    open_orders = []
    for order in sorted(orders, key=lambda entry: (-urgency_s(entry, now_s, settings), entry.id)):
        reason = _waits_without_matrix(order, free, offers, claims, plant, settings)
        if reason:
            waiting[order.id] = reason
        else:
            open_orders.append(order)
    limit = settings.orders_per_vehicle * len(free)
    batch, rest = open_orders[:limit], open_orders[limit:]
    travel_s = travel_matrix_s(batch, free, plant)
    assignments = _assign(batch, free, travel_s, claims, plant, now_s, settings)
    taken = {entry.order_id for entry in assignments}
    for order in [*batch, *rest]:
        if order.id not in taken:
            waiting[order.id] = "Waits for a vehicle: more urgent or nearer orders come first."
    for order, ways_s in zip(batch, travel_s, strict=True):
        if np.isinf(ways_s).all():
            first = plant.stops_left(order)[0].station_id
            waiting[order.id] = f"Waits: no free vehicle has an open way to {first}."
    return Allocation(assignments, waiting)


def _waits_without_matrix(
    order: TransportOrder,
    free: Sequence[Offer],
    offers: Sequence[Offer],
    claims: Claims,
    plant: Plant,
    settings: DispatchSettings,
) -> str:
    full = _full_station(order, claims, plant, settings)
    if full:
        return f"Waits: {settings.station_vehicles} vehicles are already on the way to {full}."
    able = [
        offer
        for offer in offers
        if order.intended_vehicle in ("", offer.vehicle_id)
        and not type_objection(order, plant.type_of(offer.type_id), plant)
    ]
    if not able:
        if order.intended_vehicle:
            return f"Waits for {order.intended_vehicle}, which is not here."
        return "Waits: no vehicle that is here can do this order."
    if not any(not offer.unavailable for offer in able):
        return _all_unavailable(order, able)
    return ""


def _all_unavailable(order: TransportOrder, able: Sequence[Offer]) -> str:
    if len(able) == 1:
        return f"Waits for {able[0].vehicle_id}, which {able[0].unavailable}."
    return f"Waits for a vehicle: all {len(able)} that can do it are busy or out of service."


def _full_station(
    order: TransportOrder, claims: Claims, plant: Plant, settings: DispatchSettings
) -> str:
    for stop in plant.stops_left(order):
        if claims.at(plant.place(stop.station_id)) >= settings.station_vehicles:
            return f"station {stop.station_id}"
    return ""


def _assign(
    batch: Sequence[TransportOrder],
    free: Sequence[Offer],
    travel_s: NDArray[np.float64],
    claims: Claims,
    plant: Plant,
    now_s: float,
    settings: DispatchSettings,
) -> tuple[Assignment, ...]:
    if not batch or not free:
        return ()
    cost_s = cost_matrix_s(batch, free, travel_s, plant, now_s, settings)
    result = []
    for row, column in zip(*linear_sum_assignment(cost_s), strict=True):
        order, offer = batch[row], free[column]
        if cost_s[row, column] >= FORBIDDEN_S / 2:
            continue
        if _full_station(order, claims, plant, settings):  # filled up by this very batch
            continue
        for place in plant.places_left(order):
            claims.add(place)
        arrival_s = max(now_s, offer.free_at_s) + float(travel_s[row, column])
        result.append(Assignment(order.id, offer.vehicle_id, arrival_s, float(cost_s[row, column])))
    return tuple(result)


def travel_matrix_s(
    orders: Sequence[TransportOrder], offers: Sequence[Offer], plant: Plant
) -> NDArray[np.float64]:
    """Seconds from each vehicle to the first stop of each order, shape (orders, offers)."""
    matrix = np.full((len(orders), len(offers)), inf)
    targets = [plant.place(plant.stops_left(order)[0].station_id) for order in orders]
    for type_id in sorted({offer.type_id for offer in offers}):
        columns = [index for index, offer in enumerate(offers) if offer.type_id == type_id]
        sources = [offers[index].source for index in columns]
        matrix[:, columns] = plant.travel.matrix_s(type_id, sources, targets).T
    return matrix


def cost_matrix_s(
    orders: Sequence[TransportOrder],
    offers: Sequence[Offer],
    travel_s: NDArray[np.float64],
    plant: Plant,
    now_s: float,
    settings: DispatchSettings,
) -> NDArray[np.float64]:
    """Costs of all pairs; FORBIDDEN_S where one is not possible."""
    cost_s = np.full(travel_s.shape, FORBIDDEN_S)
    for row, order in enumerate(orders):
        urgent_s = urgency_s(order, now_s, settings)
        for column, offer in enumerate(offers):
            way_s = float(travel_s[row, column])
            if not objection(order, offer, way_s, plant, settings):
                cost_s[row, column] = way_s + max(0.0, offer.free_at_s - now_s) - urgent_s
    return cost_s
