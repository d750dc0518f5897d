"""The roadmap as the kernels of this package read it, and distances on it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap
from planner.roadmap.profiles import stop_loss_s


class Net(NamedTuple):
    """Flat arrays; a *zone* is the set of regions that exclude the same others."""

    out_index: NDArray[np.int64]  # as in Roadmap
    out_moves: NDArray[np.int32]
    move_from: NDArray[np.int32]
    move_to: NDArray[np.int32]
    move_duration_s: NDArray[np.float64]
    stop_s: NDArray[np.float64]  # (n_m,): what it costs to stop before a driving move; turns: 0
    move_zone: NDArray[np.int32]
    state_zone: NDArray[np.int32]
    in_index: NDArray[np.int64]  # moves that lead into a state
    in_moves: NDArray[np.int32]
    # zones that a zone excludes: zones[zone_index[z]:zone_index[z + 1]]
    zone_index: NDArray[np.int64]
    zones: NDArray[np.int32]


def net_of(roadmap: Roadmap, classes: NDArray[np.int32]) -> Net:
    """The arrays of a roadmap; ``classes``: see `exclusion_classes`."""
    in_moves = np.argsort(roadmap.move_to, kind="stable").astype(np.int32)
    counts = np.bincount(roadmap.move_to, minlength=roadmap.state_count)
    index, zones = _zones(roadmap, classes)
    return Net(
        roadmap.out_index,
        roadmap.out_moves,
        roadmap.move_from,
        roadmap.move_to,
        roadmap.move_duration_s,
        _stops_s(roadmap),
        classes[roadmap.move_region],
        classes[roadmap.state_region],
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        in_moves,
        index,
        zones,
    )


def _stops_s(roadmap: Roadmap) -> NDArray[np.float64]:
    types = [roadmap.facility.vehicle_types[one] for one in roadmap.type_ids]
    kinds = roadmap.state_type[roadmap.move_from].tolist()
    return np.array(
        [
            stop_loss_s(leg.max_speed_mps, types[kind]) if leg.length_m > 0.0 else 0.0
            for leg, kind in zip(roadmap.legs, kinds, strict=True)
        ]
    )


def _zones(
    roadmap: Roadmap, classes: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    _, first = np.unique(classes, return_index=True)
    rows = [np.unique(classes[roadmap.conflicts.of(int(region))]) for region in first]
    index = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return index, np.concatenate(rows).astype(np.int32)


@njit(cache=True)
def seconds_to(net, usable, goals):  # type: ignore[no-untyped-def]
    """Seconds from every state to the nearest of the states ``goals`` by usable moves; inf where
    there is no way (Dijkstra's algorithm; its heap keeps each state once)."""
    count = len(net.state_zone)
    field = np.full(count, np.inf)
    heap = np.empty(count, np.int32)
    rank = np.full(count, -1, np.int32)  # place in the heap
    size = 0
    for goal in goals:
        field[goal] = 0.0
        heap[size], rank[goal] = goal, size
        size += 1
    while size > 0:
        state = heap[0]
        size -= 1
        last = heap[size]
        sink(heap, rank, field, last, size)
        for row in range(net.in_index[state], net.in_index[state + 1]):
            move = net.in_moves[row]
            before = net.move_from[move]
            total = field[state] + net.move_duration_s[move]
            if usable[move] and total < field[before]:
                field[before] = total
                if rank[before] < 0:
                    rank[before] = size
                    size += 1
                rise(heap, rank, field, before)
    return field


@njit(cache=True)
def rise(heap, rank, field, state):  # type: ignore[no-untyped-def]
    """Moves a state up the heap to where its time belongs."""
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
    """Puts a state at the top of the heap and moves it down to where its time belongs."""
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
