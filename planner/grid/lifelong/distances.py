"""Weighted distances to a goal from every state: Dial's variant of Dijkstra, backwards."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from numba import njit
from numpy.typing import NDArray

FAR = 65_535
"""Distance of what cannot be reached, or is farther than an uint16 holds."""


@njit(cache=True, nogil=True)
def fill_field(before, cost, largest_cost, goal, headings, field, scratch):  # type: ignore[no-untyped-def]
    """Fills ``field`` (states,) uint16 with the least cost to reach vertex ``goal`` in any heading.

    ``before`` (states, actions) int32: predecessors, -1 where none; ``cost`` of the same shape, by
    the predecessor's action. Buckets in a ring, as costs are small whole numbers: R. Dial, CACM
    1969. ``scratch`` (3, states * actions + headings + largest_cost + 1) int32.
    """
    field[:] = FAR
    heads, entries, links = scratch[0], scratch[1], scratch[2]
    ring = largest_cost + 1
    heads[:ring] = -1
    used = 0
    for heading in range(headings):
        state = goal * headings + heading
        field[state] = 0
        entries[used] = state
        links[used] = heads[0]
        heads[0] = used
        used += 1
    waiting, so_far, actions = used, 0, before.shape[1] - 1
    while waiting > 0 and so_far < FAR:
        bucket = so_far % ring
        while heads[bucket] >= 0:
            entry = heads[bucket]
            heads[bucket] = links[entry]
            waiting -= 1
            state = entries[entry]
            if field[state] != so_far:
                continue
            for action in range(actions):
                previous = before[state, action]
                if previous < 0:
                    continue
                reached = so_far + cost[previous, action]
                if reached < field[previous]:
                    field[previous] = reached
                    entries[used] = previous
                    links[used] = heads[reached % ring]
                    heads[reached % ring] = used
                    used += 1
                    waiting += 1
        so_far += 1


def field_reference(
    before: NDArray[np.int32], cost: NDArray[np.uint16], goal: int, headings: int
) -> NDArray[np.uint16]:
    """What `fill_field` fills in, by plain Dijkstra."""
    field = np.full(len(before), FAR, np.uint16)
    heap = [(0, goal * headings + heading) for heading in range(headings)]
    while heap:
        so_far, state = heappop(heap)
        if so_far >= field[state]:
            continue
        field[state] = so_far
        for action, previous in enumerate(before[state, :-1]):
            if previous >= 0:
                heappush(heap, (so_far + int(cost[previous, action]), int(previous)))
    return field
