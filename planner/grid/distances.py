"""Steps to a goal from everywhere: breadth-first search backwards, without and with headings."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

FAR = 32_767
"""Distance of what cannot be reached (the largest int16); what is farther away than that counts as
one step less."""


@njit(cache=True, nogil=True)
def flood(neighbours, goal, field, queue):  # type: ignore[no-untyped-def]
    """Fills ``field`` (vertices,) int16 with the steps to ``goal``; ``queue`` (vertices,) int32 is
    scratch."""
    field[:] = FAR
    field[goal] = 0
    queue[0] = goal
    head, tail = 0, 1
    while head < tail:
        vertex = queue[head]
        head += 1
        steps = min(field[vertex] + 1, FAR - 1)
        for k in range(4):
            nearby = neighbours[vertex, k]
            if nearby >= 0 and field[nearby] == FAR:
                field[nearby] = steps
                queue[tail] = nearby
                tail += 1


@njit(cache=True, nogil=True)
def distance_fields(neighbours, goals):  # type: ignore[no-untyped-def]
    """Distances (goals, vertices) int16: steps from every vertex to each of ``goals``; FAR where
    there is no way."""
    vertices = len(neighbours)
    fields = np.empty((len(goals), vertices), np.int16)
    queue = np.empty(vertices, np.int32)
    for row in range(len(goals)):
        flood(neighbours, goals[row], fields[row], queue)
    return fields


@njit(cache=True, nogil=True)
def fill_distances_and_ways(neighbours, goals, fields, ways):  # type: ignore[no-untyped-def]
    """Fills the arrays of `distances_and_ways`."""
    queue = np.empty(len(neighbours), np.int32)
    for row in range(len(goals)):
        field, way = fields[row], ways[row]
        field[:] = FAR
        way[:] = 0
        field[goals[row]] = 0
        queue[0] = goals[row]
        head, tail = 0, 1
        while head < tail:
            vertex = queue[head]
            head += 1
            steps = min(field[vertex] + 1, FAR - 1)
            for k in range(4):
                nearby = neighbours[vertex, k]
                if nearby < 0 or field[nearby] < steps:
                    continue
                way[nearby] |= 1 << (k ^ 2)
                if field[nearby] == FAR:
                    field[nearby] = steps
                    queue[tail] = nearby
                    tail += 1


def distances_and_ways(
    neighbours: NDArray[np.int32], goals: NDArray[np.int32], threads: int = 1
) -> tuple[NDArray[np.int16], NDArray[np.uint8]]:
    """Distances as in `distance_fields`, and ways (goals, vertices) uint8: bit k says that the
    neighbour k is nearer to the goal. Of two neighbours on a grid one always is."""
    shape = (len(goals), len(neighbours))
    fields, ways = np.empty(shape, np.int16), np.empty(shape, np.uint8)
    parts = [
        slice(len(goals) * k // threads, len(goals) * (k + 1) // threads) for k in range(threads)
    ]

    def fill(part: slice) -> None:
        fill_distances_and_ways(neighbours, goals[part], fields[part], ways[part])

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, parts))
    return fields, ways


@njit(cache=True, nogil=True)
def flood_with_headings(neighbours, goal, field, queue):  # type: ignore[no-untyped-def]
    """Fills ``field`` (4 * vertices,) int16 with the steps from the state 4 * vertex + heading to
    ``goal`` in any heading, where a step goes forward one cell or turns by 90 degrees; ``queue``
    (4 * vertices,) int32 is scratch."""
    field[:] = FAR
    tail = 0
    for heading in range(4):
        field[4 * goal + heading] = 0
        queue[tail] = 4 * goal + heading
        tail += 1
    head = 0
    while head < tail:
        state = queue[head]
        head += 1
        steps = min(field[state] + 1, FAR - 1)
        vertex, heading = state // 4, state % 4
        behind = neighbours[vertex, (heading + 2) % 4]
        if behind >= 0 and field[4 * behind + heading] == FAR:
            field[4 * behind + heading] = steps
            queue[tail] = 4 * behind + heading
            tail += 1
        for turn in (1, 3):
            before = 4 * vertex + (heading + turn) % 4
            if field[before] == FAR:
                field[before] = steps
                queue[tail] = before
                tail += 1


@njit(cache=True, nogil=True)
def distance_fields_with_headings(neighbours, goals):  # type: ignore[no-untyped-def]
    """Distances (goals, 4 * vertices) int16, as `flood_with_headings` gives them."""
    states = 4 * len(neighbours)
    fields = np.empty((len(goals), states), np.int16)
    queue = np.empty(states, np.int32)
    for row in range(len(goals)):
        flood_with_headings(neighbours, goals[row], fields[row], queue)
    return fields
