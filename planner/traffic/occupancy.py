"""When the regions of the roadmap are taken, looked up region by region as a search needs them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.forecast import Times
from planner.traffic.roads import Roads
from planner.traffic.rows import Rows

GAP_S = 1.0
"""Time kept between two vehicles in the plan, so that small delays do not make the second one
brake. Safety does not rest on it: the order of passing is enforced, whatever the times."""


class Occupancy(NamedTuple):
    """Who is where: span ``s`` of ``offset[r]:offset[r + 1]`` puts a body into region ``r``."""

    offset: NDArray[np.int64]
    begin_s: NDArray[np.float64]
    end_s: NDArray[np.float64]


class Gaps(NamedTuple):
    """Times at which a region is barred by anything that excludes it, made when first asked for.

    The ``size[r]`` (-1: not made yet) spans of region ``r`` begin at ``offset[r]``; they are
    disjoint and rise. Gap k lies before span k.
    """

    offset: NDArray[np.int64]
    size: NDArray[np.int64]
    begin_s: NDArray[np.float64]
    end_s: NDArray[np.float64]


def occupancy(
    roads: Roads, rows: Rows, times: Times, except_row: int, now_s: float,
    leaves_s: NDArray[np.float64],
) -> Occupancy:  # fmt: skip
    """The regions that all vehicles but one take from now on: each step, each wait between steps,
    and the place where it comes to rest until ``leaves_s`` (n,)."""
    offset, begin_s, end_s = spans(roads, rows, times, except_row, now_s, leaves_s)
    return Occupancy(offset, begin_s, end_s)


@njit(cache=True)
def spans(roads, rows, times, except_row, now_s, leaves_s):  # type: ignore[no-untyped-def]
    """Kernel of `occupancy`: all spans, then sorted by region."""
    room = 2 * rows.length.sum() + len(rows.state)
    region, begin, end = np.empty(room, np.int64), np.empty(room), np.empty(room)
    n = 0
    for row in range(len(rows.state)):
        if row == except_row or rows.state[row] < 0:
            continue
        state, since = rows.state[row], now_s
        for k in range(rows.length[row]):
            # What is granted is the vehicle's from now on; nobody can be put in before it.
            begins = now_s if k < rows.granted[row] else times.begin_s[row, k]
            if begins > since:
                region[n], begin[n], end[n] = roads.state_region[state], since, begins
                n += 1
            move = rows.move[row, k]
            region[n], begin[n] = roads.move_region[move], begins
            end[n] = times.end_s[row, k] + GAP_S
            n += 1
            state, since = roads.move_to[move], times.end_s[row, k]
        region[n], begin[n] = roads.state_region[state], since
        end[n] = max(leaves_s[row], since)
        n += 1
    return by_region(region[:n], begin[:n], end[:n], len(roads.excluded_index) - 1)


@njit(cache=True)
def by_region(region, begin, end, regions):  # type: ignore[no-untyped-def]
    """Counting sort: (offset, begin, end)."""
    offset = np.zeros(regions + 1, np.int64)
    for r in region:
        offset[r + 1] += 1
    offset = np.cumsum(offset)
    to = offset[:-1].copy()
    begins, ends = np.empty(len(region)), np.empty(len(region))
    for k in range(len(region)):
        at = to[region[k]]
        begins[at], ends[at] = begin[k], end[k]
        to[region[k]] += 1
    return offset, begins, ends


@njit(cache=True)
def room_for_gaps(roads, occupied):  # type: ignore[no-untyped-def]
    """`Gaps` with nothing made, wide enough for whatever will be.

    Counted from the few regions that are taken: what they exclude excludes them.
    """
    regions = len(roads.excluded_index) - 1
    offset = np.zeros(regions + 1, np.int64)
    for near in range(regions):
        count = occupied.offset[near + 1] - occupied.offset[near]
        if count > 0:
            for e in range(roads.excluded_index[near], roads.excluded_index[near + 1]):
                offset[roads.excluded[e] + 1] += count
    offset = np.cumsum(offset)
    return Gaps(offset, np.full(regions, -1), np.empty(offset[-1]), np.empty(offset[-1]))


@njit(cache=True)
def make_gaps(roads, occupied, gaps, region):  # type: ignore[no-untyped-def]
    """Gathers, sorts and joins what bars a region."""
    low = gaps.offset[region]
    n = 0
    for e in range(roads.excluded_index[region], roads.excluded_index[region + 1]):
        near = roads.excluded[e]
        for s in range(occupied.offset[near], occupied.offset[near + 1]):
            k = low + n
            while k > low and gaps.begin_s[k - 1] > occupied.begin_s[s]:
                gaps.begin_s[k], gaps.end_s[k] = gaps.begin_s[k - 1], gaps.end_s[k - 1]
                k -= 1
            gaps.begin_s[k], gaps.end_s[k] = occupied.begin_s[s], occupied.end_s[s]
            n += 1
    size = 0
    for k in range(low, low + n):
        if size > 0 and gaps.begin_s[k] <= gaps.end_s[low + size - 1]:
            gaps.end_s[low + size - 1] = max(gaps.end_s[low + size - 1], gaps.end_s[k])
        else:
            gaps.begin_s[low + size], gaps.end_s[low + size] = gaps.begin_s[k], gaps.end_s[k]
            size += 1
    gaps.size[region] = size


@njit(cache=True)
def gap_of(gaps, region, time_s):  # type: ignore[no-untyped-def]
    """Number of the gap of a region that holds ``time_s``; -1 inside a span."""
    low = gaps.offset[region]
    for k in range(gaps.size[region]):
        if time_s < gaps.begin_s[low + k]:
            return k
        if time_s < gaps.end_s[low + k]:
            return -1
    return gaps.size[region]


@njit(cache=True)
def gap_end_s(gaps, region, gap):  # type: ignore[no-untyped-def]
    """When a gap of a region ends; inf after the last span."""
    return np.inf if gap == gaps.size[region] else gaps.begin_s[gaps.offset[region] + gap]


def gaps_reference(roads: Roads, occupied: Occupancy, region: int) -> list[tuple[float, float]]:
    """The spans that `make_gaps` leaves, in plain Python."""
    row = slice(roads.excluded_index[region], roads.excluded_index[region + 1])
    taken = sorted(
        (float(occupied.begin_s[s]), float(occupied.end_s[s]))
        for near in roads.excluded[row]
        for s in range(occupied.offset[near], occupied.offset[near + 1])
    )
    merged: list[tuple[float, float]] = []
    for begin, end in taken:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged
