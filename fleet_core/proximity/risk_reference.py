"""Gap and probability of contact of one pair at one time, with shapely and scipy."""

from __future__ import annotations

from math import cos, hypot, pi, sin

import numpy as np
from scipy.stats import norm
from shapely import Point, Polygon
from shapely.affinity import rotate, translate

from fleet_core.proximity.risk_kernel import Others, Parties


def body_gap(parties: Parties, p: int, others: Others, o: int, k: int) -> float:
    """Distance (m) of the two bodies; 0 where they overlap."""
    x, y, heading = parties.path[p, k]
    mine = Polygon(parties.outline[p, : parties.corners[p]])
    mine = translate(rotate(mine, heading, origin=(0, 0), use_radians=True), x, y)
    half_x, half_y = others.half_m[o]
    if half_y == 0.0:
        return max(0.0, float(mine.distance(Point(others.path[o, k]))) - float(half_x))
    theirs = Polygon([(-half_x, -half_y), (half_x, -half_y), (half_x, half_y), (-half_x, half_y)])
    theirs = rotate(theirs, others.heading[o], origin=(0, 0), use_radians=True)
    return float(mine.distance(translate(theirs, *others.path[o, k])))


def chance(parties: Parties, p: int, others: Others, o: int, k: int, near_m: float) -> float:
    """Probability that the other is within ``near_m`` of the party's bounding rectangle."""
    x, y, heading = parties.path[p, k]
    low, high = parties.outline[p].min(axis=0), parties.outline[p].max(axis=0)
    turn = np.array([[cos(heading), sin(heading)], [-sin(heading), cos(heading)]])
    middle = turn @ (others.path[o, k] - np.array([x, y]))
    half_x, half_y = others.half_m[o]
    angle = others.heading[o] - heading if half_y else pi / 4.0
    grow = np.full(2, half_x)
    if half_y:
        ct, st = abs(cos(angle)), abs(sin(angle))
        grow = np.array([half_x * ct + half_y * st, half_x * st + half_y * ct])
    spread = hypot(parties.sigma_m[p, k], others.sigma_m[o, k])
    inside = norm.cdf(high + grow + near_m, middle, spread)
    inside = inside - norm.cdf(low - grow - near_m, middle, spread)
    return float(inside[0] * inside[1])
