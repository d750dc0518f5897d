"""Compiles the kernels of routing, so that the first plan does not wait for it."""

from __future__ import annotations

import numpy as np

from fleet_core.dispatch.routing.fewer import squeeze
from fleet_core.dispatch.routing.insertion import best_insertion, empty_cache, is_possible
from fleet_core.dispatch.routing.problem import RoutingProblem, no_terms
from fleet_core.dispatch.routing.recreate import fill
from fleet_core.dispatch.routing.routes import empty_routes
from fleet_core.dispatch.routing.search import anneal, new_search
from planner.chance import chance


def warm_up() -> None:
    """Two requests and two vehicles on a line; the machine code is kept on disk."""
    at = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    apart = np.abs(at[:, None] - at[None, :])[None]
    node = np.arange(5, dtype=np.int32)
    none, many = np.zeros(5), np.full(5, 100.0)
    problem = RoutingProblem(
        apart, apart, node, node, none, many, none, np.array([0.0, 1.0, 1.0, -1.0, -1.0]),
        np.array([1, 2], np.int32), np.array([3, 4], np.int32), np.full(2, 1e6),
        np.zeros(2, np.int32), np.zeros(2, np.int32), np.zeros(2, np.int32), np.ones(2),
        np.zeros(2, np.int32), np.ones((2, 2), np.bool_), no_terms(),
    )  # fmt: skip
    search = new_search(problem, empty_routes(problem), chance(np.random.default_rng(1)))
    routes = empty_routes(problem)
    fill(problem, routes, empty_cache(problem), search.chance, np.arange(2, dtype=np.int32))
    is_possible(problem, routes, 0)
    best_insertion(problem, routes, 0, 0)
    squeeze(problem, search, 20, 1.0)
    anneal(problem, search, 20, 1.0, 1.0)
