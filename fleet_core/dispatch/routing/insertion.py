"""The cheapest place for a request in a route.

For every place of the pickup the route is walked on until time or capacity forbids to carry the
load any further; whether what follows the drop is still in time is one comparison with ``latest``
(Savelsbergh, INFORMS Journal on Computing 4(2), 1992). Answers are kept for a pair of request and
vehicle as long as the route stays as it is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.dispatch.routing.problem import RoutingProblem
from fleet_core.dispatch.routing.routes import VisitState, step


class InsertionCache(NamedTuple):
    """The last answer for each pair (r, v), valid while the version is the route's."""

    version: NDArray[np.int64]
    extra: NDArray[np.float64]  # cost that the insertion adds; inf: there is no place
    after_pickup: NDArray[np.int32]
    after_drop: NDArray[np.int32]


def empty_cache(problem: RoutingProblem) -> InsertionCache:
    """Nothing is known yet."""
    shape = (problem.requests, problem.vehicles)
    return InsertionCache(
        np.zeros(shape, np.int64), np.full(shape, np.inf), np.zeros(shape, np.int32),
        np.zeros(shape, np.int32),
    )  # fmt: skip


@njit(cache=True, nogil=True)
def best_insertion(problem, routes, vehicle, request):  # type: ignore[no-untyped-def] # noqa: PLR0912, PLR0915
    """Extra cost (inf: none possible), place before the pickup, place before the drop."""
    best, best_pickup, best_drop = np.inf, 0, 0
    length = routes.length[vehicle]
    if not problem.able[request, vehicle] or length + 2 > routes.node.shape[1]:
        return best, best_pickup, best_drop
    if problem.terms.on:
        if problem.pickup[request] == problem.drop[request]:
            return _single_with_terms(problem, routes, vehicle, request)
        return _pair_with_terms(problem, routes, vehicle, request)
    into, out = problem.into, problem.out
    node, begin = routes.node[vehicle], routes.begin[vehicle]
    latest, load = routes.latest[vehicle], routes.load[vehicle]
    travel, cost = problem.travel[problem.kind[vehicle]], problem.cost[problem.kind[vehicle]]
    ready, due, service = problem.ready, problem.due, problem.service
    pick, drop = problem.pickup[request], problem.drop[request]
    free = problem.capacity[vehicle] - problem.demand[pick]
    at_pick, from_pick, to_drop, from_drop = into[pick], out[pick], into[drop], out[drop]
    for i in range(length - 1):
        before, after = out[node[i]], into[node[i + 1]]
        leaves = begin[i] + service[node[i]]
        if leaves > due[pick]:
            break  # and later still at every later place
        if load[i] > free:
            continue
        time = max(ready[pick], leaves + travel[before, at_pick])
        if time > due[pick]:
            continue
        time += service[pick]
        at_drop = max(ready[drop], time + travel[from_pick, to_drop])
        if at_drop > due[drop]:
            continue
        to_pick = cost[before, at_pick]
        if at_drop + service[drop] + travel[from_drop, after] <= latest[i + 1]:
            extra = to_pick + cost[from_pick, to_drop] + cost[from_drop, after]
            extra -= cost[before, after]
            if extra < best:
                best, best_pickup, best_drop = extra, i, i
        so_far = to_pick + cost[from_pick, after] - cost[before, after]
        last = from_pick
        for j in range(i + 1, length - 1):
            at = node[j]
            time = max(ready[at], time + travel[last, into[at]])
            if time > latest[j] or load[j] > free:
                break
            time += service[at]
            last, after = out[at], into[node[j + 1]]
            at_drop = max(ready[drop], time + travel[last, to_drop])
            if at_drop > due[drop]:
                break
            if at_drop + service[drop] + travel[from_drop, after] <= latest[j + 1]:
                extra = so_far + cost[last, to_drop] + cost[from_drop, after] - cost[last, after]
                if extra < best:
                    best, best_pickup, best_drop = extra, i, j
    return best, best_pickup, best_drop


@njit(cache=True, nogil=True)
def _pair_with_terms(problem, routes, vehicle, request):  # type: ignore[no-untyped-def]
    """Every pair of places, each with what becomes of the rest of the route."""
    pick, drop = problem.pickup[request], problem.drop[request]
    base, given = routes.cost[vehicle], problem.terms.given[request, vehicle]
    node, length = routes.node[vehicle], routes.length[vehicle]
    best, best_pickup, best_drop = np.inf, 0, 0
    for i in range(length - 1):
        state = at_place(routes, vehicle, i)
        if state.spent + given - base >= best or _overloaded(problem, routes, vehicle, i):
            break  # what is spent only grows
        if not has_room(problem, vehicle, pick, state):
            continue
        state = step(problem, vehicle, node[i], pick, state)
        last = pick
        for j in range(i, length - 1):
            if j > i:
                if not has_room(problem, vehicle, node[j], state):
                    break
                state = onward(problem, routes, vehicle, last, node[j], state)
                last = node[j]
            if state.begin > problem.due[last] or state.spent + given - base >= best:
                break
            dropped = step(problem, vehicle, last, drop, state)
            extra = _cost_of_rest(problem, routes, vehicle, drop, j + 1, dropped, base + best)
            extra += given - base
            if extra < best:
                best, best_pickup, best_drop = extra, i, j
    return best, best_pickup, best_drop


