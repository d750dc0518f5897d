"""Small random roadmaps with vehicles on them, and what exhaustive search says of them."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from math import dist

import numpy as np

from fleet_core.model.facility import Facility
from planner.roadmap.build import build_roadmap
from planner.roadmap.graph import Roadmap
from planner.traffic.joint.problem import Problem, Traveller
from tests.roadmap.small_plants import CART, both, edge, plant

SIDE_M = 0.5
SQUARE = ((-0.25, -0.25), (0.25, -0.25), (0.25, 0.25), (-0.25, 0.25))
LONG = ((-0.4, -0.25), (0.9, -0.25), (0.9, 0.25), (-0.4, 0.25))


def facility(rng: np.random.Generator, body: tuple[tuple[float, float], ...]) -> Facility:
    """Four to seven nodes on a coarse raster, lanes between some of them, most both ways."""
    count = int(rng.integers(4, 8))
    spacing = float(rng.choice([1.2, 2.0, 4.0]))  # too near to pass, room to pass, cut into pieces
    spots = rng.permutation(9)[:count]
    raster = [(spacing * (spot % 3), spacing * (spot // 3)) for spot in spots.tolist()]
    edges = []
    for k in range(1, count):  # a tree, and some more
        away = [dist(raster[j], raster[k]) for j in range(k)]
        for j in np.argsort(away)[: 1 + int(rng.random() < 0.3)].tolist():
            first, last = (j, k) if rng.random() < 0.5 else (k, j)
            one_way = rng.random() < 0.15
            names = f"n{first}", f"n{last}"
            edges += [edge(*names)] if one_way else both(*names)
    points = {f"n{k}": point for k, point in enumerate(raster)}
    made = plant(points, edges, {})
    cart = replace(CART, footprint=body, loaded_footprint=body)
    return replace(made, vehicle_types={"cart": cart})


def problem(roadmap: Roadmap, rng: np.random.Generator, count: int, aside: bool) -> Problem | None:
    """Vehicles at random nodes; None where no such placement was found in a few draws."""
    states = [
        roadmap.states_at[0, node]
        for node in roadmap.facility.layout.nodes
        if (0, node) in roadmap.states_at
    ]
    if count > len(states):
        return None
    for _ in range(20):
        starts = [int(rng.choice(states[k])) for k in rng.permutation(len(states))[:count]]
        goals = [states[k] for k in rng.permutation(len(states))[:count]]
        if aside:
            goals[0] = ()
        if all(not excludes(roadmap, a, b) for k, a in enumerate(starts) for b in starts[:k]):
            pairs = zip(starts, goals, strict=True)
            return Problem(
                tuple(
                    Traveller(f"v{k}", start, goal, roadmap.move_empty)
                    for k, (start, goal) in enumerate(pairs)
                )
            )
    return None


def excludes(roadmap: Roadmap, first: int, second: int) -> bool:
    """Whether vehicles cannot stand in both states."""
    regions = roadmap.state_region
    return roadmap.conflicts.between(int(regions[first]), int(regions[second]))


def solvable(roadmap: Roadmap, problem: Problem, most: int = 15_000) -> bool | None:
    """Breadth-first search over all placements by single moves; None beyond ``most`` of them."""
    nodes = roadmap.facility.layout.nodes
    start = tuple(one.start for one in problem.travellers)
    seen, queue = {start}, deque([start])
    while queue:
        at = queue.popleft()
        if all(
            state in one.goals if one.goals else roadmap.state_node[state] in nodes
            for state, one in zip(at, problem.travellers, strict=True)
        ):
            return True
        if len(seen) > most:
            return None
        for vehicle, state in enumerate(at):
            held = [int(roadmap.state_region[other]) for k, other in enumerate(at) if k != vehicle]
            for row in range(int(roadmap.out_index[state]), int(roadmap.out_index[state + 1])):
                move = int(roadmap.out_moves[row])
                excluded = roadmap.conflicts.excluded[int(roadmap.move_region[move])]
                if any(region in excluded for region in held):
                    continue
                after = (*at[:vehicle], int(roadmap.move_to[move]), *at[vehicle + 1 :])
                if after not in seen:
                    seen.add(after)
                    queue.append(after)
    return False


def random_case(seed: int) -> tuple[Roadmap, Problem] | None:
    """A roadmap and a problem on it, by seed."""
    rng = np.random.default_rng(seed)
    roadmap = build_roadmap(facility(rng, SQUARE if seed % 3 else LONG))
    made = problem(roadmap, rng, int(rng.integers(2, 5)), aside=seed % 5 == 0)
    return None if made is None else (roadmap, made)
