"""Routes as flat arrays, with their times; every change keeps them whole."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.dispatch.routing.problem import RoutingProblem

ABSENT = -1


class Routes(NamedTuple):
    """v vehicles, rows of ``longest`` places: start node, nodes of requests, end node."""

    node: NDArray[np.int32]  # (v, longest)
    length: NDArray[np.int32]  # (v,)
    begin: NDArray[np.float64]  # (v, longest) when the work at the node begins
    latest: NDArray[np.float64]  # (v, longest) when it must begin, for all after it to be in time
    load: NDArray[np.float64]  # (v, longest) on board after it
    spent: NDArray[np.float64]  # (v, longest) cost as far as it; with terms only
    used: NDArray[np.float64]  # (v, longest) energy as far as it; with terms only
    cost: NDArray[np.float64]  # (v,)
    version: NDArray[np.int64]  # (v,) equal versions: the same row
    vehicle_of: NDArray[np.int32]  # (r,) or ABSENT
    request_at: NDArray[np.int32]  # (n,) request of a node, or ABSENT
    open: NDArray[np.bool_]  # (v,) whether the vehicle may be used
    clock: NDArray[np.int64]  # (1,) the last version given


def empty_routes(problem: RoutingProblem, longest: int | None = None) -> Routes:
    """Everybody from start to end, all requests absent."""
    v, n = problem.vehicles, len(problem.ready)
    width = longest or 2 * problem.requests + 2
    request_at = np.full(n, ABSENT, np.int32)
    request_at[problem.pickup] = request_at[problem.drop] = np.arange(problem.requests)
    routes = Routes(
        np.zeros((v, width), np.int32), np.full(v, 2, np.int32), np.zeros((v, width)),
        np.zeros((v, width)), np.zeros((v, width)), np.zeros((v, width)), np.zeros((v, width)),
        np.zeros(v), np.zeros(v, np.int64),
        np.full(problem.requests, ABSENT, np.int32), request_at, np.ones(v, np.bool_),
        np.zeros(1, np.int64),
    )  # fmt: skip
    routes.node[:, 0], routes.node[:, 1] = problem.start, problem.end
    for vehicle in range(v):
        refresh(problem, routes, vehicle)
    return routes


def copied(routes: Routes) -> Routes:
    """Shares nothing with the original."""
    return Routes(*(array.copy() for array in routes))  # type: ignore[arg-type]


def node_lists(routes: Routes) -> list[list[int]]:
    """The nodes of requests of each vehicle, in their order."""
    return [
        routes.node[vehicle, 1 : routes.length[vehicle] - 1].tolist()
        for vehicle in range(len(routes.length))
    ]


class VisitState(NamedTuple):
    """Of a vehicle at a place of its row, with terms."""

    begin: float
    load: float  # after the work there
    used: float
    spent: float


@njit(cache=True, nogil=True)
def step(problem, vehicle, before, at, state):  # type: ignore[no-untyped-def]
    """From one node to the next."""
    terms, kind = problem.terms, problem.kind[vehicle]
    source, target = problem.out[before], problem.into[at]
    arrival = state.begin + problem.service[before] + problem.travel[kind, source, target]
    begin = max(arrival, problem.ready[at])
    use = terms.loaded_use if state.load > 0.0 else terms.empty_use
    late = max(0.0, begin - terms.wanted[at])
    return VisitState(
        begin,
        state.load + problem.demand[at],
        state.used + use[kind, source, target] + terms.use[at],
        state.spent
        + problem.cost[kind, source, target]
        + terms.begin_weight[at] * (begin - problem.ready[problem.start[vehicle]])
        + terms.late_weight[at] * late,
    )


@njit(cache=True, nogil=True)
def refresh(problem, routes, vehicle):  # type: ignore[no-untyped-def]
    """Times, loads and cost of one row anew, under a new version."""
    routes.clock[0] += 1
    routes.version[vehicle] = routes.clock[0]
    if problem.terms.on:
        _refresh_with_terms(problem, routes, vehicle)
        return
    into, out = problem.into, problem.out
    node, length = routes.node[vehicle], routes.length[vehicle]
    travel, way_cost = problem.travel[problem.kind[vehicle]], problem.cost[problem.kind[vehicle]]
    begin, latest, load = routes.begin[vehicle], routes.latest[vehicle], routes.load[vehicle]
    at = node[0]
    begin[0], load[0], cost = problem.ready[at], problem.demand[at], 0.0
    for place in range(1, length):
        before, at = at, node[place]
        arrival = begin[place - 1] + problem.service[before] + travel[out[before], into[at]]
        begin[place] = max(arrival, problem.ready[at])
        load[place] = load[place - 1] + problem.demand[at]
        cost += way_cost[out[before], into[at]]
    latest[length - 1] = problem.due[at]
    for place in range(length - 2, -1, -1):
        after, at = at, node[place]
        in_time = latest[place + 1] - travel[out[at], into[after]] - problem.service[at]
        latest[place] = min(problem.due[at], in_time)
    routes.cost[vehicle] = cost


@njit(cache=True, nogil=True)
def _refresh_with_terms(problem, routes, vehicle):  # type: ignore[no-untyped-def]
    node, length = routes.node[vehicle], routes.length[vehicle]
    start = node[0]
    state = VisitState(problem.ready[start], problem.demand[start], 0.0, 0.0)
    for place in range(length):
        if place > 0:
            state = step(problem, vehicle, node[place - 1], node[place], state)
        routes.begin[vehicle, place] = state.begin
        routes.load[vehicle, place] = state.load
        routes.used[vehicle, place] = state.used
        request = routes.request_at[node[place]]
        given = 0.0
        if request >= 0 and node[place] == problem.drop[request]:
            given = problem.terms.given[request, vehicle]
        state = VisitState(state.begin, state.load, state.used, state.spent + given)
        routes.spent[vehicle, place] = state.spent
    routes.cost[vehicle] = state.spent


@njit(cache=True, nogil=True)
def insert(problem, routes, vehicle, request, after_pickup, after_drop):  # type: ignore[no-untyped-def]
    """Puts the pickup behind place ``after_pickup`` and the drop behind place ``after_drop`` (both
    counted before the insertion; equal: one right after the other)."""
    node, length = routes.node[vehicle], routes.length[vehicle]
    routes.vehicle_of[request] = vehicle
    if problem.pickup[request] == problem.drop[request]:
        for place in range(length - 1, after_drop, -1):
            node[place + 1] = node[place]
        node[after_drop + 1] = problem.drop[request]
        routes.length[vehicle] = length + 1
        refresh(problem, routes, vehicle)
        return
    for place in range(length - 1, after_drop, -1):
        node[place + 2] = node[place]
    node[after_drop + 2] = problem.drop[request]
    for place in range(after_drop, after_pickup, -1):
        node[place + 1] = node[place]
    node[after_pickup + 1] = problem.pickup[request]
    routes.length[vehicle] = length + 2
    refresh(problem, routes, vehicle)


@njit(cache=True, nogil=True)
def drop_absent(problem, routes, vehicle):  # type: ignore[no-untyped-def]
    """Takes out of the row all nodes of requests that are not this vehicle's any more."""
    node, kept = routes.node[vehicle], 1
    for place in range(1, routes.length[vehicle] - 1):
        if routes.vehicle_of[routes.request_at[node[place]]] == vehicle:
            node[kept] = node[place]
            kept += 1
    node[kept] = node[routes.length[vehicle] - 1]
    routes.length[vehicle] = kept + 1
    refresh(problem, routes, vehicle)


