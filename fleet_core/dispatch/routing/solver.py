"""From a problem to routes, as good as the time allows: first few vehicles, then little cost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from fleet_core.dispatch.routing.fewer import squeeze
from fleet_core.dispatch.routing.problem import RoutingProblem
from fleet_core.dispatch.routing.routes import (
    ABSENT,
    Routes,
    copied,
    copy_routes,
    empty_routes,
    total_cost,
)
from fleet_core.dispatch.routing.search import Search, anneal, new_search
from planner.chance import chance

FEWER_SHARE = 0.3
"""Of the time, at most, for fewer vehicles."""
HOT, COLD = 0.01, 0.0001
"""First and last temperature, as shares of the cost of a stop."""
CHUNK_S = 0.05


@dataclass(frozen=True, slots=True)
class Schedule:
    """How much a solution may take."""

    seconds: float
    clock: Callable[[], float]
    searches: int = 1  # side by side, one a core


def solve(problem: RoutingProblem, generator: np.random.Generator, schedule: Schedule) -> Routes:
    """The best routes found, with as few vehicles as found, open ones only; requests for which
    there was no place are absent."""
    began_s = schedule.clock()
    empty = empty_routes(problem)
    searches = [new_search(problem, empty, chance(generator)) for _ in range(schedule.searches)]

    def spent() -> float:
        return (schedule.clock() - began_s) / schedule.seconds

    with ThreadPoolExecutor(schedule.searches) as pool:
        for one in searches:
            squeeze(problem, one, 1, 1.0)
        list(pool.map(lambda one: _fewer(problem, one, spent, schedule), searches))
        fewest = min(searches, key=lambda one: _rank(problem, one.best))
        for one in searches:
            copy_routes(fewest.best, one.best)
            copy_routes(fewest.best, one.now)
            one.now.open[:] = one.best.open[:] = fewest.best.length > 2
        list(pool.map(lambda one: _cheaper(problem, one, spent, schedule), searches))
    return copied(min(searches, key=lambda one: _rank(problem, one.best)).best)


def _rank(problem: RoutingProblem, routes: Routes) -> tuple[int, int, float]:
    left_over = int((routes.vehicle_of == ABSENT).sum())
    return left_over, int((routes.length > 2).sum()), float(total_cost(problem, routes))


def _stop_cost(problem: RoutingProblem, routes: Routes) -> float:
    return float(routes.cost.sum()) / max(1, 2 * problem.requests)


def _fewer(
    problem: RoutingProblem, search: Search, spent: Callable[[], float], schedule: Schedule
) -> None:
    tries = 50
    while spent() < FEWER_SHARE:
        heat = max(1e-9, _stop_cost(problem, search.now))
        before = schedule.clock()
        squeeze(problem, search, tries, heat)
        tries = _fitting(tries, schedule.clock() - before)
        if not search.now.open.any():
            return


def _cheaper(
    problem: RoutingProblem, search: Search, spent: Callable[[], float], schedule: Schedule
) -> None:
    tries, stop_cost = 50, max(1e-9, _stop_cost(problem, search.best))
    began = spent()
    while (share := (spent() - began) / max(1e-9, 1.0 - began)) < 1.0:
        heat = stop_cost * HOT * (COLD / HOT) ** share
        before = schedule.clock()
        anneal(problem, search, tries, heat, heat)
        tries = _fitting(tries, schedule.clock() - before)


def _fitting(tries: int, took_s: float) -> int:
    """Tries for the next chunk."""
    return max(1, min(4 * tries, int(tries * CHUNK_S / max(1e-6, took_s))))
