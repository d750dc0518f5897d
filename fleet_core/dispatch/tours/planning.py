"""Tours for all vehicles: what was planned before, what is new put in, then improved.

There is a whole plan at any time: orders that are new are inserted into the tours as they are, each
where it costs least; only then is it tried to change tours for the better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from fleet_core.dispatch.routing.insertion import best_insertion, empty_cache, is_possible
from fleet_core.dispatch.routing.recreate import fill, recreate_regret
from fleet_core.dispatch.routing.routes import (
    ABSENT,
    Routes,
    drop_absent,
    empty_routes,
    insert,
    refresh,
)
from fleet_core.dispatch.routing.search import anneal, new_search
from fleet_core.dispatch.tours.problem import LATEST_S, TourProblem
from fleet_core.dispatch.tours.tour import Tour, TourStop
from planner.chance import chance

LONGEST = 24
"""Stops of one tour, at most: an insertion takes time with the cube of them."""
FEW = 40
"""So many new orders are weighed against each other; more are put in by their urgency."""
TRIES_PER_ORDER = 30
"""More find nothing new in a plan of few orders."""
HOT_S, COLD_S = 20.0, 0.5
"""How much worse a change may be that is kept for a while, at first and at last."""


def plan_tours(
    problem: TourProblem, before: Mapping[str, Tour], tries: int, generator: np.random.Generator
) -> Routes:
    """Rows by vehicle; requests that nobody can do are absent. ``tries``: changes to be tried."""
    problem = _own(problem)
    routing = problem.routing
    on_board = int(routing.demand[routing.start].max(initial=0.0))
    width = min(2 * routing.requests + 2, LONGEST + 2 + on_board)
    routes, cache = empty_routes(routing, width), empty_cache(routing)
    _as_before(problem, routes, before)
    _keep_aboard(problem, routes)
    absent = np.flatnonzero(routes.vehicle_of == ABSENT).astype(np.int32)
    state = chance(generator)
    if len(absent) > FEW:
        fill(routing, routes, cache, state, absent)
    elif len(absent):
        touched = np.zeros(routing.vehicles, np.int32)
        recreate_regret(routing, routes, cache, state, absent, touched, 0)
    tries = min(tries, TRIES_PER_ORDER * routing.requests)
    if tries <= 0 or routing.requests < 2:
        return routes
    search = new_search(routing, routes, state)
    anneal(routing, search, tries, HOT_S, COLD_S)
    return search.best


def _own(problem: TourProblem) -> TourProblem:
    """A copy of what planning changes: for a vehicle with a load and too little battery."""
    routing = problem.routing
    terms = routing.terms._replace(spare=routing.terms.spare.copy())
    return replace(problem, routing=routing._replace(able=routing.able.copy(), terms=terms))


def _as_before(problem: TourProblem, routes: Routes, before: Mapping[str, Tour]) -> None:
    """The stops of earlier tours that still are to be done, where they were."""
    routing = problem.routing
    request_of = {job.order.id: request for request, job in enumerate(problem.jobs)}
    for vehicle, vehicle_id in enumerate(problem.vehicle_ids):
        nodes: list[int] = []
        for stop in before.get(vehicle_id, ()):
            request = request_of.get(stop.order_id, ABSENT)
            if request == ABSENT or not routing.able[request, vehicle]:
                continue
            if routes.vehicle_of[request] not in (ABSENT, vehicle):
                continue
            job = problem.jobs[request]
            at_drop = stop.stop_index == len(job.order.stops) - 1
            node = job.drop if at_drop else job.pickup
            if node not in nodes and (job.single or not at_drop or job.pickup in nodes):
                nodes.append(node)
                routes.vehicle_of[request] = vehicle
        _set_row(problem, routes, vehicle, nodes)


def _set_row(problem: TourProblem, routes: Routes, vehicle: int, nodes: list[int]) -> None:
    routing = problem.routing
    mine = np.flatnonzero(routes.vehicle_of == vehicle)
    whole = all(int(routing.drop[request]) in nodes for request in mine.tolist())
    if whole and len(nodes) + 2 <= routes.node.shape[1]:
        row = [int(routing.start[vehicle]), *nodes, int(routing.end[vehicle])]
        routes.node[vehicle, : len(row)] = row
        routes.length[vehicle] = len(row)
        refresh(routing, routes, vehicle)
        if is_possible(routing, routes, vehicle):
            return
    routes.vehicle_of[mine] = ABSENT
    routes.node[vehicle, :2] = routing.start[vehicle], routing.end[vehicle]
    routes.length[vehicle] = 2
    refresh(routing, routes, vehicle)


def _keep_aboard(problem: TourProblem, routes: Routes) -> None:
    """What is on board stays, whatever the battery says: it must be set down somewhere."""
    routing = problem.routing
    loaded = np.array([job.order.loaded for job in problem.jobs], np.bool_)
    for request, job in enumerate(problem.jobs):
        if not job.order.loaded or routes.vehicle_of[request] != ABSENT:
            continue
        vehicle = int(np.argmax(routing.able[request]))
        extra, after_pickup, after_drop = best_insertion(routing, routes, vehicle, request)
        if not np.isfinite(extra):
            routing.terms.spare[vehicle] = LATEST_S
            routing.able[:, vehicle] &= loaded
            routes.vehicle_of[~loaded & (routes.vehicle_of == vehicle)] = ABSENT
            drop_absent(routing, routes, vehicle)
            extra, after_pickup, after_drop = best_insertion(routing, routes, vehicle, request)
        if np.isfinite(extra):
            insert(routing, routes, vehicle, request, after_pickup, after_drop)


def tours_of(problem: TourProblem, routes: Routes, now_s: float) -> dict[str, Tour]:
    """Rows as stops; vehicles without any are left out."""
    tours = {}
    for vehicle, vehicle_id in enumerate(problem.vehicle_ids):
        stops: list[TourStop] = []
        for place in range(1, int(routes.length[vehicle]) - 1):
            node = int(routes.node[vehicle, place])
            begin_s = now_s + float(routes.begin[vehicle, place])
            stops += _stops_at(problem, routes, node, begin_s)
        if stops:
            tours[vehicle_id] = tuple(stops)
    return tours


def _stops_at(problem: TourProblem, routes: Routes, node: int, begin_s: float) -> list[TourStop]:
    job = problem.jobs[int(routes.request_at[node])]
    end_s = begin_s + float(problem.routing.service[node])
    count, first = len(job.order.stops), job.order.next_stop
    if job.single:
        return [TourStop(job.order.id, index, begin_s, end_s) for index in range(first, count)]
    return [TourStop(job.order.id, count - 1 if node == job.drop else first, begin_s, end_s)]
