"""Who is on the floor that a body sweeps along its way, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.proximity.pairs import Floats, Others
from fleet_core.proximity.risk_kernel import point_gap, reach_of
from planner.local.supervisor import gap, put

Integers = NDArray[np.int64]
NEARER_M = 0.02
"""Who is near already and does not come nearer by more than this is passed, or left behind."""
LEAVES_M, LEFT_M = 0.15, 0.1
"""Who is touched almost, and is no further by this when the body has gone so far, is beside it."""


@njit(cache=True)
def way_within(path: Floats, radius_m: float, reach_m: float) -> int:
    """How many poses of ``path`` (n, 3) a body gets over while none of its corners, ``radius_m``
    from its origin at most, goes further than ``reach_m``; two at least."""
    gone, count = 0.0, 1
    while count < len(path) and (gone < reach_m or count < 2):
        step = np.hypot(path[count, 0] - path[count - 1, 0], path[count, 1] - path[count - 1, 1])
        gone += step + radius_m * abs(path[count, 2] - path[count - 1, 2])
        count += 1
    return count


@njit(cache=True)
def first_in_way(
    outline: Floats, way: Floats, others: Others, beside_m: Floats, touching_m: Floats
) -> int:
    """The row of somebody to whom the body comes nearer than ``beside_m`` (O,) on ``way`` (n, 3);
    -1: of nobody. Of several the one that is met first. Who is nearer than ``touching_m`` (O,) now
    is met at once, unless the body leaves him behind.

    ``others.path`` (O, k, 2) are places where each may be meanwhile, now and until the body has
    come to a stand: each of them counts all the time.
    """
    corners = len(outline)
    mine, theirs = np.empty((corners, 2)), np.empty((4, 2))
    radius = reach_of(outline, corners)
    first, found = len(way), -1
    leaves = way_within(way, radius, LEAVES_M) - 1
    for o in range(len(others.path)):
        half_x, half_y = others.half_m[o, 0], others.half_m[o, 1]
        far = radius + beside_m[o] + np.hypot(half_x, half_y)
        for place in range(others.path.shape[1]):
            x, y = others.path[o, place, 0], others.path[o, place, 1]
            if half_y > 0.0:
                _corners(x, y, others.heading[o], half_x, half_y, theirs)
            begin = np.inf
            for k in range(first):
                dx, dy = way[k, 0] - x, way[k, 1] - y
                if dx * dx + dy * dy > far * far and k > 0:
                    continue
                put(outline, way[k], mine)
                apart = (
                    point_gap(mine, x, y) - half_x
                    if half_y == 0.0
                    else gap(mine, corners, theirs, 4)
                )
                if k == 0:
                    begin = apart
                elif apart < beside_m[o] and apart < begin - NEARER_M:
                    first, found = k, o
                    break
                if begin < touching_m[o] and (
                    begin <= 0.0 or (k == leaves and apart < begin + LEFT_M)
                ):
                    first, found = 1, o
                    break
    return found


@njit(cache=True)
def gap_to(outline: Floats, pose: Floats, x: float, y: float) -> float:
    """From a body at ``pose`` (3,) to a point (m)."""
    mine = np.empty((len(outline), 2))
    put(outline, pose, mine)
    return float(point_gap(mine, x, y))


@njit(cache=True)
def _corners(x: float, y: float, heading: float, half_x: float, half_y: float, out: Floats) -> None:
    c, s = np.cos(heading), np.sin(heading)
    for i in range(4):
        to_x = half_x if i in (1, 2) else -half_x
        to_y = half_y if i >= 2 else -half_y
        out[i, 0], out[i, 1] = x + c * to_x - s * to_y, y + s * to_x + c * to_y
