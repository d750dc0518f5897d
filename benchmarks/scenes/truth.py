"""Drives a vehicle for one period, and looks 100 times a second at who touches it."""

from __future__ import annotations

from math import cos, hypot, sin

from numba import njit

from fleet_core.simulation.drive_kernel import roll

TICK_S = 0.01
STANDS_MPS = 0.05
"""Not faster than this a vehicle counts as standing: whoever touches it then has run into it."""


@njit(cache=True)
def drive_period(pose, speeds, steers, wheelbase_m, rectangle, places, radius_m, trail):  # type: ignore[no-untyped-def]
    """Move ``pose`` (3,) while speed and steering go evenly from first to second value.

    ``rectangle``: rear, right, front, left of the body (m). ``places`` (M, T, 2) are the centres of
    the discs at the end of each tick. ``trail`` (T, 3) gets the poses there. Returns which discs
    (M,) touched it at all: 1 while it stood, 2 while it drove.
    """
    count, ticks = places.shape[0], places.shape[1]
    touched = [0] * count
    part, turned = speeds.copy(), steers.copy()
    for t in range(ticks):
        for value, ends in ((part, speeds), (turned, steers)):
            value[0] = ends[0] + (ends[1] - ends[0]) * t / ticks
            value[1] = ends[0] + (ends[1] - ends[0]) * (t + 1) / ticks
        roll(pose, 1, part, turned, wheelbase_m, TICK_S)
        trail[t] = pose
        for m in range(count):
            if disc_gap(pose, rectangle, places[m, t, 0], places[m, t, 1]) < radius_m[m]:
                touched[m] = max(touched[m], 2 if part[1] > STANDS_MPS else 1)
    return touched


@njit(cache=True)
def disc_gap(pose, rectangle, x_m, y_m):  # type: ignore[no-untyped-def]
    """From a point to a rectangle (rear, right, front, left) at a pose; 0 inside."""
    dx, dy = x_m - pose[0], y_m - pose[1]
    ahead = cos(pose[2]) * dx + sin(pose[2]) * dy
    aside = -sin(pose[2]) * dx + cos(pose[2]) * dy
    return hypot(
        max(rectangle[0] - ahead, 0.0, ahead - rectangle[2]),
        max(rectangle[1] - aside, 0.0, aside - rectangle[3]),
    )
