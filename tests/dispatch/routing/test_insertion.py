from math import inf, isinf

import numpy as np
import pytest

from fleet_core.dispatch.routing.insertion import best_insertion, empty_cache, remembered
from fleet_core.dispatch.routing.problem import RoutingProblem
from fleet_core.dispatch.routing.routes import Routes, empty_routes, insert, node_lists
from tests.dispatch.routing.random_problems import plain_cost, random_problem


def _filled(problem: RoutingProblem, vehicle: int) -> Routes:
    """One vehicle with as many requests as find room; the last one is left out."""
    routes = empty_routes(problem)
    for request in range(problem.requests - 1):
        extra, after_pickup, after_drop = best_insertion(problem, routes, vehicle, request)
        if not isinf(extra):
            insert(problem, routes, vehicle, request, after_pickup, after_drop)
    return routes


def _tried_everywhere(
    problem: RoutingProblem, nodes: list[int], vehicle: int, request: int
) -> float:
    best, before = inf, plain_cost(problem, vehicle, tuple(nodes))
    pick, drop = int(problem.pickup[request]), int(problem.drop[request])
    for i in range(len(nodes) + 1):
        for j in range(i, len(nodes) + 1):
            tried = (*nodes[:i], pick, *nodes[i:j], drop, *nodes[j:])
            best = min(best, plain_cost(problem, vehicle, tried) - before)
    return best


@pytest.mark.parametrize("seed", range(60))
def test_the_best_place_is_the_best_of_all_places(seed: int) -> None:
    problem = random_problem(np.random.default_rng(seed), requests=7, vehicles=2)
    last = problem.requests - 1
    for vehicle in range(2):
        routes = _filled(problem, vehicle)
        nodes = node_lists(routes)[vehicle]
        extra, after_pickup, after_drop = best_insertion(problem, routes, vehicle, last)
        assert extra == pytest.approx(_tried_everywhere(problem, nodes, vehicle, last))
        if not isinf(extra):
            before = routes.cost[vehicle]
            insert(problem, routes, vehicle, last, after_pickup, after_drop)
            assert routes.cost[vehicle] == pytest.approx(before + extra)
            now = tuple(node_lists(routes)[vehicle])
            assert plain_cost(problem, vehicle, now) == pytest.approx(routes.cost[vehicle])


def test_an_answer_is_kept_only_while_the_route_stays_as_it_is() -> None:
    problem = random_problem(np.random.default_rng(5), requests=4, vehicles=1, width=500.0)
    problem = problem._replace(able=np.ones_like(problem.able))
    routes, cache = empty_routes(problem), empty_cache(problem)
    alone = remembered(problem, routes, cache, 0, 1)
    assert remembered(problem, routes, cache, 0, 1) == alone
    insert(problem, routes, 0, 0, 0, 0)
    assert remembered(problem, routes, cache, 0, 1) == best_insertion(problem, routes, 0, 1)[0]
    assert remembered(problem, routes, cache, 0, 1) != alone
