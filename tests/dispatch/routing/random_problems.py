"""Small random problems, and their cheapest solution by trying everything."""

from __future__ import annotations

from itertools import permutations
from math import inf

import numpy as np

from fleet_core.dispatch.routing.problem import RoutingProblem, checked, no_terms


def random_problem(
    rng: np.random.Generator, requests: int, vehicles: int, width: float = 60.0
) -> RoutingProblem:
    """Places in a square of 100; windows of about ``width``; two kinds of vehicles of different
    speed, of which each may do about three quarters of the requests."""
    n = 1 + 2 * requests
    at = rng.uniform(0.0, 100.0, (n, 2))
    apart = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))
    pickup = np.arange(1, requests + 1, dtype=np.int32)
    drop = np.arange(requests + 1, n, dtype=np.int32)
    ready, due = np.zeros(n), np.full(n, inf)
    ready[pickup] = rng.uniform(0.0, 200.0, requests)
    due[pickup] = ready[pickup] + rng.uniform(0.5 * width, 3.0 * width, requests)
    ready[drop] = ready[pickup] + rng.uniform(0.0, width, requests)
    due[drop] = ready[drop] + rng.uniform(width, 5.0 * width, requests)
    demand = np.zeros(n)
    demand[pickup] = rng.integers(1, 4, requests)
    demand[drop] = -demand[pickup]
    kind = (np.arange(vehicles) % 2).astype(np.int32)
    return checked(
        RoutingProblem(
            np.stack([apart, 1.5 * apart]), np.stack([apart, 1.1 * apart]),
            np.arange(n, dtype=np.int32), np.arange(n, dtype=np.int32), ready, due,
            rng.uniform(0.0, 5.0, n), demand, pickup, drop, np.full(requests, 1000.0), kind,
            np.zeros(vehicles, np.int32), np.zeros(vehicles, np.int32), np.full(vehicles, 4.0),
            np.arange(vehicles, dtype=np.int32), rng.random((requests, vehicles)) < 0.75,
            no_terms(),
        )
    )  # fmt: skip


def plain_cost(problem: RoutingProblem, vehicle: int, nodes: tuple[int, ...]) -> float:
    """Cost of a route, inf when it cannot be; straight from the meaning of the fields."""
    kind = problem.kind[vehicle]
    at, load = int(problem.start[vehicle]), 0.0
    time, cost, done = float(problem.ready[at]), 0.0, set[int]()
    for node in [*nodes, int(problem.end[vehicle])]:
        time += problem.service[at] + problem.travel[kind, at, node]
        time = max(time, problem.ready[node])
        cost += problem.cost[kind, at, node]
        load += problem.demand[node]
        if time > problem.due[node] or load > problem.capacity[vehicle]:
            return inf
        at = node
    for pick, drop in zip(problem.pickup.tolist(), problem.drop.tolist(), strict=True):
        if (pick in nodes) != (drop in nodes):
            return inf
        if pick in nodes and nodes.index(pick) > nodes.index(drop):
            return inf
    done.update(nodes)
    for request, pick in enumerate(problem.pickup.tolist()):
        if pick in done and not problem.able[request, vehicle]:
            return inf
    return float(cost)


def cheapest(problem: RoutingProblem) -> float:
    """Of all solutions, undone requests included; for up to three requests and two vehicles."""

    def of_vehicle(vehicle: int, requests: list[int]) -> float:
        nodes = [int(n) for r in requests for n in (problem.pickup[r], problem.drop[r])]
        return min(plain_cost(problem, vehicle, order) for order in permutations(nodes))

    def further(request: int, given: list[list[int]], undone: float) -> float:
        if request == problem.requests:
            return undone + sum(of_vehicle(v, mine) for v, mine in enumerate(given))
        best = further(request + 1, given, undone + float(problem.penalty[request]))
        for mine in given:
            mine.append(request)
            best = min(best, further(request + 1, given, undone))
            mine.pop()
        return best

    return further(0, [[] for _ in range(problem.vehicles)], 0.0)
