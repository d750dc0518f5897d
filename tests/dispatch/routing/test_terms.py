"""Plans with soft deadlines, energy, promises and work in one go."""

from __future__ import annotations

from itertools import permutations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.dispatch.routing.insertion import best_insertion, empty_cache
from fleet_core.dispatch.routing.problem import RoutingProblem, Terms, checked
from fleet_core.dispatch.routing.recreate import recreate_regret
from fleet_core.dispatch.routing.routes import ABSENT, empty_routes, insert, total_cost
from fleet_core.dispatch.routing.search import anneal, new_search
from planner.chance import chance


def random_plant(rng: np.random.Generator, requests: int, vehicles: int) -> RoutingProblem:
    """Starts, requests of which every third is one node, and an end that costs no way."""
    pairs = [request % 3 != 2 for request in range(requests)]
    pickup, drop, node = [], [], vehicles
    for pair in pairs:
        pickup.append(node)
        drop.append(node + 1 if pair else node)
        node += 2 if pair else 1
    n = node + 1
    at = rng.uniform(0.0, 100.0, (n, 2))
    apart = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))
    apart[:, -1] = apart[-1] = 0.0
    ready, due = np.zeros(n), np.full(n, 1e8)
    ready[:vehicles] = rng.uniform(0.0, 50.0, vehicles)
    demand, peak = np.zeros(n), np.zeros(n)
    for request, pair in enumerate(pairs):
        if pair:
            demand[pickup[request]], demand[drop[request]] = 1.0, -1.0
        else:
            peak[drop[request]] = 1.0
    drops = np.array(drop)
    begin, wanted, late = np.zeros(n), np.full(n, inf), np.zeros(n)
    begin[drops] = rng.uniform(0.0, 2.0, requests)
    wanted[drops] = rng.uniform(0.0, 300.0, requests)
    late[drops] = rng.uniform(0.0, 5.0, requests)
    both = np.stack([apart, 1.3 * apart])
    node_of = np.arange(n, dtype=np.int32)
    return checked(
        RoutingProblem(
            both, both, node_of, node_of, ready, due, rng.uniform(0.0, 9.0, n), demand,
            np.array(pickup, np.int32), np.array(drop, np.int32), np.full(requests, 1e6),
            (np.arange(vehicles) % 2).astype(np.int32), np.arange(vehicles, dtype=np.int32),
            np.full(vehicles, n - 1, np.int32), rng.integers(1, 3, vehicles).astype(float),
            np.arange(vehicles, dtype=np.int32), rng.random((requests, vehicles)) < 0.8,
            Terms(
                True, begin, wanted, late, peak, rng.uniform(0.0, 30.0, (requests, vehicles)),
                0.5 * both, both, rng.uniform(0.0, 2.0, n), rng.uniform(50.0, 700.0, vehicles),
            ),
        )
    )  # fmt: skip


def plain_cost(problem: RoutingProblem, vehicle: int, nodes: tuple[int, ...]) -> float:
    """Straight from the meaning of the fields; inf when it cannot be."""
    terms, kind = problem.terms, problem.kind[vehicle]
    at = int(problem.start[vehicle])
    time, load, used, cost = float(problem.ready[at]), float(problem.demand[at]), 0.0, 0.0
    for node in [*nodes, int(problem.end[vehicle])]:
        if load + max(problem.demand[node], terms.peak[node]) > problem.capacity[vehicle]:
            return inf
        used += (terms.loaded_use if load else terms.empty_use)[kind, at, node] + terms.use[node]
        time += problem.service[at] + problem.travel[kind, at, node]
        time = max(time, problem.ready[node])
        load += problem.demand[node]
        cost += problem.cost[kind, at, node]
        cost += terms.begin_weight[node] * (time - problem.ready[problem.start[vehicle]])
        cost += terms.late_weight[node] * max(0.0, time - terms.wanted[node])
        at = node
    for request, (pick, drop) in enumerate(
        zip(problem.pickup.tolist(), problem.drop.tolist(), strict=True)
    ):
        if drop in nodes:
            if pick not in nodes or nodes.index(pick) > nodes.index(drop):
                return inf
            if not problem.able[request, vehicle]:
                return inf
            cost += terms.given[request, vehicle]
    return float(cost) if used <= terms.spare[vehicle] else inf


def rows(problem: RoutingProblem, requests: list[int]) -> list[tuple[int, ...]]:
    """All orders of the nodes of these requests."""
    nodes = {int(n) for r in requests for n in (problem.pickup[r], problem.drop[r])}
    return list(permutations(sorted(nodes)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000))
def test_the_best_insertion_is_the_best_of_all_places(seed: int) -> None:
    problem = random_plant(np.random.default_rng(seed), 3, 1)
    routes = empty_routes(problem)
    assert routes.cost[0] == pytest.approx(plain_cost(problem, 0, ()))
    for request in range(problem.requests):
        row = tuple(routes.node[0, 1 : routes.length[0] - 1].tolist())
        ends = {int(problem.pickup[request]), int(problem.drop[request])}
        others = [
            order
            for order in permutations([*row, *sorted(ends)])
            if [node for node in order if node not in ends] == list(row)
        ]
        least = min(plain_cost(problem, 0, order) for order in others)
        extra, after_pickup, after_drop = best_insertion(problem, routes, 0, request)
        before = plain_cost(problem, 0, row)
        assert extra == pytest.approx(least - before) or (extra == inf and least == inf)
        if extra < inf:
            insert(problem, routes, 0, request, after_pickup, after_drop)
            row = tuple(routes.node[0, 1 : routes.length[0] - 1].tolist())
            assert routes.cost[0] == pytest.approx(plain_cost(problem, 0, row))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_the_search_finds_the_best_plan_of_small_plants(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = random_plant(rng, 3, 2)
    routes, state = empty_routes(problem), chance(rng)
    touched = np.zeros(2, np.int32)
    absent = np.arange(3, dtype=np.int32)
    recreate_regret(problem, routes, empty_cache(problem), state, absent, touched, 0)
    search = new_search(problem, routes, state)
    anneal(problem, search, 600, 100.0, 1.0)
    found = float(total_cost(problem, search.best))
    assert found == pytest.approx(_least(problem))
    for vehicle in range(2):
        row = tuple(search.best.node[vehicle, 1 : search.best.length[vehicle] - 1].tolist())
        assert search.best.cost[vehicle] == pytest.approx(plain_cost(problem, vehicle, row))


def _least(problem: RoutingProblem) -> float:
    best = inf
    for choice in np.ndindex(*(problem.vehicles + 1,) * problem.requests):
        cost = sum(float(problem.penalty[r]) for r, v in enumerate(choice) if v == problem.vehicles)
        for vehicle in range(problem.vehicles):
            mine = [r for r, v in enumerate(choice) if v == vehicle]
            cost += min(plain_cost(problem, vehicle, row) for row in rows(problem, mine))
        best = min(best, cost)
    return best


def test_nothing_is_absent_that_somebody_can_do() -> None:
    problem = random_plant(np.random.default_rng(5), 12, 3)
    problem = problem._replace(able=np.ones_like(problem.able))
    problem.terms.spare[:] = inf
    routes, state = empty_routes(problem), chance(np.random.default_rng(6))
    absent = np.arange(12, dtype=np.int32)
    recreate_regret(problem, routes, empty_cache(problem), state, absent, np.zeros(3, np.int32), 0)
    assert not (routes.vehicle_of == ABSENT).any()
