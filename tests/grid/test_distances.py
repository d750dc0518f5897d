"""Distance fields against a search in plain Python."""

from collections import deque

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.grid.distances import (
    FAR,
    distance_fields,
    distance_fields_with_headings,
    distances_and_ways,
)
from planner.grid.grid_map import GridMap, grid_of


@st.composite
def grids(draw) -> GridMap:
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    free = chance.random((draw(st.integers(1, 6)), draw(st.integers(1, 6)))) < 0.7
    free[0, 0] = True
    return grid_of(free)


def plain_distances(grid: GridMap, goal: int) -> list[int]:
    steps, queue = {goal: 0}, deque([goal])
    while queue:
        vertex = queue.popleft()
        for nearby in grid.neighbours[vertex].tolist():
            if nearby >= 0 and nearby not in steps:
                steps[nearby] = steps[vertex] + 1
                queue.append(nearby)
    return [steps.get(vertex, FAR) for vertex in range(grid.vertices)]


@given(grids())
@settings(max_examples=60, deadline=None)
def test_distances_and_ways_are_those_of_a_plain_search(grid: GridMap) -> None:
    goals = np.arange(grid.vertices, dtype=np.int32)
    fields, ways = distances_and_ways(grid.neighbours, goals, threads=2)
    assert (distance_fields(grid.neighbours, goals) == fields).all()
    for goal in range(grid.vertices):
        assert fields[goal].tolist() == plain_distances(grid, goal)
        for vertex in range(grid.vertices):
            for side, nearby in enumerate(grid.neighbours[vertex].tolist()):
                is_nearer = nearby >= 0 and fields[goal, nearby] < fields[goal, vertex]
                assert bool(ways[goal, vertex] >> side & 1) == is_nearer


@given(grids())
@settings(max_examples=40, deadline=None)
def test_with_headings_a_turn_costs_a_step(grid: GridMap) -> None:
    goals = np.zeros(1, np.int32)
    field = distance_fields_with_headings(grid.neighbours, goals)[0]
    for vertex in range(grid.vertices):
        for heading in range(4):
            ahead = int(grid.neighbours[vertex, heading])
            ways = [int(field[4 * vertex + (heading + turn) % 4]) for turn in (1, 3)]
            if ahead >= 0:
                ways.append(int(field[4 * ahead + heading]))
            wanted = 0 if vertex == 0 else min(FAR, 1 + min(ways))
            assert field[4 * vertex + heading] == wanted
