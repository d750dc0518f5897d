"""Closest approach of true footprints and probability of contact along predicted motion, compiled.

K + 1 times, P parties, O others. An other is a disc (a person) or a rectangle (a forklift).
The readable version is ``risk_reference``; tests compare the two, and prove the prefilter
conservative.
"""

from __future__ import annotations

from math import cos, erf, hypot, inf, sin, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.local.supervisor import gap, put

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SIGMAS = 5.0
"""What is further away than so many standard deviations does not come: 3e-7 to either side."""
COARSE = 5
"""Times between two looks of the prefilter."""


class Parties(NamedTuple):
    """Vehicles; see `Party`."""

    path: Floats  # (P, K + 1, 3)
    sigma_m: Floats  # (P, K + 1)
    outline: Floats  # (P, CORNERS, 2)
    corners: Integers  # (P,)


class Others(NamedTuple):
    """Whom they may meet."""

    path: Floats  # (O, K + 1, 2) middle
    heading: Floats  # (O,)
    sigma_m: Floats  # (O, K + 1)
    half_m: Floats  # (O, 2) half length and half width; a disc: its radius, and 0


class Meeting(NamedTuple):
    """Of one pair."""

    gap_m: float  # now; negative: the bodies overlap by so much
    closest_m: float  # smallest gap of the expected motion
    closest_s: float
    probability: float  # of contact, at the time at which it is highest
    contact_s: float  # when it first comes to half of that


@njit(cache=True)
def reach_of(outline: Floats, corners: int) -> float:
    """Radius (m) of a circle round the origin that holds the outline."""
    most = 0.0
    for i in range(corners):
        most = max(most, hypot(outline[i, 0], outline[i, 1]))
    return most


@njit(cache=True)
def may_meet(parties: Parties, p: int, others: Others, o: int, near_m: float) -> bool:
    """False: the gap surely stays above ``near_m``, up to 5 standard deviations.

    Circles round both, looked at every `COARSE` times; between two looks neither is further from
    where it was at a look than it moves meanwhile, step by step.
    """
    grown = near_m + hypot(others.half_m[o, 0], others.half_m[o, 1])
    bodies = reach_of(parties.outline[p], parties.corners[p]) + sqrt(2.0) * grown  # at corners
    mine, theirs = parties.path[p], others.path[o]
    last = len(mine) - 1
    k = 0
    while k <= last:
        end = min(k + COARSE - 1, last)
        moved, spread = 0.0, 0.0
        for i in range(k, end + 1):
            if i > k:
                moved += hypot(mine[i, 0] - mine[i - 1, 0], mine[i, 1] - mine[i - 1, 1])
                moved += hypot(theirs[i, 0] - theirs[i - 1, 0], theirs[i, 1] - theirs[i - 1, 1])
            spread = max(spread, hypot(parties.sigma_m[p, i], others.sigma_m[o, i]))
        apart = hypot(mine[k, 0] - theirs[k, 0], mine[k, 1] - theirs[k, 1])
        if apart <= bodies + moved + SIGMAS * spread:
            return True
        k += COARSE
    return False


@njit(cache=True)
def meet(parties: Parties, p: int, others: Others, o: int, near_m: float, step_s: float) -> Meeting:
    """The meeting of a pair."""
    corners = parties.corners[p]
    mine, theirs = np.empty((corners, 2)), np.empty((4, 2))
    half_x, half_y = others.half_m[o]
    flat = np.array([[-half_x, -half_y], [half_x, -half_y], [half_x, half_y], [-half_x, half_y]])
    now, closest, closest_k = 0.0, inf, 0
    times = len(parties.path[p])
    chance = np.empty(times)
    place = np.empty(3)
    for k in range(times):
        put(parties.outline[p, :corners], parties.path[p, k], mine)
        x, y = others.path[o, k]
        if half_y == 0.0:
            apart = point_gap(mine, x, y) - half_x
        else:
            place[0], place[1], place[2] = x, y, others.heading[o]
            put(flat, place, theirs)
            apart = gap(mine, corners, theirs, 4)
        if k == 0:
            now = apart
        if apart < closest - 1e-6:
            closest, closest_k = apart, k
        chance[k] = _chance(parties, p, others, o, k, near_m)
    most = np.max(chance)
    first = 0
    while chance[first] < 0.5 * most:
        first += 1
    return Meeting(now, closest, closest_k * step_s, most, first * step_s)


