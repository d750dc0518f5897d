"""Overlap of convex bodies, compiled: a circle test, then separating axes (Gottschalk 1996)."""

from __future__ import annotations

from math import cos, hypot, sin

import numpy as np
from numba import njit

from fleet_core.simulation.motion_arrays import Flags, Floats, Integers

TOLERANCE_M = 1e-6
"""Bodies that reach into each other by less than this only touch."""


@njit(cache=True)
def separated(first: Floats, second: Floats, count: int) -> bool:
    """Whether a line along one of the first ``count`` sides of ``first`` (n, 2) parts the two.

    ``first`` is counter-clockwise: its outside lies to the right of each side.
    """
    for i in range(count):
        j = (i + 1) % count
        side_x, side_y = first[j, 0] - first[i, 0], first[j, 1] - first[i, 1]
        length = hypot(side_x, side_y)
        if length == 0.0:
            continue
        out_x, out_y = side_y / length, -side_x / length
        nearest = np.inf
        for k in range(len(second)):
            away = (second[k, 0] - first[i, 0]) * out_x + (second[k, 1] - first[i, 1]) * out_y
            nearest = min(nearest, away)
        if nearest >= -TOLERANCE_M:
            return True
    return False


@njit(cache=True)
def place_body(outline: Floats, pose: Floats, out: Floats) -> None:
    """Corners (n, 2) of ``outline`` at ``pose`` (x, y, heading)."""
    c, s = cos(pose[2]), sin(pose[2])
    for k in range(len(outline)):
        out[k, 0] = pose[0] + c * outline[k, 0] - s * outline[k, 1]
        out[k, 1] = pose[1] + s * outline[k, 0] + c * outline[k, 1]


@njit(cache=True)
def find_overlaps(
    poses: Floats, outlines: Floats, corners: Integers, radius: Floats, overlap: Flags,
    began: Integers,
) -> int:  # fmt: skip
    """Pairs that begin to overlap in any of the ticks.

    ``poses`` (T, V, 3), ``outlines`` (V, K, 2) padded by their last corner, ``corners`` (V,),
    ``radius`` (V,) about the origin. ``overlap`` (V, V) carries the state from call to call, above
    the diagonal. ``began`` (n, 3) receives tick, first and second vehicle; returns how many there
    were, which may be more than ``began`` holds.
    """
    vehicles, found = poses.shape[1], 0
    bodies = np.empty_like(outlines)
    for tick in range(len(poses)):
        for v in range(vehicles):
            place_body(outlines[v], poses[tick, v], bodies[v])
        for a in range(vehicles):
            for b in range(a + 1, vehicles):
                apart_x = poses[tick, a, 0] - poses[tick, b, 0]
                apart_y = poses[tick, a, 1] - poses[tick, b, 1]
                reach = radius[a] + radius[b]
                hit = apart_x * apart_x + apart_y * apart_y < reach * reach and not (
                    separated(bodies[a], bodies[b], corners[a])
                    or separated(bodies[b], bodies[a], corners[b])
                )
                if hit and not overlap[a, b]:
                    if found < len(began):
                        began[found, 0], began[found, 1], began[found, 2] = tick, a, b
                    found += 1
                overlap[a, b] = hit
    return found
