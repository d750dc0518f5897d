"""Whether timed plans keep vehicles apart, looked at from outside.

Knows nothing of the planner: bodies and the paths of the legs only. Every body is moved along its
legs in continuous time; where two origins come near each other, the distance of the true bodies is
measured at that instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.geometry import Polygon, Pose
from fleet_core.model.route import Leg, LegKind

SAMPLE_S = 0.1
"""Between samples motion is taken as straight: at 0.5 m/s, pieces of 5 cm."""
TOLERANCE_M = 1e-3
"""Rounding of headings and coordinates of the layout."""

TimedLeg = tuple[Leg, float, float]
"""A leg, when it begins and when it ends."""


@dataclass(frozen=True, slots=True)
class TimedRoute:
    """What one vehicle does: where it stands first, its body's corners, its legs in order."""

    start: Pose
    body: Polygon
    legs: Sequence[TimedLeg]


@dataclass(frozen=True, slots=True)
class ClearanceViolation:
    """Two vehicles (by number) that come nearer than they may."""

    first: int
    second: int
    time_s: float
    distance_m: float


def too_near(routes: Sequence[TimedRoute], clearance_m: float) -> list[ClearanceViolation]:
    """Every pair that comes nearer than ``clearance_m``, at its first such time."""
    last_s = max((route.legs[-1][2] for route in routes if route.legs), default=0.0)
    times = np.arange(0.0, last_s + 2.0 * SAMPLE_S, SAMPLE_S)
    poses = [_poses(route, times) for route in routes]
    reach = [float(np.hypot(*np.array(route.body).T).max()) for route in routes]
    found = []
    for first, second in combinations(range(len(routes)), 2):
        limit_m = reach[first] + reach[second] + clearance_m
        for k, share in _approaches(poses[first], poses[second], limit_m):
            bodies = [
                _body(routes[one].body, poses[one][k] + share * (poses[one][k + 1] - poses[one][k]))
                for one in (first, second)
            ]
            distance = float(shapely.distance(*bodies))
            if distance < clearance_m - TOLERANCE_M:
                found.append(ClearanceViolation(first, second, float(times[k]), distance))
                break
    return found


def _poses(route: TimedRoute, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Poses (n, 3) at all times, headings unwrapped."""
    at_s, rows = [0.0], [[route.start.x_m, route.start.y_m, route.start.heading_rad]]
    for leg, begin_s, end_s in route.legs:
        way = _way(leg, rows[-1][2])
        share = _shares(way) if leg.kind is LegKind.DRIVE else np.array([0.0, 1.0])
        at_s += [begin_s + (end_s - begin_s) * float(one) for one in share]
        rows += way.tolist()
    table = np.array(rows)
    return np.stack([np.interp(times, at_s, table[:, k]) for k in range(3)], axis=1)


def _way(leg: Leg, heading_rad: float) -> NDArray[np.float64]:
    """Poses of a leg, its headings continuing ``heading_rad``."""
    way = np.array([(pose.x_m, pose.y_m, pose.heading_rad) for pose in leg.path])
    if leg.kind is LegKind.TURN:
        way[:, 2] = [heading_rad, heading_rad + leg.turn_rad]
        return way
    way[:, 2] = np.unwrap(np.concatenate([[heading_rad], way[:, 2]]))[1:]
    return way


def _shares(way: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way[:, :2], axis=0).T))])
    shares: NDArray[np.float64] = lengths / lengths[-1]
    return shares


def _approaches(
    first: NDArray[np.float64], second: NDArray[np.float64], limit_m: float
) -> list[tuple[int, float]]:
    """Intervals of the samples in which two origins come nearer than ``limit_m``, and the share of
    each at which they are nearest."""
    apart = (second - first)[:, :2]
    change = np.diff(apart, axis=0)
    squared = np.maximum((change**2).sum(axis=1), 1e-18)
    share = np.clip(-(apart[:-1] * change).sum(axis=1) / squared, 0.0, 1.0)
    nearest = np.hypot(*(apart[:-1] + share[:, None] * change).T)
    return [(int(k), float(share[k])) for k in np.flatnonzero(nearest < limit_m)]


def _body(corners: Polygon, pose: NDArray[np.float64]) -> shapely.Polygon:
    c, s = np.cos(pose[2]), np.sin(pose[2])
    turned = np.array(corners) @ np.array([[c, s], [-s, c]]) + pose[:2]
    return shapely.Polygon(turned)
