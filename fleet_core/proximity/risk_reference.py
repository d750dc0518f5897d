"""Gap and probability of contact of one pair at one time, with shapely and scipy."""

from __future__ import annotations

from math import cos, sin

import numpy as np
from scipy.stats import norm
from shapely import Point, Polygon
from shapely.affinity import rotate, translate

from fleet_core.proximity.contact_chance import PASSES_MPS, SWEEP_S
from fleet_core.proximity.pairs import Floats, Others, Parties


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


def chances(
    parties: Parties, p: int, others: Others, o: int, k: int, near_m: float, step_s: float
) -> tuple[float, float]:
    """Probability of contact at time k, and within `SWEEP_S` of it: of the bounding rectangle's
    shadows along and across the relative motion."""
    x, y, heading = parties.path[p, k]
    corners = parties.outline[p]
    low, high = corners.min(axis=0), corners.max(axis=0)
    turn = np.array([[cos(heading), -sin(heading)], [sin(heading), cos(heading)]])
    middle = np.array([x, y]) + turn @ ((low + high) / 2.0)
    half_x, half_y = others.half_m[o]
    grow = np.full(2, half_x)
    if half_y:
        angle = others.heading[o] - heading
        ct, st = abs(cos(angle)), abs(sin(angle))
        grow = np.array([half_x * ct + half_y * st, half_x * st + half_y * ct])
    half = (high - low) / 2.0 + grow + near_m
    j = min(k, len(parties.path[p]) - 2)
    velocity = (others.path[o, j + 1] - others.path[o, j]) / step_s
    velocity = velocity - (parties.path[p, j + 1, :2] - parties.path[p, j, :2]) / step_s
    speed = float(np.hypot(*velocity))
    along = velocity / speed if speed > PASSES_MPS else turn[:, 0]
    speed = speed if speed > PASSES_MPS else 0.0
    across = np.array([-along[1], along[0]])
    (xx, xy, yy) = parties.spread[p, k] + others.spread[o, k]
    cov = np.array([[xx, xy], [xy, yy]])
    offset = others.path[o, k] - middle

    def inside(axis: Floats, before: float, after: float) -> float:
        shadow = float(half @ np.abs(turn.T @ axis))
        place, sigma = float(offset @ axis), float(np.sqrt(axis @ cov @ axis))
        return float(
            norm.cdf(shadow + before, place, sigma) - norm.cdf(-shadow - after, place, sigma)
        )

    beside = inside(across, 0.0, 0.0)
    passed = speed * min(SWEEP_S, k * step_s)
    to_come = speed * min(SWEEP_S, (len(parties.path[p]) - 1 - k) * step_s)
    return beside * inside(along, 0.0, 0.0), beside * inside(along, passed, to_come)
