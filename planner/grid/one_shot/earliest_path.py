"""The earliest path of one agent among all others, by moving everywhere at once.

The set of cells where the agent could be at a step is a string of bits; the set of the next step is
made of it by shifts and masks, 64 cells an operation. That takes the same time however dense the
traffic is, where a search by single cells (space-time A*, SIPP) grows with every delay.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from planner.chance import draw
from planner.grid.one_shot.bitboard import is_set

_1 = np.uint64(1)
_2 = np.uint64(2)
_3 = np.uint64(3)
_63 = np.uint64(63)
_LAST_LOTS = np.uint64(64)
NONE = -1


@njit(cache=True, nogil=True, forceinline=True)
def spread(cells, east, south, reach, stride, step, low, high):  # type: ignore[no-untyped-def]
    """Fills the words ``low`` to ``high`` of ``reach[step + 1]`` from ``reach[step]``; returns
    whether any bit is set. Views with constant offsets let the compiler use vector instructions."""
    words, rest = stride >> 6, np.uint64(stride & 63)
    back = np.uint64(64) - rest
    here = reach[step, low - 1 : high + 1]
    lane = east[step, low - 1 : high]
    north = reach[step, low - words - 1 : high - words]
    north_lane = south[step, low - words - 1 : high - words]
    beyond = reach[step, low + words : high + words + 1]
    beyond_lane = south[step, low:high]
    free = cells[step + 1, low:high]
    there = reach[step + 1, low:high]
    some = np.uint64(0)
    for k in range(len(there)):
        now = here[k + 1]
        now |= ((here[k + 1] & lane[k + 1]) << _1) | ((here[k] & lane[k]) >> _63)
        now |= ((here[k + 1] >> _1) | (here[k + 2] << _63)) & lane[k + 1]
        now |= ((north[k + 1] & north_lane[k + 1]) << rest) | ((north[k] & north_lane[k]) >> back)
        now |= ((beyond[k] >> rest) | (beyond[k + 1] << back)) & beyond_lane[k]
        now &= free[k]
        there[k] = now
        some |= now
    return some != 0


@njit(cache=True, nogil=True)
def free_from(space, bit, last):  # type: ignore[no-untyped-def]
    """The first step from which on a cell stays free up to the step ``last``."""
    step = last
    while step >= 0 and is_set(space.cells[step], bit):
        step -= 1
    return step + 1


@njit(cache=True, nogil=True)
def flood_space(layout, space, start, goal, last, reach):  # type: ignore[no-untyped-def]
    """Fills ``reach`` (steps + 1, words) uint64 step by step until ``goal`` is reached to stay.
    Returns the step, or NONE when that does not happen up to the step ``last``."""
    steps = len(space.cells) - 1
    margin, stride = layout.margin, layout.stride
    cells, east, south = space.cells, space.east, space.south
    clear = margin
    words = len(layout.free)
    earliest = free_from(space, goal, steps)
    if earliest > last or not is_set(space.cells[0], start):
        return NONE
    low, high = start >> 6, (start >> 6) + 1
    reach[0, low - clear : high + clear] = 0
    reach[0, low] = _1 << np.uint64(start & 63)
    if start == goal and earliest == 0:
        return 0
    widen = (stride >> 6) + 1
    for step in range(last):
        left = last - step - 1
        low = max(low - widen, margin, (goal - left * stride - left) >> 6)
        high = min(high + widen, words - margin, ((goal + left * stride + left) >> 6) + 1)
        if low >= high or not spread(cells, east, south, reach, stride, step, low, high):
            return NONE
        now = step + 1
        if now >= earliest and low <= goal >> 6 < high and is_set(reach[now], goal):
            return now
        while reach[now, low] == 0:
            low += 1
        while reach[now, high - 1] == 0:
            high -= 1
        for k in range(clear):
            reach[now, low - 1 - k] = 0
            reach[now, high + k] = 0
    return NONE


@njit(cache=True, nogil=True)
def agent_at(row, bit):  # type: ignore[no-untyped-def]
    """Who is on ``bit`` in a row of places, or NONE. Looking at all of them without a branch lets
    the compiler use vector instructions."""
    found = np.int32(NONE)
    for agent in range(len(row)):
        found = max(found, np.int32(agent) if row[agent] == bit else np.int32(NONE))
    return np.int64(found)


@njit(cache=True, nogil=True)
def closes_circle(cells, paths, step, here, there):  # type: ignore[no-untyped-def]
    """Whether a move from ``here`` at ``step`` to ``there`` makes agents go round in a circle, each
    to the place of the next. ``paths`` (steps + 1, agents): those in the space; others -1."""
    if has_bit(cells, step, there) or has_bit(cells, step + 1, here):
        return False  # nobody leaves the one place, or nobody comes to the other
    for _ in range(paths.shape[1]):
        ahead = agent_at(paths[step], there)
        if ahead == NONE:
            return False
        there = paths[step + 1, ahead]
        if there == here:
            return True
    return True  # they follow each other round a circle that was there before


@njit(cache=True, nogil=True, forceinline=True)
def has_bit(rows, step, bit):  # type: ignore[no-untyped-def]
    """Whether a bit of the row of a step is set."""
    return (rows[step, bit >> 6] >> np.uint64(bit & 63)) & _1 != 0


@njit(cache=True, nogil=True, forceinline=True)
def comes_from(east, south, reach, stride, step, side, here):  # type: ignore[no-untyped-def]
    """The place on one side (west, east, north, south) of ``here`` from which the agent can come in
    this step; NONE when it cannot."""
    if side < 2:
        place = here - 1 + 2 * side
        lane = has_bit(east, step, min(place, here))
    else:
        place = here + (2 * side - 5) * stride
        lane = has_bit(south, step, min(place, here))
    return place if lane and has_bit(reach, step, place) else np.int64(NONE)


@njit(cache=True, nogil=True)
def trace_back(layout, space, paths, reach, goal, arrival, path, chance):  # type: ignore[no-untyped-def]
    """Fills ``path`` (steps + 1,) int32 with one of the paths that `flood_space` found, drawn by
    lot; False when the one that is drawn ends where agents would have to go round in a circle."""
    cells, east, south, stride = space.cells, space.east, space.south, layout.stride
    path[arrival:] = goal
    here = np.int64(goal)
    bits = np.uint64(0)
    for step in range(arrival - 1, -1, -1):
        if bits < _LAST_LOTS:
            bits = draw(chance)
        turn = np.int64(bits & _3)
        bits >>= _2
        stays = has_bit(reach, step, here)
        if not stays or turn != 0:
            came = np.int64(NONE)
            for k in range(4):
                came = comes_from(east, south, reach, stride, step, (k + turn) & 3, here)
                if came != NONE:
                    if not closes_circle(cells, paths, step, came, here):
                        break
                    came = np.int64(NONE)
            if came == NONE and not stays:
                return False
            if came != NONE:
                here = came
        path[step] = here
    return True
