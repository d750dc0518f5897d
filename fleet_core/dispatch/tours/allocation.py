"""Orders to vehicles by planning what each vehicle does next and after that.

Vehicles at work take part with the place and time at which they will be free: an order may be
better off with one that is near and soon free than with one that is free and far. What comes first
in the tour of a vehicle that is free now is given to it; the rest is a plan, which may change when
that is worth more than ``Objective.change_s``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from fleet_core.dispatch.ability import type_objection
from fleet_core.dispatch.allocation import Allocation, Assignment, Claims, full_station
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.costs import urgency_s
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.settings import DispatchSettings, objective
from fleet_core.dispatch.tours.planning import plan_tours, tours_of
from fleet_core.dispatch.tours.problem import TourProblem, has_open_way, tour_problem
from fleet_core.dispatch.tours.tour import Tour
from fleet_core.model import reasons
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason

SEED = 20_240_601
ABOUT_S = 10.0
"""A plan is told of in steps of this: a second more or less is no news."""


def allocate_tours(
    orders: Sequence[TransportOrder],
    free: Sequence[Availability],
    later: Sequence[Availability],
    claims: Claims,
    plant: DispatchPlant,
    now_s: float,
    settings: DispatchSettings,
    before: Mapping[str, Tour],
) -> Allocation:
    """``free``: may begin now; ``later``: as they will be when what they do is over."""
    carriers = [*free, *later]
    waiting: dict[str, Reason] = {}
    if not carriers:
        return Allocation(waiting={order.id: _nobody(order) for order in orders})
    ranked = sorted(orders, key=lambda entry: (-urgency_s(entry, now_s, settings), entry.id))
    able = [order for order in ranked if _some_type_can(order, carriers, plant)]
    limit = settings.orders_per_vehicle * len(carriers)
    problem = tour_problem(
        able[:limit], carriers, plant, now_s, objective(settings.objective), settings,
        {stop.order_id: vehicle_id for vehicle_id, tour in before.items() for stop in tour},
    )  # fmt: skip
    generator = np.random.default_rng([SEED, int(now_s)])
    routes = plan_tours(problem, before, settings.plan_tries, generator)
    tours = tours_of(problem, routes, now_s)
    by_id = {order.id: order for order in orders}
    assignments = tuple(_first(tours, free, by_id, claims, plant, now_s, settings, waiting))
    given = {entry.order_id for entry in assignments}
    planned = {stop.order_id: vehicle for vehicle, tour in tours.items() for stop in tour}
    for order in orders:
        if order.id in given or order.id in waiting:
            continue
        if order.id in planned:
            waiting[order.id] = _planned(order, planned[order.id], tours, now_s)
        else:
            waiting[order.id] = _left_over(order, able, limit, problem)
    return Allocation(assignments, waiting, tours)


def _some_type_can(
    order: TransportOrder, carriers: Sequence[Availability], plant: DispatchPlant
) -> bool:
    if order.intended_vehicle:
        return any(carrier.vehicle_id == order.intended_vehicle for carrier in carriers)
    kinds = {carrier.type_id for carrier in carriers}
    return any(not type_objection(order, plant.type_of(kind), plant) for kind in kinds)


def _first(
    tours: Mapping[str, Tour],
    free: Sequence[Availability],
    orders: Mapping[str, TransportOrder],
    claims: Claims,
    plant: DispatchPlant,
    now_s: float,
    settings: DispatchSettings,
    waiting: dict[str, Reason],
) -> Iterator[Assignment]:
    """What each free vehicle begins with; notes what waits for a crowded station."""
    for carrier in free:
        for stop in tours.get(carrier.vehicle_id, ()):
            order = orders.get(stop.order_id)
            if order is None or stop.stop_index != order.next_stop:
                continue
            full = full_station(order, [carrier.type_id], claims, plant, settings)
            if full is not None:
                waiting[order.id] = full
                continue
            for place in plant.places_left(order):
                claims.add(place)
            yield Assignment(order.id, carrier.vehicle_id, stop.begin_s, stop.begin_s - now_s)
            break


def _planned(
    order: TransportOrder, vehicle_id: str, tours: Mapping[str, Tour], now_s: float
) -> Reason:
    begin_s = next(stop.begin_s for stop in tours[vehicle_id] if stop.order_id == order.id)
    about_s = ABOUT_S * round(max(now_s, begin_s) / ABOUT_S)
    if tours[vehicle_id][0].order_id == order.id:
        return reasons.waiting.planned_for(vehicle_id, about_s)
    return reasons.waiting.planned_later_for(vehicle_id, about_s)


def _left_over(
    order: TransportOrder, able: Sequence[TransportOrder], limit: int, problem: TourProblem
) -> Reason:
    if order not in able:
        return _nobody(order)
    if able.index(order) >= limit:
        return reasons.waiting.waits_urgent_first()
    request = next(row for row, job in enumerate(problem.jobs) if job.order.id == order.id)
    if not has_open_way(problem, request):
        station_id = order.stops[order.next_stop].station_id
        return reasons.waiting.waits_no_way_at_work(station_id)
    return reasons.waiting.waits_batteries_low()


def _nobody(order: TransportOrder) -> Reason:
    if order.intended_vehicle:
        return reasons.waiting.waits_for_unable(order.intended_vehicle)
    return reasons.waiting.waits_none_at_work()
