"""Safe interval path planning on the table of floor, with the cost of stops.

As `planner.traffic.sipp` (Phillips and Likhachev, ICRA 2011), but a vehicle that waits between two
driven pieces pays for braking and starting again, and the floor is kept up to date vehicle by
vehicle instead of being made anew for each path.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class SafePathLabels(NamedTuple):
    """What the search knows of each node; node = ``offset[state]`` + number of the gap."""

    offset: NDArray[np.int64]
    arrival_s: NDArray[np.float64]
    closed: NDArray[np.bool_]
    by_move: NDArray[np.int32]
    from_node: NDArray[np.int64]
    begin_s: NDArray[np.float64]


@njit(cache=True)
def gap_at(table, zone, time_s):  # type: ignore[no-untyped-def]
    """Number of spans of a zone that begin by ``time_s``, or -1 inside one."""
    at = 0
    while at < table.spans[zone] and table.begin_s[zone, at] <= time_s:
        if time_s < table.end_s[zone, at]:
            return -1
        at += 1
    return at


@njit(cache=True)
def gap_end_s(table, zone, gap):  # type: ignore[no-untyped-def]
    """When the gap before span number ``gap`` ends; inf after the last span."""
    return np.inf if gap == table.spans[zone] else table.begin_s[zone, gap]


@njit(cache=True)
def new_labels(net, table):  # type: ignore[no-untyped-def]
    """Nothing is known yet."""
    offset = np.zeros(len(net.state_zone) + 1, np.int64)
    for state in range(len(net.state_zone)):
        offset[state + 1] = offset[state] + table.spans[net.state_zone[state]] + 1
    count = offset[-1]
    return SafePathLabels(
        offset, np.full(count, np.inf), np.zeros(count, np.bool_), np.full(count, -1, np.int32),
        np.empty(count, np.int64), np.empty(count),
    )  # fmt: skip


@njit(cache=True)
def safe_path(net, table, task, plans, vehicle):  # type: ignore[no-untyped-def]
    """The path of earliest arrival for a vehicle without floor of its own in the table, that ends
    where its way to go is 0 and can rest there for ever.

    Written into the vehicle's row of ``plans``; returns the number of moves, or -1 when there is no
    such path or no room for it.
    """
    start, ready_s = np.int64(plans.start[vehicle]), plans.ready_s[vehicle]
    usable, to_go_s = task.usable[task.set_of[vehicle]], task.to_go_s[vehicle]
    gap = gap_at(table, net.state_zone[start], ready_s)
    if gap < 0 or to_go_s[start] == np.inf:
        return -1
    labels = new_labels(net, table)
    node = labels.offset[start] + gap
    labels.arrival_s[node] = ready_s
    heap = [(ready_s + to_go_s[start], node, start)]
    while len(heap) > 0:
        _, node, state = heappop(heap)
        if labels.closed[node]:
            continue
        labels.closed[node] = True
        leave_by_s = gap_end_s(table, net.state_zone[state], node - labels.offset[state])
        if to_go_s[state] == 0.0 and leave_by_s == np.inf:
            return traced(labels, node, plans, vehicle)
        for row in range(net.out_index[state], net.out_index[state + 1]):
            move = net.out_moves[row]
            if usable[move] and to_go_s[net.move_to[move]] < np.inf:
                depart(net, table, labels, heap, to_go_s, node, move, leave_by_s)
    return -1


@njit(cache=True)
def depart(net, table, labels, heap, to_go_s, node, move, leave_by_s):  # type: ignore[no-untyped-def]
    """Tries a move from a node in every gap of its zone that begins before ``leave_by_s``."""
    zone, target = net.move_zone[move], np.int64(net.move_to[move])
    before = labels.by_move[node]
    driving = before >= 0 and net.stop_s[before] > 0.0
    begin_s = labels.arrival_s[node]
    for span in range(table.spans[zone] + 1):
        end_s = begin_s + net.move_duration_s[move]
        if driving and begin_s > labels.arrival_s[node]:
            end_s += net.stop_s[move]
        gap = -1
        if end_s + table.gap_s <= gap_end_s(table, zone, span):
            gap = gap_at(table, net.state_zone[target], end_s)
        reached = labels.offset[target] + gap
        if gap >= 0 and end_s < labels.arrival_s[reached] and not labels.closed[reached]:
            labels.arrival_s[reached] = end_s
            labels.by_move[reached] = move
            labels.from_node[reached] = node
            labels.begin_s[reached] = begin_s
            heappush(heap, (end_s + to_go_s[target], reached, target))
        if span == table.spans[zone]:
            return
        begin_s = max(begin_s, table.end_s[zone, span])
        if begin_s > leave_by_s:
            return


@njit(cache=True)
def traced(labels, node, plans, vehicle):  # type: ignore[no-untyped-def]
    """Writes the path that ends in ``node``; returns its length, -1 when there is no room."""
    count = 0
    at = node
    while labels.by_move[at] >= 0:
        count += 1
        at = labels.from_node[at]
    if count > plans.move.shape[1]:
        return -1
    at = node
    for k in range(count - 1, -1, -1):
        plans.move[vehicle, k] = labels.by_move[at]
        plans.begin_s[vehicle, k] = labels.begin_s[at]
        plans.end_s[vehicle, k] = labels.arrival_s[at]
        at = labels.from_node[at]
    return count
