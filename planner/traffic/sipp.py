"""Safe interval path planning on states and moves, in continuous time.

M. Phillips and M. Likhachev, "SIPP: Safe Interval Path Planning for Dynamic Environments", ICRA
2011. A state is safe in the gaps between the spans in which its region is taken; a search node is
(state, gap) with the earliest arrival. The region of a move contains the regions of both its
states, so a move that fits into a gap of its own region begins and ends in safe intervals.

`search` is the compiled kernel, `sipp_reference` says the same in plain Python.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap
from planner.traffic.reservations import Reservations

Timed = tuple[int, float]
"""A move and the time at which it begins."""


class Graph(NamedTuple):
    """The arrays of a roadmap that the kernel reads; meanings and shapes as in `Roadmap`."""

    out_index: NDArray[np.int64]
    out_moves: NDArray[np.int32]
    move_to: NDArray[np.int32]
    move_region: NDArray[np.int32]
    move_duration_s: NDArray[np.float64]
    state_region: NDArray[np.int32]


class Labels(NamedTuple):
    """What the search knows of each node; node = ``offset[state]`` + gap."""

    offset: NDArray[np.int64]
    arrival_s: NDArray[np.float64]
    closed: NDArray[np.bool_]
    by_move: NDArray[np.int64]
    from_node: NDArray[np.int64]
    begin_s: NDArray[np.float64]


def plan_path(
    roadmap: Roadmap,
    taken: Reservations,
    start: tuple[int, float],
    goal_states: tuple[int, ...],
    to_go_s: NDArray[np.float64],
    usable: NDArray[np.bool_],
) -> list[Timed] | None:
    """The path of earliest arrival that ends at rest, for ever, in one of ``goal_states``.

    ``start``: state and time. ``to_go_s`` (n_s,): lower bounds of the time to the goal. ``usable``
    (n_m,): moves the vehicle may make. Returns the moves with their begin times, or None when there
    is no such path.
    """
    goal = np.zeros(roadmap.state_count, dtype=np.bool_)
    goal[list(goal_states)] = True
    graph = Graph(
        roadmap.out_index,
        roadmap.out_moves,
        roadmap.move_to,
        roadmap.move_region,
        roadmap.move_duration_s,
        roadmap.state_region,
    )
    moves, begins, found = search(graph, taken, usable, to_go_s, goal, start[0], start[1])
    if not found:
        return None
    return [(int(move), float(begin)) for move, begin in zip(moves, begins, strict=True)]


@njit(cache=True)
def gap_of(taken, region, time_s):  # type: ignore[no-untyped-def]
    """Number of the gap of a region that holds ``time_s``; -1 inside a span. Gap k lies before
    span k."""
    low, high = taken.offset[region], taken.offset[region + 1]
    for row in range(low, high):
        if time_s < taken.begin_s[row]:
            return row - low
        if time_s < taken.end_s[row]:
            return -1
    return high - low


@njit(cache=True)
def gap_end_s(taken, region, gap):  # type: ignore[no-untyped-def]
    """When a gap of a region ends; inf after the last span."""
    row = taken.offset[region] + gap
    return np.inf if row == taken.offset[region + 1] else taken.begin_s[row]


@njit(cache=True)
def new_labels(graph, taken):  # type: ignore[no-untyped-def]
    """Empty labels: a node for every gap of every state."""
    spans = taken.offset[1:] - taken.offset[:-1]
    offset = np.zeros(len(graph.state_region) + 1, np.int64)
    offset[1:] = np.cumsum(spans[graph.state_region] + 1)
    count = offset[-1]
    return Labels(
        offset,
        np.full(count, np.inf),
        np.zeros(count, np.bool_),
        np.full(count, -1, np.int64),
        np.full(count, -1, np.int64),
        np.zeros(count),
    )


@njit(cache=True)
def trace_back(labels, node):  # type: ignore[no-untyped-def]
    """Moves and begin times of the path that ends in ``node``."""
    count = 0
    at = node
    while labels.by_move[at] >= 0:
        count += 1
        at = labels.from_node[at]
    moves = np.empty(count, np.int64)
    begins = np.empty(count, np.float64)
    at = node
    for k in range(count - 1, -1, -1):
        moves[k] = labels.by_move[at]
        begins[k] = labels.begin_s[at]
        at = labels.from_node[at]
    return moves, begins


@njit(cache=True)
def departures(graph, taken, labels, move, node, leave_by_s, begins):  # type: ignore[no-untyped-def]
    """Fills ``begins`` with the earliest departure in each gap of the move's region that begins
    before ``leave_by_s`` and is long enough; returns how many."""
    region = graph.move_region[move]
    duration_s = graph.move_duration_s[move]
    begin_s = labels.arrival_s[node]
    count = 0
    last = taken.offset[region + 1]
    for row in range(taken.offset[region], last + 1):
        end_s = np.inf if row == last else taken.begin_s[row]
        if begin_s + duration_s <= end_s and count < len(begins):
            begins[count] = begin_s
            count += 1
        if row == last:
            break
        begin_s = max(begin_s, taken.end_s[row])
        if begin_s > leave_by_s:
            break
    return count


GAPS_TRIED = 64
"""Gaps of one move's region that are looked at; more occur only under absurd density, and then the
later ones would be bad choices."""


@njit(cache=True)
def search(graph, taken, usable, to_go_s, goal, start_state, start_s):  # type: ignore[no-untyped-def]
    """A* over (state, gap). Returns (moves, begin times, found)."""
    labels = new_labels(graph, taken)
    begins = np.empty(GAPS_TRIED)
    gap = gap_of(taken, graph.state_region[start_state], start_s)
    if gap < 0:
        return np.empty(0, np.int64), np.empty(0), False
    node = labels.offset[start_state] + gap
    labels.arrival_s[node] = start_s
    heap = [(start_s + to_go_s[start_state], node, start_state)]
    while len(heap) > 0:
        _, node, state = heappop(heap)
        if labels.closed[node]:
            continue
        labels.closed[node] = True
        leave_by_s = gap_end_s(taken, graph.state_region[state], node - labels.offset[state])
        if goal[state] and leave_by_s == np.inf:
            moves, times = trace_back(labels, node)
            return moves, times, True
        for out in range(graph.out_index[state], graph.out_index[state + 1]):
            move = graph.out_moves[out]
            target = np.int64(graph.move_to[move])
            if not usable[move] or to_go_s[target] == np.inf:
                continue
            for k in range(departures(graph, taken, labels, move, node, leave_by_s, begins)):
                end_s = begins[k] + graph.move_duration_s[move]
                gap = gap_of(taken, graph.state_region[target], end_s)
                if gap < 0:
                    continue
                reached = labels.offset[target] + gap
                if end_s < labels.arrival_s[reached]:
                    labels.arrival_s[reached] = end_s
                    labels.by_move[reached] = move
                    labels.from_node[reached] = node
                    labels.begin_s[reached] = begins[k]
                    heappush(heap, (end_s + to_go_s[target], reached, target))
    return np.empty(0, np.int64), np.empty(0), False


def sipp_reference(
    roadmap: Roadmap,
    taken: Reservations,
    start: tuple[int, float],
    goal_states: tuple[int, ...],
    usable: NDArray[np.bool_],
) -> float:
    """Earliest arrival of `plan_path`, found by plain Dijkstra over (state, gap); inf when none."""

    def gaps(region: int) -> list[tuple[float, float]]:
        rows = range(int(taken.offset[region]), int(taken.offset[region + 1]))
        edges = [-inf]
        for row in rows:
            edges += [float(taken.begin_s[row]), float(taken.end_s[row])]
        edges.append(inf)
        return list(zip(edges[::2], edges[1::2], strict=True))

    def gap_at(state: int, time_s: float) -> int | None:
        for number, (begin, end) in enumerate(gaps(int(roadmap.state_region[state]))):
            if begin <= time_s < end:
                return number
        return None

    start_state, start_s = start
    start_gap = gap_at(start_state, start_s)
    if start_gap is None:
        return inf
    heap = [(start_s, start_state, start_gap)]
    seen: set[tuple[int, int]] = set()
    while heap:
        arrival, state, gap = heappop(heap)
        if (state, gap) in seen:
            continue
        seen.add((state, gap))
        leave_by = gaps(int(roadmap.state_region[state]))[gap][1]
        if state in goal_states and leave_by == inf:
            return arrival
        for out in range(int(roadmap.out_index[state]), int(roadmap.out_index[state + 1])):
            move = int(roadmap.out_moves[out])
            if not usable[move]:
                continue
            target, duration = int(roadmap.move_to[move]), float(roadmap.move_duration_s[move])
            for begin, end in gaps(int(roadmap.move_region[move])):
                depart = max(arrival, begin)
                if depart > leave_by or depart + duration > end:
                    continue
                target_gap = gap_at(target, depart + duration)
                if target_gap is not None:
                    heappush(heap, (depart + duration, target, target_gap))
    return inf