@njit(cache=True)
def point_gap(outline: Floats, x: float, y: float) -> float:
    """Distance (m) of a point to a convex outline (n, 2), counter-clockwise; inside: negative, to
    the nearest side."""
    count = len(outline)
    best, inside = inf, True
    for i in range(count):
        ax, ay = outline[i]
        bx, by = outline[(i + 1) % count]
        side_x, side_y = bx - ax, by - ay
        square = side_x * side_x + side_y * side_y
        if square == 0.0:
            continue
        if side_x * (y - ay) - side_y * (x - ax) < 0.0:
            inside = False
        share = min(1.0, max(0.0, ((x - ax) * side_x + (y - ay) * side_y) / square))
        best = min(best, hypot(ax + share * side_x - x, ay + share * side_y - y))
    return -best if inside else best


@njit(cache=True)
def _chance(parties: Parties, p: int, others: Others, o: int, k: int, near_m: float) -> float:
    """That the other is within ``near_m`` of the party's bounding rectangle at time k: a normal
    distribution round where it is expected, the rectangle grown by the other's own extent."""
    pose = parties.path[p, k]
    c, s = cos(pose[2]), sin(pose[2])
    low_x = low_y = inf
    high_x = high_y = -inf
    for i in range(parties.corners[p]):
        low_x, high_x = min(low_x, parties.outline[p, i, 0]), max(high_x, parties.outline[p, i, 0])
        low_y, high_y = min(low_y, parties.outline[p, i, 1]), max(high_y, parties.outline[p, i, 1])
    dx, dy = others.path[o, k, 0] - pose[0], others.path[o, k, 1] - pose[1]
    x, y = c * dx + s * dy, -s * dx + c * dy
    half_x, half_y = others.half_m[o]
    if half_y == 0.0:
        grow_x = grow_y = half_x
    else:
        turned = others.heading[o] - pose[2]
        ct, st = abs(cos(turned)), abs(sin(turned))
        grow_x, grow_y = half_x * ct + half_y * st, half_x * st + half_y * ct
    spread = hypot(parties.sigma_m[p, k], others.sigma_m[o, k]) * sqrt(2.0)
    grow_x, grow_y = grow_x + near_m, grow_y + near_m
    along = erf((high_x + grow_x - x) / spread) - erf((low_x - grow_x - x) / spread)
    across = erf((high_y + grow_y - y) / spread) - erf((low_y - grow_y - y) / spread)
    return 0.25 * along * across


@njit(cache=True)
def meet_all(
    parties: Parties, others: Others, near_m: float, step_s: float
) -> tuple[Integers, Floats]:
    """Rows (n, 2) of party and other that may meet, and what comes of it (n, 5): see `Meeting`."""
    count = len(parties.path) * len(others.path)
    pairs = np.empty((count, 2), np.int64)
    found = np.empty((count, 5))
    n = 0
    for p in range(len(parties.path)):
        for o in range(len(others.path)):
            if may_meet(parties, p, others, o, near_m):
                pairs[n, 0], pairs[n, 1] = p, o
                each = meet(parties, p, others, o, near_m, step_s)
                found[n, 0], found[n, 1], found[n, 2] = each.gap_m, each.closest_m, each.closest_s
                found[n, 3], found[n, 4] = each.probability, each.contact_s
                n += 1
    return pairs[:n], found[:n]


@njit(cache=True)
def until_wall(place: Floats, velocity: Floats, walls: Floats, horizon_s: float) -> Floats:
    """(O,) seconds after which each, going straight on, would be in a wall: nobody goes through.

    ``place`` and ``velocity`` (O, 2), ``walls`` (W, 4): x, y of both ends.
    """
    found = np.full(len(place), horizon_s)
    for o in range(len(place)):
        ax, ay = place[o]
        vx, vy = velocity[o]
        for w in range(len(walls)):
            bx, by = walls[w, 2] - walls[w, 0], walls[w, 3] - walls[w, 1]
            det = vx * by - vy * bx
            if det == 0.0:
                continue
            cx, cy = walls[w, 0] - ax, walls[w, 1] - ay
            t = (cx * by - cy * bx) / det
            share = (cx * vy - cy * vx) / det
            if 0.0 <= t < found[o] and 0.0 <= share <= 1.0:
                found[o] = t
    return found
