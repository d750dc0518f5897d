"""Ruin and recreate under simulated annealing; which ruin and which recreation is learned.

One try takes some requests out and puts them back; what is worse is kept with a probability that
falls with the temperature (Ropke and Pisinger 2006; Christiaens and Vanden Berghe 2020). Rows that
a try changes are saved first, so that taking it back costs no more than the try.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.dispatch.routing.insertion import InsertionCache, empty_cache
from fleet_core.dispatch.routing.neighbours import Neighbours, neighbours
from fleet_core.dispatch.routing.problem import RoutingProblem
from fleet_core.dispatch.routing.recreate import (
    absent_requests,
    recreate_greedy,
    recreate_regret,
)
from fleet_core.dispatch.routing.routes import (
    Routes,
    copied,
    copy_routes,
    copy_row,
    drop_absent,
    total_cost,
)
from fleet_core.dispatch.routing.ruin import ruin_kin, ruin_strings
from planner.chance import below, share

MEAN_STOPS = 10.0
MOST_KIN = 10
WAYS = 4  # two ruins with two recreations each
LEARNING = 0.1
WON, BETTER, KEPT = 10.0, 4.0, 1.0
"""Worth of a try: a new best, better than before, kept though worse."""


class Search(NamedTuple):
    """All that a search works on; made once for a problem, in place from then on."""

    now: Routes
    best: Routes
    saved: Routes
    cache: InsertionCache
    neighbours: Neighbours
    touched: NDArray[np.int32]  # (v,)
    absent: NDArray[np.int32]  # (r,)
    weight: NDArray[np.float64]  # (WAYS,)
    absences: NDArray[np.int64]  # (r,) how often a try ended without the request
    chance: NDArray[np.uint64]  # (1,)


def new_search(problem: RoutingProblem, routes: Routes, chance: NDArray[np.uint64]) -> Search:
    """Begins at ``routes``, which are not changed."""
    return Search(
        copied(routes), copied(routes), copied(routes), empty_cache(problem), neighbours(problem),
        np.zeros(problem.vehicles, np.int32), np.zeros(problem.requests, np.int32),
        np.ones(WAYS), np.zeros(problem.requests, np.int64), chance,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def try_once(problem, search, way):  # type: ignore[no-untyped-def]
    """Ruins and recreates ``search.now``; returns how many vehicles are touched, for `take_back`.

    ``search.saved`` must be equal to ``search.now``, and is not changed.
    """
    now, chance, touched = search.now, search.chance, search.touched
    if way % 2 == 0:
        count = ruin_strings(now, search.neighbours, chance, MEAN_STOPS, touched)
    else:
        wanted = 1 + below(chance, min(MOST_KIN, len(now.vehicle_of)))
        count = ruin_kin(now, search.neighbours, chance, wanted, touched)
    for k in range(count):
        drop_absent(problem, now, touched[k])
    absent = search.absent[: absent_requests(now, search.absent)]
    if way < 2:
        return recreate_greedy(problem, now, search.cache, chance, absent, touched, count)
    return recreate_regret(problem, now, search.cache, chance, absent, touched, count)


@njit(cache=True, nogil=True)
def take_over(source, target, touched, count):  # type: ignore[no-untyped-def]
    """Makes ``target`` equal to ``source`` where only ``touched`` rows differ."""
    for k in range(count):
        copy_row(source, target, touched[k])
    target.vehicle_of[:] = source.vehicle_of


@njit(cache=True, nogil=True)
def anneal(problem, search, tries, hot, cold):  # type: ignore[no-untyped-def]
    """``tries`` tries, the temperature falling from ``hot`` to ``cold`` (units of cost)."""
    now_cost = total_cost(problem, search.now)
    best_cost = total_cost(problem, search.best)
    copy_routes(search.now, search.saved)
    cooling = (cold / hot) ** (1.0 / tries)
    heat = hot
    for _ in range(tries):
        way = _drawn(search.weight, search.chance)
        count = try_once(problem, search, way)
        cost = total_cost(problem, search.now)
        worth = 0.0
        if cost < now_cost - heat * np.log(1.0 - share(search.chance)):
            worth = BETTER if cost < now_cost - 1e-9 else (KEPT if cost > now_cost + 1e-9 else 0.0)
            take_over(search.now, search.saved, search.touched, count)
            now_cost = cost
            if cost < best_cost - 1e-9:
                worth, best_cost = WON, cost
                copy_routes(search.now, search.best)
        else:
            take_over(search.saved, search.now, search.touched, count)
        search.weight[way] += LEARNING * 0.01 * (worth - search.weight[way])
        heat *= cooling


@njit(cache=True, nogil=True)
def _drawn(weight, chance):  # type: ignore[no-untyped-def]
    """A way by its weight; none is ever left out."""
    floor = 0.05 * weight.sum() + 1e-9
    left = share(chance) * (weight.sum() + len(weight) * floor)
    for way in range(len(weight)):
        left -= weight[way] + floor
        if left < 0.0:
            return way
    return len(weight) - 1
