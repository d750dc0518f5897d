"""Safe interval path planning on states and moves, in continuous time.

M. Phillips and M. Likhachev, "SIPP: Safe Interval Path Planning for Dynamic Environments", ICRA
2011. A state is safe in the gaps between the spans in which its region is barred; a search node is
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

from planner.traffic.forecast import NEVER_S
from planner.traffic.occupancy import (
    Occupancy,
    gap_end_s,
    gap_of,
    gaps_reference,
    make_gaps,
    room_for_gaps,
)
from planner.traffic.roads import Roads

Timed = tuple[int, float]
"""A move and the time at which it begins."""


class Labels(NamedTuple):
    """What the search knows of each node; node = ``offset[state]`` + gap. Nodes of a state have a
    meaning once it is ``met``."""

    offset: NDArray[np.int64]
    met: NDArray[np.bool_]
    arrival_s: NDArray[np.float64]
    closed: NDArray[np.bool_]
    by_move: NDArray[np.int64]
    from_node: NDArray[np.int64]
    begin_s: NDArray[np.float64]


def plan_path(
    roads: Roads,
    occupied: Occupancy,
    start: tuple[int, float],
    goal_states: tuple[int, ...],
    to_go_s: NDArray[np.float64],
    usable: NDArray[np.bool_],
) -> list[Timed] | None:
    """The path of earliest arrival that ends at rest, for ever, in one of ``goal_states``.

    ``start``: state and time. ``to_go_s`` (n_s,): lower bounds of the time to the goal. ``usable``
    (n_m,): moves the vehicle may make. Returns the moves with their begin times, or None when there
    is no such path, or only one behind somebody who has stopped (beyond NEVER_S).
    """
    goal = np.zeros(len(roads.state_region), dtype=np.bool_)
    goal[list(goal_states)] = True
    moves, begins, found = search(roads, occupied, usable, to_go_s, goal, start[0], start[1])
    if not found:
        return None
    return list(zip(moves.tolist(), begins.tolist(), strict=True))


@njit(cache=True)
def new_labels(roads, gaps):  # type: ignore[no-untyped-def]
    """Room for a node for every gap of every state."""
    states = len(roads.state_region)
    offset = np.zeros(states + 1, np.int64)
    for state in range(states):
        region = roads.state_region[state]
        offset[state + 1] = offset[state] + gaps.offset[region + 1] - gaps.offset[region] + 1
    count = offset[-1]
    return Labels(
        offset,
        np.zeros(states, np.bool_),
        np.empty(count),
        np.empty(count, np.bool_),
        np.empty(count, np.int64),
        np.empty(count, np.int64),
        np.empty(count),
    )


@njit(cache=True)
def meet(roads, occupied, gaps, labels, state):  # type: ignore[no-untyped-def]
    """Makes the nodes of a state when it is met first."""
    if labels.met[state]:
        return
    labels.met[state] = True
    region = roads.state_region[state]
    if gaps.size[region] < 0:
        make_gaps(roads, occupied, gaps, region)
    low = labels.offset[state]
    for node in range(low, low + gaps.size[region] + 1):
        labels.arrival_s[node] = np.inf
        labels.closed[node] = False
        labels.by_move[node] = -1
        labels.from_node[node] = -1


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
def departures(gaps, region, duration_s, ready_s, leave_by_s, begins):  # type: ignore[no-untyped-def]
    """Fills ``begins`` with the earliest departure in each gap of the move's region that begins
    before ``leave_by_s`` and is long enough; returns how many. None begins beyond NEVER_S."""
    begin_s = ready_s
    count = 0
    low, size = gaps.offset[region], gaps.size[region]
    for k in range(size + 1):
        end_s = np.inf if k == size else gaps.begin_s[low + k]
        if begin_s + duration_s <= end_s and count < len(begins):
            begins[count] = begin_s
            count += 1
        if k == size:
            break
        begin_s = max(begin_s, gaps.end_s[low + k])
        if begin_s > leave_by_s or begin_s >= NEVER_S / 2.0:
            break
    return count


GAPS_TRIED = 64
"""Gaps of one move's region that are looked at; more occur only under absurd density, and then the
later ones would be bad choices."""


@njit(cache=True)
def has_open_goal(roads, occupied, gaps, goal):  # type: ignore[no-untyped-def]
    """Whether some goal state will be free for ever, and not only behind a stopped vehicle.
    Otherwise there is no need to look at the whole roadmap to find no path."""
    for state in np.flatnonzero(goal):
        region = roads.state_region[state]
        if gaps.size[region] < 0:
            make_gaps(roads, occupied, gaps, region)
        size = gaps.size[region]
        if size == 0 or gaps.end_s[gaps.offset[region] + size - 1] < NEVER_S / 2.0:
            return True
    return False


@njit(cache=True)
def search(roads, occupied, usable, to_go_s, goal, start_state, start_s):  # type: ignore[no-untyped-def]
    """A* over (state, gap). Returns (moves, begin times, found)."""
    gaps = room_for_gaps(roads, occupied)
    labels = new_labels(roads, gaps)
    begins = np.empty(GAPS_TRIED)
    if not has_open_goal(roads, occupied, gaps, goal):
        return np.empty(0, np.int64), np.empty(0), False
    meet(roads, occupied, gaps, labels, start_state)
    gap = gap_of(gaps, roads.state_region[start_state], start_s)
    if gap < 0:
        return np.empty(0, np.int64), np.empty(0), False
    node = labels.offset[start_state] + gap
    labels.arrival_s[node] = start_s
    heap = [(start_s + to_go_s[start_state], node, np.int64(start_state))]
    while len(heap) > 0:
        _, node, state = heappop(heap)
        if labels.closed[node]:
            continue
        labels.closed[node] = True
        leave_by_s = gap_end_s(gaps, roads.state_region[state], node - labels.offset[state])
        if goal[state] and leave_by_s == np.inf:
            moves, times = trace_back(labels, node)
            return moves, times, True
        for out in range(roads.out_index[state], roads.out_index[state + 1]):
            move = roads.out_moves[out]
            target = np.int64(roads.move_to[move])
            if not usable[move] or to_go_s[target] == np.inf:
                continue
            region, duration_s = roads.move_region[move], roads.move_duration_s[move]
            if gaps.size[region] < 0:
                make_gaps(roads, occupied, gaps, region)
            meet(roads, occupied, gaps, labels, target)
            ready_s = labels.arrival_s[node]
            for k in range(departures(gaps, region, duration_s, ready_s, leave_by_s, begins)):
                end_s = begins[k] + duration_s
                gap = gap_of(gaps, roads.state_region[target], end_s)
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
    roads: Roads,
    occupied: Occupancy,
    start: tuple[int, float],
    goal_states: tuple[int, ...],
    usable: NDArray[np.bool_],
) -> float:
    """Earliest arrival of `plan_path`, found by plain Dijkstra over (state, gap); inf when none."""

    def gaps(region: int) -> list[tuple[float, float]]:
        edges = [-inf]
        for begin, end in gaps_reference(roads, occupied, region):
            edges += [begin, end]
        edges.append(inf)
        return list(zip(edges[::2], edges[1::2], strict=True))

    def gap_at(state: int, time_s: float) -> int | None:
        for number, (begin, end) in enumerate(gaps(int(roads.state_region[state]))):
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
        leave_by = gaps(int(roads.state_region[state]))[gap][1]
        if state in goal_states and leave_by == inf:
            return arrival
        for out in range(int(roads.out_index[state]), int(roads.out_index[state + 1])):
            move = int(roads.out_moves[out])
            if not usable[move]:
                continue
            target, duration = int(roads.move_to[move]), float(roads.move_duration_s[move])
            for begin, end in gaps(int(roads.move_region[move])):
                depart = max(arrival, begin)
                if depart > leave_by or depart + duration > end:
                    continue
                target_gap = gap_at(target, depart + duration)
                if target_gap is not None:
                    heappush(heap, (depart + duration, target, target_gap))
    return inf
