"""Least sums of weights from every state to a goal: Dijkstra's algorithm, backwards from the goal.

`cheapest` is the compiled kernel, `cheapest_reference` says the same in plain Python. Sums are made
from the goal outwards in both, so that they agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Collection
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Inward(NamedTuple):
    """Moves by the state in which they end: ``moves[offset[s]:offset[s + 1]]``; ``start`` (n_m,):
    the state in which each begins."""

    offset: NDArray[np.int64]
    moves: NDArray[np.int32]
    start: NDArray[np.int32]

    @classmethod
    def of(cls, start: NDArray[np.int32], end: NDArray[np.int32], state_count: int) -> Inward:
        """From the two ends of each move, each (n_m,)."""
        counts = np.bincount(end, minlength=state_count)
        offset = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        return cls(offset, np.argsort(end, kind="stable").astype(np.int32), start)

    def into(self, state: int) -> NDArray[np.int32]:
        """Moves that end in a state."""
        return self.moves[self.offset[state] : self.offset[state + 1]]


@njit(cache=True)
def cheapest(inward, weights, usable, goals):  # type: ignore[no-untyped-def]
    """Sums (n_s,) of ``weights`` (n_m,) from every state to the nearest of the states ``goals``
    by ``usable`` (n_m,) moves; inf where there is no way. The heap keeps each state once."""
    count = len(inward.offset) - 1
    field = np.full(count, np.inf)
    heap = np.empty(count, np.int32)
    rank = np.full(count, -1, np.int32)  # place in the heap
    size = 0
    for goal in goals:
        if rank[goal] < 0:
            field[goal] = 0.0
            heap[size], rank[goal] = goal, size
            size += 1
    while size > 0:
        state = heap[0]
        size -= 1
        sink(heap, rank, field, heap[size], size)
        for row in range(inward.offset[state], inward.offset[state + 1]):
            move = inward.moves[row]
            before = inward.start[move]
            total = field[state] + weights[move]
            if usable[move] and total < field[before]:
                field[before] = total
                if rank[before] < 0:
                    rank[before] = size
                    size += 1
                rise(heap, rank, field, before)
    return field


@njit(cache=True)
def rise(heap, rank, field, state):  # type: ignore[no-untyped-def]
    """Moves a state up the heap to where its sum belongs."""
    at = rank[state]
    while at > 0:
        above = (at - 1) // 2
        if field[heap[above]] <= field[state]:
            break
        heap[at] = heap[above]
        rank[heap[at]] = at
        at = above
    heap[at] = state
    rank[state] = at


@njit(cache=True)
def sink(heap, rank, field, state, size):  # type: ignore[no-untyped-def]
    """Puts a state at the top of the heap and moves it down to where its sum belongs."""
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and field[heap[below + 1]] < field[heap[below]]:
            below += 1
        if field[heap[below]] >= field[state]:
            break
        heap[at] = heap[below]
        rank[heap[at]] = at
        at = below
    heap[at] = state
    rank[state] = at


def cheapest_reference(
    inward: Inward,
    weights: NDArray[np.float64],
    usable: NDArray[np.bool_],
    goals: Collection[int],
) -> NDArray[np.float64]:
    """What `cheapest` does, in plain Python."""
    field = np.full(len(inward.offset) - 1, np.inf)
    heap = [(0.0, goal) for goal in goals]
    field[list(goals)] = 0.0
    while heap:
        total, state = heappop(heap)
        if total > field[state]:
            continue
        for move in inward.into(state):
            before = int(inward.start[move])
            longer = total + float(weights[move])
            if usable[move] and longer < field[before]:
                field[before] = longer
                heappush(heap, (longer, before))
    return field