@njit(cache=True, nogil=True)
def copy_row(source, target, vehicle):  # type: ignore[no-untyped-def]
    """The row of ``vehicle`` as it is in ``source``, with its version."""
    length = source.length[vehicle]
    target.length[vehicle] = length
    target.node[vehicle, :length] = source.node[vehicle, :length]
    target.begin[vehicle, :length] = source.begin[vehicle, :length]
    target.latest[vehicle, :length] = source.latest[vehicle, :length]
    target.load[vehicle, :length] = source.load[vehicle, :length]
    target.spent[vehicle, :length] = source.spent[vehicle, :length]
    target.used[vehicle, :length] = source.used[vehicle, :length]
    target.cost[vehicle] = source.cost[vehicle]
    target.version[vehicle] = source.version[vehicle]
    target.open[vehicle] = source.open[vehicle]


@njit(cache=True, nogil=True)
def copy_routes(source, target):  # type: ignore[no-untyped-def]
    """All rows that differ."""
    for vehicle in range(len(source.length)):
        if (
            source.version[vehicle] != target.version[vehicle]
            or source.open[vehicle] != target.open[vehicle]
        ):
            copy_row(source, target, vehicle)
    target.vehicle_of[:] = source.vehicle_of


@njit(cache=True, nogil=True)
def total_cost(problem, routes):  # type: ignore[no-untyped-def]
    """Of all routes, and of what is left undone."""
    cost = 0.0
    for vehicle in range(len(routes.length)):
        cost += routes.cost[vehicle]
    for request in range(len(routes.vehicle_of)):
        if routes.vehicle_of[request] == ABSENT:
            cost += problem.penalty[request]
    return cost
