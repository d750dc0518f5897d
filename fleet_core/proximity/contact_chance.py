"""Probability of contact of one pair about one time, compiled.

The readable version is ``risk_reference``; tests compare the two.
"""

from __future__ import annotations

from math import cos, erf, hypot, inf, sin, sqrt

import numpy as np
from numba import njit

from fleet_core.proximity.pairs import Floats, Others, Parties

NOTHING = 0.01
"""A less probable contact is none."""
SIGMAS = 3.0
"""What is further away than so many standard deviations is less probable than that: 0.0013."""
SWEEP_S = 0.5
"""About a time: contact so much earlier or later counts as well. Who comes along a line may be
early or late; whether it is hit depends on how far beside the line it is."""
PASSES_MPS = 0.3
"""Slower, one against the other, they do not pass each other."""


@njit(cache=True)
def bounds_of(outline: Floats, corners: int) -> Floats:
    """(2, 2) the middle and the half extents of the bounding rectangle."""
    low, high = np.full(2, inf), np.full(2, -inf)
    for i in range(corners):
        for j in range(2):
            low[j] = min(low[j], outline[i, j])
            high[j] = max(high[j], outline[i, j])
    return np.stack(((low + high) / 2.0, (high - low) / 2.0))


@njit(cache=True)
def relative_velocity(
    parties: Parties, p: int, others: Others, o: int, k: int, step_s: float
) -> tuple[float, float]:
    """Of the other, as the party sees it, after time k; m/s, frame map."""
    j = min(k, len(parties.path[p]) - 2)
    vx = others.path[o, j + 1, 0] - others.path[o, j, 0]
    vy = others.path[o, j + 1, 1] - others.path[o, j, 1]
    vx += parties.path[p, j, 0] - parties.path[p, j + 1, 0]
    vy += parties.path[p, j, 1] - parties.path[p, j + 1, 1]
    return vx / step_s, vy / step_s


@njit(cache=True)
def _grown(
    box: Floats, others: Others, o: int, heading: float, near_m: float
) -> tuple[float, float]:
    """Half extents of the party's rectangle, grown by the other's own and ``near_m``."""
    x, y = others.half_m[o, 0], others.half_m[o, 1]
    if y == 0.0:
        return box[1, 0] + x + near_m, box[1, 1] + x + near_m
    turned = others.heading[o] - heading
    c, s = abs(cos(turned)), abs(sin(turned))
    return box[1, 0] + x * c + y * s + near_m, box[1, 1] + x * s + y * c + near_m


@njit(cache=True)
def chances(
    parties: Parties,
    p: int,
    others: Others,
    o: int,
    k: int,
    box: Floats,
    near_m: float,
    step_s: float,
) -> tuple[float, float]:
    """Of contact: at time k, and within `SWEEP_S` of it.

    The other is where it is expected with a normal error; contact is within ``near_m`` of the
    party's bounding rectangle ``box`` (its middle and half extents, in its own frame), grown by
    the other's own extent. Along the relative motion and across it the rectangle is as wide as its
    shadow, and both are taken for independent.
    """
    x, y, heading = parties.path[p, k, 0], parties.path[p, k, 1], parties.path[p, k, 2]
    c, s = cos(heading), sin(heading)
    dx = others.path[o, k, 0] - x - c * box[0, 0] + s * box[0, 1]
    dy = others.path[o, k, 1] - y - s * box[0, 0] - c * box[0, 1]
    vx, vy = relative_velocity(parties, p, others, o, k, step_s)
    speed = hypot(vx, vy)
    ux, uy = c, s
    if speed > PASSES_MPS:
        ux, uy = vx / speed, vy / speed
    else:
        speed = 0.0
    half_x, half_y = _grown(box, others, o, heading, near_m)
    reach = half_x + half_y + speed * SWEEP_S
    reach += SIGMAS * (parties.sigma_m[p, k] + others.sigma_m[o, k])
    if dx * dx + dy * dy > reach * reach:
        return 0.0, 0.0
    by_length, by_width = abs(ux * c + uy * s), abs(uy * c - ux * s)
    half_u = half_x * by_length + half_y * by_width
    half_n = half_x * by_width + half_y * by_length
    xx = parties.spread[p, k, 0] + others.spread[o, k, 0]  # one by one: no array is made
    xy = parties.spread[p, k, 1] + others.spread[o, k, 1]
    yy = parties.spread[p, k, 2] + others.spread[o, k, 2]
    su = sqrt(2.0 * (xx * ux * ux + 2.0 * xy * ux * uy + yy * uy * uy))
    sn = sqrt(2.0 * (xx * uy * uy - 2.0 * xy * ux * uy + yy * ux * ux))
    along, across = dx * ux + dy * uy, dy * ux - dx * uy
    beside = 0.25 * (erf((half_n - across) / sn) + erf((half_n + across) / sn))
    now = erf((half_u - along) / su) + erf((half_u + along) / su)
    last = len(parties.path[p]) - 1
    before = half_u + speed * min(SWEEP_S, k * step_s)
    after = half_u + speed * min(SWEEP_S, (last - k) * step_s)
    about = erf((before - along) / su) + erf((after + along) / su)
    return beside * now, beside * about
