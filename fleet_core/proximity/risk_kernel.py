"""Closest approach of true footprints and probability of contact along predicted motion, compiled.

K + 1 times, P parties, O others. An other is a disc (a person) or a rectangle (a forklift).
The readable version is ``risk_reference``; tests compare the two, and prove the prefilter
conservative.
"""

from __future__ import annotations

from math import cos, hypot, inf, sin, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.proximity.contact_chance import SIGMAS, SWEEP_S, bounds_of, chances
from fleet_core.proximity.pairs import Floats, Integers, Others, Parties
from planner.local.supervisor import gap, put

Booleans = NDArray[np.bool_]
COARSE = 5
"""Times between two looks of the prefilter."""


class Meeting(NamedTuple):
    """Of one pair."""

    gap_m: float  # now; negative: the bodies overlap by so much
    closest_m: float  # smallest gap of the expected motion
    closest_s: float
    probability: float  # of contact, of the time about which that is highest
    contact_s: float  # when contact is expected, if there is one
    opens_mps: float  # how fast the gap grows in the next half second


@njit(cache=True)
def reach_of(outline: Floats, corners: int) -> float:
    """Radius (m) of a circle round the origin that holds the outline."""
    most = 0.0
    for i in range(corners):
        most = max(most, hypot(outline[i, 0], outline[i, 1]))
    return most