@njit(cache=True, nogil=True)
def _single_with_terms(problem, routes, vehicle, request):  # type: ignore[no-untyped-def]
    only = problem.drop[request]
    base, given = routes.cost[vehicle], problem.terms.given[request, vehicle]
    best, best_place = np.inf, 0
    for i in range(routes.length[vehicle] - 1):
        state = at_place(routes, vehicle, i)
        if _overloaded(problem, routes, vehicle, i):
            break
        if not has_room(problem, vehicle, only, state):
            continue
        state = step(problem, vehicle, routes.node[vehicle, i], only, state)
        extra = _cost_of_rest(problem, routes, vehicle, only, i + 1, state, base + best)
        extra += given - base
        if extra < best:
            best, best_place = extra, i
    return best, best_place, best_place


@njit(cache=True, nogil=True)
def at_place(routes, vehicle, place):  # type: ignore[no-untyped-def]
    """The state there."""
    return VisitState(
        routes.begin[vehicle, place], routes.load[vehicle, place], routes.used[vehicle, place],
        routes.spent[vehicle, place],
    )  # fmt: skip


@njit(cache=True, nogil=True)
def has_room(problem, vehicle, at, state):  # type: ignore[no-untyped-def]
    """For what the work at a node takes on board, to its end or for a while."""
    more = max(problem.demand[at], problem.terms.peak[at])
    return more <= 0.0 or state.load + more <= problem.capacity[vehicle]


@njit(cache=True, nogil=True)
def _overloaded(problem, routes, vehicle, place):  # type: ignore[no-untyped-def]
    """As a row is while what was on board at its start is absent: set down in time, it fits."""
    if place == 0:
        return False
    at = routes.node[vehicle, place]
    return not has_room(problem, vehicle, at, at_place(routes, vehicle, place - 1))


@njit(cache=True, nogil=True)
def onward(problem, routes, vehicle, last, at, state):  # type: ignore[no-untyped-def]
    """A step to a node that is in the row already: what giving it costs was paid there."""
    state = step(problem, vehicle, last, at, state)
    request = routes.request_at[at]
    if request >= 0 and problem.drop[request] == at:
        given = problem.terms.given[request, vehicle]
        return VisitState(state.begin, state.load, state.used, state.spent + given)
    return state


@njit(cache=True, nogil=True)
def _cost_of_rest(problem, routes, vehicle, last, first, state, most):  # type: ignore[no-untyped-def]
    """Of the whole row when it goes on at place ``first`` from node ``last``; inf when that cannot
    be, or is more than ``most``."""
    if state.begin > problem.due[last]:
        return np.inf
    for place in range(first, routes.length[vehicle]):
        at = routes.node[vehicle, place]
        if state.spent >= most or not has_room(problem, vehicle, at, state):
            return np.inf
        state = onward(problem, routes, vehicle, last, at, state)
        if state.begin > problem.due[at]:
            return np.inf
        last = at
    return state.spent if state.used <= problem.terms.spare[vehicle] else np.inf


@njit(cache=True, nogil=True)
def is_possible(problem, routes, vehicle):  # type: ignore[no-untyped-def]
    """Whether a row keeps windows, capacity and battery."""
    last = routes.length[vehicle] - 1
    for place in range(1, last + 1):
        at = routes.node[vehicle, place]
        state = at_place(routes, vehicle, place - 1)
        if routes.begin[vehicle, place] > problem.due[at]:
            return False
        if not has_room(problem, vehicle, at, state):
            return False
    return routes.used[vehicle, last] <= problem.terms.spare[vehicle]


@njit(cache=True, nogil=True)
def remembered(problem, routes, cache, vehicle, request):  # type: ignore[no-untyped-def]
    """Extra cost of the best insertion; the places are in the cache."""
    if cache.version[request, vehicle] != routes.version[vehicle]:
        extra, after_pickup, after_drop = best_insertion(problem, routes, vehicle, request)
        cache.version[request, vehicle] = routes.version[vehicle]
        cache.extra[request, vehicle] = extra
        cache.after_pickup[request, vehicle] = after_pickup
        cache.after_drop[request, vehicle] = after_drop
    return cache.extra[request, vehicle]
