"""Which vehicle takes which order: an optimal assignment on true travel times.

The cost of a pair is the travel time to the first stop, plus the time until the vehicle is free,
minus the order's urgency. ``scipy.optimize.linear_sum_assignment`` (a modified Jonker-Volgenant
algorithm, Crouse 2016) finds the assignment of least total cost. An order that is assigned keeps
its vehicle until the vehicle fails or a person decides otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fleet_core.dispatch.ability import objection, type_objection
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.costs import FORBIDDEN_S, cost_matrix_s, travel_matrix_s, urgency_s
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.dispatch.tours.tour import Tour
from fleet_core.model import reasons
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason


class Claims:
    """How many vehicles have to do with a station at once: counts them per node.

    Rule: an order is given out only while, at each of its stops, fewer than ``station_vehicles``
    vehicles are on the way to, or at, that station. More would only queue in the lanes before it.
    While a vehicle drives from stop to stop the stations ahead serve others, one in
    ``station_turn_s``: at a later stop so many more are allowed as will be gone when it gets there.
    Stations that share their nodes share their count.
    """

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._count: Counter[str] = Counter()
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        self._count.update(place)

    def at(self, place: Place) -> int:
        """Vehicles at the least claimed node of the place."""
        return min((self._count[node_id] for node_id in place), default=0)


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
    waiting: dict[str, Reason] = field(default_factory=dict)  # by order id
    tours: dict[str, Tour] = field(default_factory=dict)  # by vehicle, where tours are planned


def allocate(
    orders: Sequence[TransportOrder],
    carriers: Sequence[Availability],
    claims: Claims,
    plant: DispatchPlant,
    now_s: float,
    settings: DispatchSettings,
) -> Allocation:
    """Assign queued orders to available vehicles. ``carriers`` may hold unavailable ones: they are
    named in the reasons."""
    here = _Here.of(carriers)
    waiting: dict[str, Reason] = {}
    open_orders = []
    alike: dict[tuple[object, ...], Reason | None] = {}  # a backlog of thousands has few kinds
    for order in sorted(orders, key=lambda entry: (-urgency_s(entry, now_s, settings), entry.id)):
        kind = _kind(order)
        if kind not in alike:
            alike[kind] = _waits_without_matrix(order, here, claims, plant, settings)
        reason = alike[kind]
        if reason:
            waiting[order.id] = reason
        else:
            open_orders.append(order)
    behind = _behind_pinned(open_orders)
    waiting |= behind
    open_orders = [order for order in open_orders if order.id not in behind]
    limit = settings.orders_per_vehicle * len(here.free)
    batch, rest = open_orders[:limit], open_orders[limit:]
    travel_s = travel_matrix_s(batch, here.free, plant)
    assignments = _assign(batch, here.free, travel_s, claims, plant, now_s, settings)
    taken = {entry.order_id for entry in assignments}
    for order in [*batch, *rest]:
        if order.id not in taken:
            waiting[order.id] = reasons.waiting.waits_nearer_first()
    for row in np.flatnonzero(np.isinf(travel_s).all(axis=1)).tolist():
        first = batch[row].stops[batch[row].next_stop].station_id
        waiting[batch[row].id] = reasons.waiting.waits_no_way_free(first)
    for row, order in enumerate(batch):
        if order.intended_vehicle and order.id not in taken:
            waiting[order.id] = _why_not_intended(order, here, travel_s[row], plant, settings)
    return Allocation(assignments, waiting)


def _kind(order: TransportOrder) -> tuple[object, ...]:
    """Orders for which this is the same wait for the same."""
    return (
        order.stops,
        order.next_stop,
        order.load_type,
        order.required_vehicle_type,
        order.required_capability,
        order.intended_vehicle,
    )


def _behind_pinned(orders: Iterable[TransportOrder]) -> dict[str, Reason]:
    """A vehicle does the orders that are meant for it one after the other: those of higher priority
    first, then in the order in which they were given to it. The others, each with that which comes
    before."""
    behind, first = {}, dict[str, str]()
    pinned = (order for order in orders if order.intended_vehicle)
    for order in sorted(pinned, key=lambda each: (-each.priority, each.pinned, each.id)):
        vehicle_id = order.intended_vehicle
        if vehicle_id in first:
            behind[order.id] = reasons.waiting.waits_behind(first[vehicle_id], vehicle_id)
        else:
            first[vehicle_id] = order.id
    return behind


def _why_not_intended(
    order: TransportOrder,
    here: _Here,
    travel_s: NDArray[np.float64],
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> Reason:
    """Why the one vehicle that it is meant for, which is free, does not take it."""
    column = next(i for i, one in enumerate(here.free) if one.vehicle_id == order.intended_vehicle)
    carrier = here.free[column]
    why = objection(order, carrier, float(travel_s[column]), plant, settings)
    if why is None:  # another order of this round has the last place at one of its stations
        return reasons.waiting.waits_nearer_first()
    return reasons.waiting.waits_for_vehicle(carrier.vehicle_id, why)


@dataclass(frozen=True, slots=True)
class _Here:
    """The vehicles that are here, by what an order may ask for."""

    free: list[Availability]
    by_id: dict[str, Availability]
    by_type: dict[str, list[Availability]]
    free_types: set[str]

    @classmethod
    def of(cls, carriers: Sequence[Availability]) -> _Here:
        free = [carrier for carrier in carriers if not carrier.unavailable]
        by_type: dict[str, list[Availability]] = {}
        for carrier in carriers:
            by_type.setdefault(carrier.type_id, []).append(carrier)
        by_id = {carrier.vehicle_id: carrier for carrier in carriers}
        return cls(free, by_id, by_type, {carrier.type_id for carrier in free})


def _waits_without_matrix(
    order: TransportOrder,
    here: _Here,
    claims: Claims,
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> Reason | None:
    full = full_station(order, here.by_type, claims, plant, settings)
    if full is not None:
        return full
    if order.intended_vehicle:
        return _waits_for_intended(order, here.by_id.get(order.intended_vehicle), plant)
    able = [kind for kind in here.by_type if not type_objection(order, plant.type_of(kind), plant)]
    if not able:
        return reasons.waiting.waits_none_able()
    if here.free_types.isdisjoint(able):
        return _all_unavailable([carrier for kind in able for carrier in here.by_type[kind]])
    return None


def _waits_for_intended(
    order: TransportOrder, carrier: Availability | None, plant: DispatchPlant
) -> Reason | None:
    if carrier is None or type_objection(order, plant.type_of(carrier.type_id), plant):
        return reasons.waiting.waits_for_absent(order.intended_vehicle)
    return _all_unavailable([carrier]) if carrier.unavailable else None


def _all_unavailable(able: Sequence[Availability]) -> Reason:
    state = able[0].unavailable
    if len(able) == 1 and state is not None:
        return reasons.waiting.waits_for_vehicle(able[0].vehicle_id, state)
    return reasons.waiting.waits_none_free(len(able))


def full_station(
    order: TransportOrder,
    type_ids: Iterable[str],
    claims: Claims,
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> Reason | None:
    """Why a stop of the order takes no more vehicles of these types; None when all do."""
    on_the_way_s = 0.0
    before: Place = ()
    for stop in plant.stops_left(order):
        place, count = plant.place(stop.station_id), claims.at(plant.place(stop.station_id))
        if before:
            ways_s = (plant.distances.travel_s(kind, before, place) for kind in type_ids)
            on_the_way_s += min((way_s for way_s in ways_s if isfinite(way_s)), default=0.0)
        if count >= settings.station_vehicles + int(on_the_way_s / settings.station_turn_s):
            return reasons.waiting.waits_station_full(count, stop.station_id)
        before = place
    return None


def _assign(
    batch: Sequence[TransportOrder],
    free: Sequence[Availability],
    travel_s: NDArray[np.float64],
    claims: Claims,
    plant: DispatchPlant,
    now_s: float,
    settings: DispatchSettings,
) -> tuple[Assignment, ...]:
    if not batch or not free:
        return ()
    cost_s = cost_matrix_s(batch, free, travel_s, plant, now_s, settings)
    result = []
    for row, column in zip(*linear_sum_assignment(cost_s), strict=True):
        order, carrier = batch[row], free[column]
        if cost_s[row, column] >= FORBIDDEN_S / 2:
            continue
        if full_station(order, [carrier.type_id], claims, plant, settings):  # by this very batch
            continue
        for place in plant.places_left(order):
            claims.add(place)
        arrival_s = max(now_s, carrier.free_at_s) + float(travel_s[row, column])
        result.append(
            Assignment(order.id, carrier.vehicle_id, arrival_s, float(cost_s[row, column]))
        )
    return tuple(result)
