"""How far each vehicle may go now."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.horizon import RELEASE_S, RELEASE_STEPS
from planner.traffic.roads import Roads
from planner.traffic.rows import Rows, place_of

STANDING = -1
"""Stands for the place of a vehicle that has no granted step."""

FREE = -1
SHARED = -2
"""In ``barred`` (n_r,): nobody bars a region; several do, or one that is in no row. Any other
number is the only row that may still be granted it."""


class Users(NamedTuple):
    """Who uses which region: entries ``offset[r]:offset[r + 1]`` are (row, step or STANDING)."""

    offset: NDArray[np.int64]
    row: NDArray[np.int64]
    step: NDArray[np.int64]


def grant(
    roads: Roads,
    rows: Rows,
    barred: NDArray[np.int64],
    release_s: float = RELEASE_S,
    release_steps: int = RELEASE_STEPS,
) -> None:
    """Grants steps, in place, where everything that goes before is done.

    Stopped vehicles get nothing. Beside the order of passing every grant is checked against what
    the others hold at this moment: safety does not rest on the plan being right. ``barred`` (n_r,):
    FREE, SHARED, or the row for which alone the region is not barred.
    """
    grant_steps(roads, rows, barred, release_s, release_steps)


def before(roads: Roads, rows: Rows, row: int, step: int) -> list[int]:
    """Rows of the vehicles that a step waits for: they hold something that excludes it, or go
    first."""
    users = Users(*users_by_region(roads, rows))
    found = np.zeros(len(rows.state), np.bool_)
    find_before(roads, rows, users, row, step, found)
    return [int(other) for other in np.flatnonzero(found)]


def holders(roads: Roads, rows: Rows, region: int) -> list[int]:
    """Rows of the vehicles that hold something which excludes ``region``."""
    return [int(row) for row in np.flatnonzero(hold(roads, rows, region))]


@njit(cache=True)
def users_by_region(roads, rows):  # type: ignore[no-untyped-def]
    """The arrays of `Users`."""
    regions = len(roads.excluded_index) - 1
    offset = np.zeros(regions + 1, np.int64)
    for row in range(len(rows.state)):
        if rows.state[row] >= 0:
            offset[place_of(roads, rows, row) + 1] += 1
            for k in range(rows.length[row]):
                offset[roads.move_region[rows.move[row, k]] + 1] += 1
    offset = np.cumsum(offset)
    to = offset[:-1].copy()
    who, which = np.empty(offset[-1], np.int64), np.empty(offset[-1], np.int64)
    for row in range(len(rows.state)):
        if rows.state[row] >= 0:
            place = place_of(roads, rows, row)
            who[to[place]], which[to[place]] = row, STANDING
            to[place] += 1
            for k in range(rows.length[row]):
                region = roads.move_region[rows.move[row, k]]
                who[to[region]], which[to[region]] = row, k
                to[region] += 1
    return offset, who, which


@njit(cache=True)
def goes_first(rows, other, other_step, row, step):  # type: ignore[no-untyped-def]
    """Whether a use of an excluded region by another vehicle comes before this step."""
    if other_step == STANDING:
        return rows.granted[other] == 0
    if other_step < rows.granted[other]:
        return True
    return rows.turn_s[other, other_step] < rows.turn_s[row, step]


@njit(cache=True)
def find_before(roads, rows, users, row, step, found):  # type: ignore[no-untyped-def]
    """Marks in ``found`` (n,) all whom a step waits for; returns whether there is anybody."""
    region = roads.move_region[rows.move[row, step]]
    waits = False
    for e in range(roads.excluded_index[region], roads.excluded_index[region + 1]):
        near = roads.excluded[e]
        for u in range(users.offset[near], users.offset[near + 1]):
            other = users.row[u]
            if other != row and goes_first(rows, other, users.step[u], row, step):
                found[other] = True
                waits = True
    return waits


@njit(cache=True)
def grant_steps(roads, rows, barred, release_s, release_steps):  # type: ignore[no-untyped-def]
    """Kernel of `grant`; `grant_reference` says the same in plain Python."""
    offset, who, which = users_by_region(roads, rows)
    users = Users(offset, who, which)
    found = np.zeros(len(rows.state), np.bool_)
    for row in range(len(rows.state)):
        if rows.stopped[row]:
            continue
        ahead_s = 0.0
        for k in range(rows.granted[row]):
            ahead_s += roads.move_duration_s[rows.move[row, k]]
        while rows.granted[row] < rows.length[row]:
            step = rows.granted[row]
            if step >= release_steps and ahead_s >= release_s:
                break
            bar = barred[roads.move_region[rows.move[row, step]]]
            if bar != FREE and bar != row:  # noqa: PLR1714 (numba)
                break
            if find_before(roads, rows, users, row, step, found):
                break
            ahead_s += roads.move_duration_s[rows.move[row, step]]
            rows.granted[row] += 1


@njit(cache=True)
def hold(roads, rows, region):  # type: ignore[no-untyped-def]
    """Mask (n,) of the vehicles that hold something which excludes ``region``."""
    near = np.zeros(len(roads.excluded_index) - 1, np.bool_)
    for e in range(roads.excluded_index[region], roads.excluded_index[region + 1]):
        near[roads.excluded[e]] = True
    found = np.zeros(len(rows.state), np.bool_)
    for row in range(len(rows.state)):
        if rows.state[row] < 0:
            continue
        if rows.granted[row] == 0:
            found[row] = near[place_of(roads, rows, row)]
        for k in range(rows.granted[row]):
            found[row] |= near[roads.move_region[rows.move[row, k]]]
    return found


def grant_reference(roads: Roads, rows: Rows, barred: NDArray[np.int64]) -> None:
    """What `grant` does, in plain Python."""
    for row in range(len(rows.state)):
        while not rows.stopped[row] and rows.granted[row] < rows.length[row]:
            step = int(rows.granted[row])
            ahead = roads.move_duration_s[rows.move[row, :step]].sum()
            bar = int(barred[roads.move_region[rows.move[row, step]]])
            if (step >= RELEASE_STEPS and ahead >= RELEASE_S) or bar not in (FREE, row):
                break
            if before_reference(roads, rows, row, step):
                break
            rows.granted[row] += 1


def before_reference(roads: Roads, rows: Rows, row: int, step: int) -> list[int]:
    """What `before` finds, in plain Python: no table, every pair."""
    region = int(roads.move_region[rows.move[row, step]])
    low, high = roads.excluded_index[region], roads.excluded_index[region + 1]
    excluded = set(roads.excluded[low:high].tolist())
    found = []
    for other in range(len(rows.state)):
        if other == row or rows.state[other] < 0:
            continue
        regions = roads.move_region[rows.move[other, : rows.length[other]]].tolist()
        first = [
            k < rows.granted[other] or rows.turn_s[other, k] < rows.turn_s[row, step]
            for k in range(len(regions))
        ]
        if rows.granted[other] == 0:
            regions.append(int(roads.state_region[rows.state[other]]))
            first.append(True)
        if any(r in excluded and goes for r, goes in zip(regions, first, strict=True)):
            found.append(other)
    return found
