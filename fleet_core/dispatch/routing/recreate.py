"""Puts absent requests back.

One by one in an order drawn by lot, each where it costs least, now and then overlooking a vehicle
(greedy insertion with blinks: Christiaens and Vanden Berghe 2020); or always that request first
which would lose most by waiting (regret insertion: Potvin and Rousseau, EJOR 66(3), 1993).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fleet_core.dispatch.routing.insertion import remembered
from fleet_core.dispatch.routing.routes import ABSENT, insert
from planner.chance import below, share

BLINK = 0.01
BY_LOT, FAR_FIRST, NEAR_FIRST, NARROW_FIRST, EARLY_FIRST, LATE_FIRST = range(6)
NOBODY = -1


@njit(cache=True, nogil=True)
def cheapest_vehicle(problem, routes, cache, chance, request, blink):  # type: ignore[no-untyped-def]
    """Extra cost and vehicle; (inf, NOBODY) where there is no place. Of empty vehicles that are
    alike only the first is looked at."""
    best, chosen = np.inf, NOBODY
    last_group = -1
    for vehicle in range(len(routes.length)):
        if not routes.open[vehicle]:
            continue
        if routes.length[vehicle] == 2:
            if problem.group[vehicle] == last_group:
                continue
            last_group = problem.group[vehicle]
        if blink > 0.0 and share(chance) < blink:
            continue
        extra = remembered(problem, routes, cache, vehicle, request)
        if extra < best:
            best, chosen = extra, vehicle
    return best, chosen


@njit(cache=True, nogil=True)
def put(problem, routes, cache, vehicle, request):  # type: ignore[no-untyped-def]
    """Inserts at the place that is in the cache."""
    insert(
        problem, routes, vehicle, request,
        cache.after_pickup[request, vehicle], cache.after_drop[request, vehicle],
    )  # fmt: skip


@njit(cache=True, nogil=True)
def absent_requests(routes, absent):  # type: ignore[no-untyped-def]
    """Writes them into ``absent`` (r,); returns how many."""
    count = 0
    for request in range(len(routes.vehicle_of)):
        if routes.vehicle_of[request] == ABSENT:
            absent[count] = request
            count += 1
    return count


@njit(cache=True, nogil=True)
def in_order(problem, absent, chance, order):  # type: ignore[no-untyped-def]
    """Sorts ``absent`` in place; equal ones by lot."""
    key = np.empty(len(absent))
    for k in range(len(absent)):
        pick, drop = problem.pickup[absent[k]], problem.drop[absent[k]]
        ways = problem.cost[0, problem.out[problem.start[0]]]
        from_start = ways[problem.into[pick]] + ways[problem.into[drop]]
        if order == FAR_FIRST:
            key[k] = -from_start
        elif order == NEAR_FIRST:
            key[k] = from_start
        elif order == NARROW_FIRST:
            key[k] = min(
                problem.due[pick] - problem.ready[pick], problem.due[drop] - problem.ready[drop]
            )
        elif order == EARLY_FIRST:
            key[k] = problem.due[pick]
        elif order == LATE_FIRST:
            key[k] = -problem.ready[drop]
        else:
            key[k] = share(chance)
    absent[:] = absent[np.argsort(key)]


@njit(cache=True, nogil=True)
def fill(problem, routes, cache, state, requests):  # type: ignore[no-untyped-def]
    """One after the other, each where it costs least."""
    for request in requests:
        _, vehicle = cheapest_vehicle(problem, routes, cache, state, request, 0.0)
        if vehicle >= 0:
            put(problem, routes, cache, vehicle, request)


@njit(cache=True, nogil=True)
def recreate_greedy(problem, routes, cache, chance, absent, touched, count):  # type: ignore[no-untyped-def]
    """Returns how many vehicles are in ``touched`` then."""
    in_order(problem, absent, chance, _lot(chance))
    for request in absent:
        extra, vehicle = cheapest_vehicle(problem, routes, cache, chance, request, BLINK)
        if vehicle != NOBODY and extra < problem.penalty[request]:
            put(problem, routes, cache, vehicle, request)
            count = _note(touched, count, vehicle)
    return count


@njit(cache=True, nogil=True)
def _lot(chance):  # type: ignore[no-untyped-def]
    """An order; by lot as often as any two others."""
    drawn = below(chance, 8)
    return drawn if drawn < 6 else BY_LOT


@njit(cache=True, nogil=True)
def recreate_regret(problem, routes, cache, chance, absent, touched, count):  # type: ignore[no-untyped-def]
    """Returns how many vehicles are in ``touched`` then."""
    left = len(absent)
    while left > 0:
        chosen, at_vehicle, at_k, most = -1, NOBODY, 0, -np.inf
        for k in range(left):
            request = absent[k]
            best, second, vehicle = _two_best(problem, routes, cache, request)
            if vehicle == NOBODY or best >= problem.penalty[request]:
                continue
            regret = min(second, problem.penalty[request]) - best
            if regret > most:
                chosen, at_vehicle, at_k, most = request, vehicle, k, regret
        if chosen < 0:
            break
        put(problem, routes, cache, at_vehicle, chosen)
        count = _note(touched, count, at_vehicle)
        left -= 1
        absent[at_k] = absent[left]
    return count


@njit(cache=True, nogil=True)
def _two_best(problem, routes, cache, request):  # type: ignore[no-untyped-def]
    best, second, chosen, last_group = np.inf, np.inf, NOBODY, -1
    for vehicle in range(len(routes.length)):
        if not routes.open[vehicle]:
            continue
        if routes.length[vehicle] == 2:
            if problem.group[vehicle] == last_group:
                continue
            last_group = problem.group[vehicle]
        extra = remembered(problem, routes, cache, vehicle, request)
        if extra < best:
            best, second, chosen = extra, best, vehicle
        elif extra < second:
            second = extra
    return best, second, chosen


@njit(cache=True, nogil=True)
def _note(touched, count, vehicle):  # type: ignore[no-untyped-def]
    for k in range(count):
        if touched[k] == vehicle:
            return count
    touched[count] = vehicle
    return count + 1
