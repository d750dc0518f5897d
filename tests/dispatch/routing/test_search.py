import numpy as np
import pytest

from fleet_core.dispatch.routing.fewer import squeeze
from fleet_core.dispatch.routing.problem import RoutingProblem
from fleet_core.dispatch.routing.routes import (
    ABSENT,
    Routes,
    copied,
    empty_routes,
    node_lists,
    refresh,
    total_cost,
)
from fleet_core.dispatch.routing.search import Search, anneal, new_search
from planner.chance import chance
from tests.dispatch.routing.random_problems import cheapest, plain_cost, random_problem


def _search(problem: RoutingProblem, seed: int = 1) -> Search:
    generator = np.random.default_rng(seed)
    return new_search(problem, empty_routes(problem), chance(generator))


def _is_sound(problem: RoutingProblem, routes: Routes) -> None:
    """Every request once or absent, every cost as the plain one, every row as if made anew."""
    done = []
    for vehicle, nodes in enumerate(node_lists(routes)):
        assert plain_cost(problem, vehicle, tuple(nodes)) == pytest.approx(routes.cost[vehicle])
        done += [int(routes.request_at[node]) for node in nodes]
        anew = copied(routes)
        refresh(problem, anew, vehicle)
        long = routes.length[vehicle]
        for name in ("begin", "latest", "load"):
            was, now = getattr(routes, name), getattr(anew, name)
            assert was[vehicle, :long] == pytest.approx(now[vehicle, :long])
    present = np.flatnonzero(routes.vehicle_of != ABSENT).tolist()
    assert sorted(done) == sorted(2 * present)


@pytest.mark.parametrize("seed", range(12))
def test_small_problems_are_solved_to_the_optimum(seed: int) -> None:
    problem = random_problem(np.random.default_rng(seed), requests=3, vehicles=2)
    search = _search(problem, seed)
    anneal(problem, search, 2000, 10.0, 0.1)
    _is_sound(problem, search.best)
    assert total_cost(problem, search.best) == pytest.approx(cheapest(problem))


@pytest.mark.parametrize("seed", range(8))
def test_routes_stay_sound_however_long_the_search_takes(seed: int) -> None:
    problem = random_problem(np.random.default_rng(100 + seed), requests=25, vehicles=5)
    search = _search(problem, seed)
    for tries in (1, 10, 300):
        squeeze(problem, search, tries, 10.0)
        _is_sound(problem, search.now)
        anneal(problem, search, tries, 20.0, 1.0)
        _is_sound(problem, search.now)
        _is_sound(problem, search.best)


def test_the_best_never_becomes_worse() -> None:
    problem = random_problem(np.random.default_rng(7), requests=20, vehicles=4)
    search = _search(problem)
    costs = []
    for _ in range(20):
        anneal(problem, search, 50, 30.0, 30.0)
        costs.append(total_cost(problem, search.best))
    assert costs == sorted(costs, reverse=True)


def test_the_same_seed_gives_the_same_routes() -> None:
    problem = random_problem(np.random.default_rng(8), requests=20, vehicles=4)
    found = []
    for _ in range(2):
        search = _search(problem, 3)
        anneal(problem, search, 500, 30.0, 1.0)
        found.append(node_lists(search.best))
    assert found[0] == found[1]


def test_vehicles_that_are_not_needed_are_closed() -> None:
    problem = random_problem(np.random.default_rng(9), requests=6, vehicles=6, width=1e6)
    search = _search(problem)
    squeeze(problem, search, 2000, 10.0)
    assert (search.best.vehicle_of != ABSENT).all() == (problem.able.any(axis=1).all())
    assert (search.best.length > 2).sum() < 6


def test_a_request_that_nobody_may_do_is_left_out_and_the_rest_is_done() -> None:
    problem = random_problem(np.random.default_rng(10), requests=5, vehicles=3, width=1e6)
    able = np.ones_like(problem.able)
    able[2] = False
    problem = problem._replace(able=able)
    search = _search(problem)
    anneal(problem, search, 500, 10.0, 1.0)
    assert np.flatnonzero(search.best.vehicle_of == ABSENT).tolist() == [2]
