"""What a planner is given: the grid and everybody's goal, with the distances to it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from planner.grid.distances import FAR, distances_and_ways
from planner.grid.grid_map import GridMap
from planner.grid.scenario import GridScenario

RUN, DEGREE, DEAD_ENDS = 4, 8, 9


class GridTask(NamedTuple):
    """What stays the same: the grid and the goals.

    ``lanes`` (vertices, 10) int32: columns 0 to 3 are the neighbours, -1 where there is none; RUN
    and the three after it say how many steps it is to the next fork on that side, FAR when there is
    none; DEGREE is how many neighbours there are, DEAD_ENDS how many of them have no other one.
    ``goals`` (agents,) int32; ``distance`` (agents, vertices) int16: steps to each agent's goal;
    ``ways`` (agents, vertices) uint8: bit k says that the neighbour k is nearer to it.
    """

    lanes: NDArray[np.int32]
    goals: NDArray[np.int32]
    distance: NDArray[np.int16]
    ways: NDArray[np.uint8]


def task_for(grid: GridMap, scenario: GridScenario, threads: int = 1) -> GridTask:
    """The task of a scenario. Raises InputError when an agent has no way to its goal."""
    neighbours = grid.neighbours
    distance, ways = distances_and_ways(neighbours, scenario.goals, threads)
    cut_off = np.flatnonzero(distance[np.arange(scenario.agents), scenario.starts] == FAR)
    if len(cut_off):
        agent = int(cut_off[0])
        start, goal = scenario.starts[agent], scenario.goals[agent]
        raise InputError(
            f"{len(cut_off)} of {scenario.agents} agents have no way to their goal on {grid.name}, "
            f"the first is agent {agent} (from 0): ({grid.x[start]}, {grid.y[start]}) to "
            f"({grid.x[goal]}, {grid.y[goal]})"
        )
    return GridTask(lanes_of(neighbours), scenario.goals, distance, ways)


def lanes_of(neighbours: NDArray[np.int32]) -> NDArray[np.int32]:
    """`GridTask.lanes` of a grid."""
    degree = (neighbours >= 0).sum(axis=1).astype(np.int32)
    dead_ends = ((neighbours >= 0) & (degree[neighbours] == 1)).sum(axis=1).astype(np.int32)
    run = runs_to_forks(neighbours, degree, dead_ends)
    return np.column_stack((neighbours, run, degree, dead_ends)).astype(np.int32)


@njit(cache=True, nogil=True)
def runs_to_forks(neighbours, degree, dead_ends):  # type: ignore[no-untyped-def]
    """(vertices, 4) int16: steps until one has a choice of ways, on every side. Runs that
    end otherwise, or pass a dead end, which closes when somebody has its goal there, are FAR."""
    runs = np.full((len(neighbours), 4), FAR, np.int16)
    for vertex in range(len(neighbours)):
        for first in range(4):
            at, side, steps = neighbours[vertex, first], first, 1
            while at >= 0 and at != vertex and dead_ends[at] == 0 and degree[at] == 2:
                for k in range(4):
                    if k != side ^ 2 and neighbours[at, k] >= 0:
                        onward = k
                side = onward
                at = neighbours[at, side]
                steps += 1
            if at >= 0 and at != vertex and dead_ends[at] == 0 and degree[at] > 2 and steps < FAR:
                runs[vertex, first] = steps
    return runs
