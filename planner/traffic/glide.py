"""Who can drive so slowly that it need not stop: speed hints.

A vehicle that will have to wait at the end of what it is granted may as well arrive there when its
next step becomes free. Nobody may lose by it: a vehicle gets no hint when somebody else is expected
to drive over its granted floor before then.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.forecast import NEVER_S, Times
from planner.traffic.release import Users, users_by_region
from planner.traffic.roads import Roads
from planner.traffic.rows import Rows

WORTH_S = 1.0
"""A shorter wait is not worth a word."""


def free_at_s(roads: Roads, rows: Rows, times: Times) -> NDArray[np.float64]:
    """For each row (n,) when its next step is expected to become free, where the vehicle would have
    to wait for it and can be slow without harm; NaN for all others."""
    offset, who, which = users_by_region(roads, rows)
    found: NDArray[np.float64] = find_free_at(roads, rows, times, Users(offset, who, which))
    return found


@njit(cache=True)
def find_free_at(roads, rows, times, users):  # type: ignore[no-untyped-def]
    """Kernel of `free_at_s`; `free_at_reference_s` says the same in plain Python."""
    found = np.full(len(rows.state), np.nan)
    for row in range(len(rows.state)):
        granted = rows.granted[row]
        if granted == 0 or granted == rows.length[row] or rows.stopped[row]:
            continue
        free_s = times.begin_s[row, granted]
        if free_s >= NEVER_S or free_s - times.end_s[row, granted - 1] < WORTH_S:
            continue
        if not is_wanted(roads, rows, times, users, row, free_s):
            found[row] = free_s
    return found


@njit(cache=True)
def is_wanted(roads, rows, times, users, row, until_s):  # type: ignore[no-untyped-def]
    """Whether somebody is expected to begin a step over the granted floor before ``until_s``."""
    for k in range(rows.granted[row]):
        region = roads.move_region[rows.move[row, k]]
        for e in range(roads.excluded_index[region], roads.excluded_index[region + 1]):
            near = roads.excluded[e]
            for u in range(users.offset[near], users.offset[near + 1]):
                other, step = users.row[u], users.step[u]
                if other == row or step < rows.granted[other]:
                    continue
                if times.begin_s[other, step] < until_s:
                    return True
    return False


def free_at_reference_s(roads: Roads, rows: Rows, times: Times) -> NDArray[np.float64]:
    """What `free_at_s` does, in plain Python: every pair of steps."""
    found = np.full(len(rows.state), np.nan)
    for row in range(len(rows.state)):
        granted = int(rows.granted[row])
        if granted in (0, int(rows.length[row])) or rows.stopped[row]:
            continue
        free_s = float(times.begin_s[row, granted])
        if free_s >= NEVER_S or free_s - float(times.end_s[row, granted - 1]) < WORTH_S:
            continue
        floor: set[int] = set()
        for region in roads.move_region[rows.move[row, :granted]].tolist():
            low, high = roads.excluded_index[region], roads.excluded_index[region + 1]
            floor.update(roads.excluded[low:high].tolist())
        wanted = any(
            int(roads.move_region[rows.move[other, k]]) in floor
            and times.begin_s[other, k] < free_s
            for other in range(len(rows.state))
            if other != row
            for k in range(int(rows.granted[other]), int(rows.length[other]))
        )
        if not wanted:
            found[row] = free_s
    return found
