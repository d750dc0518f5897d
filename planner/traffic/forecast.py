"""When each step will begin and end, if everybody drives as fast as the order of passing allows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.roads import Roads
from planner.traffic.rows import Rows, place_of

NEVER_S = 1e12
"""Steps that wait for a stopped vehicle: after everything else, yet in their order. Far beyond any
clock that counts from 1970, and still exact to a tenth of a millisecond as a float."""


class Times(NamedTuple):
    """Begin and end of every step that is not done, shapes as `Rows.move`, fleet's clock."""

    begin_s: NDArray[np.float64]
    end_s: NDArray[np.float64]


def forecast(roads: Roads, rows: Rows, now_s: float) -> Times:
    """Earliest times by propagation along the order of passing, which has no cycle.

    A step under way ends at ``now_s`` at the earliest. The first step of a stopped vehicle begins
    at NEVER_S, and so does one that leads through the place where another vehicle rests after all
    its steps: such steps exist while a tail is taken back and not yet replaced.

    For two steps whose regions exclude each other the later one begins when the earlier one has
    ended or after, so these times may become the new turns: no pair changes its order.
    """
    begin_s, end_s = propagate(roads, rows, now_s)
    return Times(begin_s, end_s)


@njit(cache=True)
def in_turn(rows):  # type: ignore[no-untyped-def]
    """Row and column of all steps, in the order of their turns."""
    total = rows.length.sum()
    who, which, turn = np.empty(total, np.int64), np.empty(total, np.int64), np.empty(total)
    at = 0
    for row in range(len(rows.length)):
        for k in range(rows.length[row]):
            who[at], which[at], turn[at] = row, k, rows.turn_s[row, k]
            at += 1
    order = np.argsort(turn, kind="mergesort")
    return who[order], which[order]


@njit(cache=True)
def propagate(roads, rows, now_s):  # type: ignore[no-untyped-def]
    """Kernel of `forecast`; `forecast_reference` says the same in plain Python.

    Of every region it keeps the latest end so far, whose it is, and the latest end of anybody else,
    so that a vehicle never waits for itself.
    """
    begin_s, end_s = np.zeros(rows.move.shape), np.zeros(rows.move.shape)
    regions = len(roads.excluded_index) - 1
    last_end, last_row = np.full(regions, -np.inf), np.full(regions, -1)
    other_end = np.full(regions, -np.inf)
    rests = np.full(regions, -1)  # who rests there for ever
    for row in range(len(rows.state)):
        if rows.state[row] >= 0 and rows.length[row] == 0:
            rests[place_of(roads, rows, row)] = row
    who, which = in_turn(rows)
    for at in range(len(who)):
        row, k = who[at], which[at]
        region = roads.move_region[rows.move[row, k]]
        begin = now_s if k == 0 else end_s[row, k - 1]
        if k >= rows.granted[row]:
            for e in range(roads.excluded_index[region], roads.excluded_index[region + 1]):
                near = roads.excluded[e]
                free = last_end[near] if last_row[near] != row else other_end[near]
                begin = max(begin, free)
                if rests[near] >= 0 and rests[near] != row:
                    begin = max(begin, NEVER_S)
        elif k == 0:
            begin = rows.begun_s[row]
        if k == 0 and rows.stopped[row]:
            begin = NEVER_S
        begin_s[row, k] = begin
        end = max(begin + roads.move_duration_s[rows.move[row, k]], now_s)
        end_s[row, k] = end
        if k + 1 == rows.length[row]:
            rests[roads.state_region[roads.move_to[rows.move[row, k]]]] = row
        if last_row[region] == row:
            last_end[region] = max(last_end[region], end)
        elif end > last_end[region]:
            other_end[region] = last_end[region]
            last_end[region], last_row[region] = end, row
        else:
            other_end[region] = max(other_end[region], end)
    return begin_s, end_s


def forecast_reference(roads: Roads, rows: Rows, now_s: float) -> Times:
    """The same, step by step: each waits for all earlier ones that exclude it."""
    times = Times(np.zeros(rows.move.shape), np.zeros(rows.move.shape))
    steps = [(row, k) for row, count in enumerate(rows.length) for k in range(count)]
    earlier: list[tuple[int, int]] = []
    rests = {
        int(roads.state_region[rows.state[row]]): row
        for row in range(len(rows.state))
        if rows.state[row] >= 0 and rows.length[row] == 0
    }
    for row, k in sorted(steps, key=lambda step: float(rows.turn_s[step])):
        region = int(roads.move_region[rows.move[row, k]])
        excluded = set(_excluded(roads, region))
        ready = [now_s if k == 0 else float(times.end_s[row, k - 1])]
        if k >= rows.granted[row]:
            ready += [
                float(times.end_s[step])
                for step in earlier
                if step[0] != row and int(roads.move_region[rows.move[step]]) in excluded
            ]
            ready += [NEVER_S for near, who in rests.items() if who != row and near in excluded]
        elif k == 0:
            ready = [float(rows.begun_s[row])]
        begin = NEVER_S if k == 0 and rows.stopped[row] else max(ready)
        times.begin_s[row, k] = begin
        end = begin + float(roads.move_duration_s[rows.move[row, k]])
        times.end_s[row, k] = max(end, now_s)
        earlier.append((row, k))
        if k + 1 == rows.length[row]:
            rests[int(roads.state_region[roads.move_to[rows.move[row, k]]])] = row
    return times


def _excluded(roads: Roads, region: int) -> list[int]:
    row = slice(roads.excluded_index[region], roads.excluded_index[region + 1])
    return [int(near) for near in roads.excluded[row]]