@njit(cache=True)
def stretches_of(path: Floats, sigma_m: Floats) -> Floats:
    """(N, S, 4) of each stretch of `COARSE` times: how far one gets within it from its beginning,
    the longest step at it, the largest deviation, and how far it is to its end from now."""
    count, times = path.shape[0], path.shape[1]
    found = np.zeros((count, (times + COARSE - 1) // COARSE, 4))
    for n in range(count):
        gone = 0.0
        for i in range(times):
            step = 0.0
            if i > 0:
                dx, dy = path[n, i, 0] - path[n, i - 1, 0], path[n, i, 1] - path[n, i - 1, 1]
                step = hypot(dx, dy)
            gone += step
            of = found[n, i // COARSE]
            of[0] += step if i % COARSE else 0.0
            of[1], of[2], of[3] = max(of[1], step), max(of[2], sigma_m[n, i]), gone
            if i % COARSE == 0 and i > 0:  # the step into it may be swept from before it as well
                before = found[n, i // COARSE - 1]
                before[1] = max(before[1], step)
    return found


@njit(cache=True)
def may_meet(  # noqa: PLR0913, PLR0917 - compiled
    parties: Parties,
    p: int,
    others: Others,
    o: int,
    mine: Floats,
    theirs: Floats,
    near_m: float,
    step_s: float,
    looks: Booleans,
) -> bool:
    """False: the gap surely stays above ``near_m``, and contact is less probable than `NOTHING`.
    ``looks`` (S,) becomes that of each stretch.

    Circles round both, looked at every `COARSE` times; between two looks neither is further from
    where it was at a look than it moves meanwhile. ``mine`` and ``theirs``: see `stretches_of`.
    """
    grown = near_m + hypot(others.half_m[o, 0], others.half_m[o, 1])
    bodies = reach_of(parties.outline[p], parties.corners[p]) + sqrt(2.0) * grown  # at corners
    sweep = SWEEP_S / step_s
    last = len(looks) - 1
    farthest = mine[p, last, 3] + theirs[o, last, 3] + bodies
    far = SIGMAS * (np.max(mine[p, :, 2]) + np.max(theirs[o, :, 2]))
    far += farthest + sweep * (np.max(mine[p, :, 1]) + np.max(theirs[o, :, 1]))
    dx = parties.path[p, 0, 0] - others.path[o, 0, 0]
    dy = parties.path[p, 0, 1] - others.path[o, 0, 1]
    if dx * dx + dy * dy > far * far:
        return False
    found = False
    for look in range(last + 1):
        k = look * COARSE
        dx = parties.path[p, k, 0] - others.path[o, k, 0]
        dy = parties.path[p, k, 1] - others.path[o, k, 1]
        reach = bodies + mine[p, look, 0] + theirs[o, look, 0]
        reach += sweep * (mine[p, look, 1] + theirs[o, look, 1])
        reach += SIGMAS * hypot(mine[p, look, 2], theirs[o, look, 2])
        looks[look] = dx * dx + dy * dy <= reach * reach
        found = found or looks[look]
    return found


@njit(cache=True)
def meet(
    parties: Parties, p: int, others: Others, o: int, looks: Booleans, near_m: float, step_s: float
) -> Meeting:
    """The meeting of a pair, with contact in those stretches only that ``looks`` allows.

    The gap of two bodies that go straight falls and then rises: it is looked at every third time,
    and round the smallest of these at each. Probabilities are taken at every second time.
    """
    times = len(parties.path[p])
    mine, theirs = np.empty((parties.corners[p], 2)), np.empty((4, 2))
    now = gap_at(parties, p, others, o, 0, mine, theirs)
    soon = min(times - 1, round(0.5 / step_s))
    opens = (gap_at(parties, p, others, o, soon, mine, theirs) - now) / (soon * step_s)
    closest, closest_k = now, 0
    for k in range(3, times, 3):
        apart = gap_at(parties, p, others, o, k, mine, theirs)
        if apart < closest - 1e-6:
            closest, closest_k = apart, k
    middle = closest_k
    for k in range(max(0, middle - 2), min(times, middle + 3)):
        apart = gap_at(parties, p, others, o, k, mine, theirs)
        if apart < closest - 1e-6 or (k < closest_k and apart <= closest):
            closest, closest_k = apart, k
    chance, swept = np.zeros(times + 1), 0.0
    box = bounds_of(parties.outline[p], parties.corners[p])
    for k in range(0, times, 2):
        if looks[k // COARSE]:
            chance[k], about = chances(parties, p, others, o, k, box, near_m, step_s)
            swept = max(swept, about)
    chance[times] = chance[times - 1]
    for k in range(1, times, 2):
        chance[k] = 0.5 * (chance[k - 1] + chance[k + 1])
    most = np.max(chance)
    first = 0
    while chance[first] < 0.5 * most:
        first += 1
    return Meeting(now, closest, closest_k * step_s, swept, first * step_s, opens)


@njit(cache=True)
def gap_at(
    parties: Parties, p: int, others: Others, o: int, k: int, mine: Floats, theirs: Floats
) -> float:
    """Between the two bodies (m) at time k; negative: they overlap by so much. ``mine``
    (corners, 2) and ``theirs`` (4, 2) are room to work in."""
    corners = len(mine)
    put(parties.outline[p, :corners], parties.path[p, k], mine)
    x, y = others.path[o, k, 0], others.path[o, k, 1]
    half_x, half_y = others.half_m[o, 0], others.half_m[o, 1]
    if half_y == 0.0:
        return float(point_gap(mine, x, y) - half_x)
    c, s = cos(others.heading[o]), sin(others.heading[o])
    for i in range(4):
        to_x = half_x if i in (1, 2) else -half_x
        to_y = half_y if i >= 2 else -half_y
        theirs[i, 0], theirs[i, 1] = x + c * to_x - s * to_y, y + s * to_x + c * to_y
    return float(gap(mine, corners, theirs, 4))


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
def meet_all(
    parties: Parties, others: Others, near_m: float, step_s: float
) -> tuple[Integers, Floats]:
    """Rows (n, 2) of party and other that may meet, and what comes of it (n, 6): see `Meeting`."""
    count = len(parties.path) * len(others.path)
    pairs = np.empty((count, 2), np.int64)
    found = np.empty((count, 6))
    n = 0
    mine = stretches_of(parties.path, parties.sigma_m)
    theirs = stretches_of(others.path, others.sigma_m)
    looks = np.zeros(mine.shape[1], np.bool_)
    for p in range(len(parties.path)):
        for o in range(len(others.path)):
            if may_meet(parties, p, others, o, mine, theirs, near_m, step_s, looks):
                pairs[n, 0], pairs[n, 1] = p, o
                each = meet(parties, p, others, o, looks, near_m, step_s)
                found[n, 0], found[n, 1], found[n, 2] = each.gap_m, each.closest_m, each.closest_s
                found[n, 3], found[n, 4] = each.probability, each.contact_s
                found[n, 5] = each.opens_mps
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
