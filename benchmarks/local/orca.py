"""Optimal reciprocal collision avoidance, for differential drives.

J. van den Berg, S. J. Guy, M. Lin, D. Manocha, "Reciprocal n-body collision avoidance", ISRR 2009
(2011): half-planes of velocities that keep clear of each other disc for `HORIZON_S`, and the
permitted velocity nearest to the wanted one by linear programming; where there is none, the one
that violates them least. Half the avoidance is a vehicle's own against those who do the same, all
of it against those who make no room.

J. Alonso-Mora et al., "Optimal reciprocal collision avoidance for multiple non-holonomic robots",
DARS 2010: a differential drive follows such a velocity with an error, of at most `ERROR_M` when it
is slow enough for the angle that it must turn; the radius grows by as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin, sqrt

import numpy as np
from numba import njit

from benchmarks.local.baseline import Baseline, Floats, PredictedDiscs, VehicleModel, vehicle_of
from benchmarks.local.motion import drive_stage
from fleet_core.model.vehicle_type import VehicleType
from planner.local.settings import LocalSettings
from planner.local.state import STAGES, STEP_S

HORIZON_S = 2.5
ERROR_M = 0.2
TURN_S = 0.35
"""In which it turns to where it is to go."""
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Orca:
    """Fulfils `baseline.Chooser`."""

    vehicle: VehicleModel

    def __call__(self, state: Floats, goal_m: Floats, others: PredictedDiscs) -> Floats:
        """See `baseline.Chooser`."""
        limits = self.vehicle.limits
        radius_m = self.vehicle.radius_m + ERROR_M
        velocity = choose_velocity(state, goal_m, others, radius_m, limits)
        found = np.empty((STAGES + 1, 5))
        follow(state, velocity, limits, found)
        return found


def steering(types: Sequence[VehicleType], settings: LocalSettings, seed: int) -> Baseline:
    """Nothing here is left to chance."""
    vehicles = [vehicle_of(each) for each in types]
    return Baseline(vehicles, [Orca(each) for each in vehicles], settings)


@njit(cache=True, nogil=True)
def choose_velocity(state, goal, others, radius_m, limits):  # type: ignore[no-untyped-def]
    """The permitted velocity (2,) that is nearest to going to the goal."""
    mine = np.array([state[3] * cos(state[2]), state[3] * sin(state[2])])
    count = len(others.places)
    points, directions = np.empty((count, 2)), np.empty((count, 2))
    for m in range(count):
        apart = others.places[m, 0] - state[:2]
        theirs = (others.places[m, 1] - others.places[m, 0]) / STEP_S
        both_m = radius_m + others.radius_m[m, 0]
        own = 0.5 if others.reacts[m] else 1.0
        half_plane(apart, mine - theirs, mine, both_m, own, points[m], directions[m])
    dx, dy = goal[0] - state[0], goal[1] - state[1]
    left = hypot(dx, dy)
    speed = min(limits.speed_mps, sqrt(2.0 * limits.braking * left))
    wanted = np.array([dx, dy]) * (speed / max(left, TINY))
    return best_velocity(points, directions, wanted, limits.speed_mps)


@njit(cache=True, nogil=True)
def half_plane(apart, relative, mine, both_m, own, point, direction):  # type: ignore[no-untyped-def]
    """Velocities to the left of ``direction`` through ``point`` are permitted.

    ``apart``: from here to the other; ``relative``: my velocity less the other's.
    """
    square = apart[0] ** 2 + apart[1] ** 2
    overlapping = square <= both_m * both_m
    rate = 1.0 / (STEP_S if overlapping else HORIZON_S)
    wx, wy = relative[0] - rate * apart[0], relative[1] - rate * apart[1]
    length = max(hypot(wx, wy), TINY)
    along = wx * apart[0] + wy * apart[1]
    if overlapping or (along < 0.0 and along * along > both_m * both_m * length * length):
        # The round end of the obstacle is nearest.
        direction[0], direction[1] = wy / length, -wx / length
        out = both_m * rate - length
        ux, uy = out * wx / length, out * wy / length
    else:
        leg = sqrt(square - both_m * both_m)
        if apart[0] * wy - apart[1] * wx > 0.0:
            direction[0] = (apart[0] * leg - apart[1] * both_m) / square
            direction[1] = (apart[0] * both_m + apart[1] * leg) / square
        else:
            direction[0] = -(apart[0] * leg + apart[1] * both_m) / square
            direction[1] = -(-apart[0] * both_m + apart[1] * leg) / square
        on = relative[0] * direction[0] + relative[1] * direction[1]
        ux, uy = on * direction[0] - relative[0], on * direction[1] - relative[1]
    point[0], point[1] = mine[0] + own * ux, mine[1] + own * uy


@njit(cache=True, nogil=True)
def best_velocity(points, directions, wanted, most):  # type: ignore[no-untyped-def]
    """The velocity (2,) inside the circle of radius ``most`` and all half-planes that is nearest to
    ``wanted``; where there is none, the one that is least far outside."""
    found = wanted.copy()
    length = hypot(found[0], found[1])
    if length > most:
        found *= most / length
    for i in range(len(points)):
        if _outside(points[i], directions[i], found) > 0.0:
            before = found.copy()
            if not _on_line(points, directions, i, most, wanted, False, found):
                found[:] = before
                _least_outside(points, directions, i, most, found)
                break
    return found


@njit(cache=True, nogil=True)
def _outside(point, direction, velocity):  # type: ignore[no-untyped-def]
    return direction[0] * (point[1] - velocity[1]) - direction[1] * (point[0] - velocity[0])


@njit(cache=True, nogil=True)
def _on_line(points, directions, i, most, wanted, is_direction, found):  # type: ignore[no-untyped-def]
    """The best velocity on line ``i`` under the lines before it; false: there is none."""
    px, py, dx, dy = points[i, 0], points[i, 1], directions[i, 0], directions[i, 1]
    middle = px * dx + py * dy
    room = middle * middle + most * most - px * px - py * py
    if room < 0.0:
        return False
    low, high = -middle - sqrt(room), -middle + sqrt(room)
    for j in range(i):
        across = dx * directions[j, 1] - dy * directions[j, 0]
        over = directions[j, 0] * (py - points[j, 1]) - directions[j, 1] * (px - points[j, 0])
        if abs(across) <= TINY:
            if over < 0.0:
                return False
            continue
        t = over / across
        if across >= 0.0:
            high = min(high, t)
        else:
            low = max(low, t)
        if low > high:
            return False
    if is_direction:
        t = high if wanted[0] * dx + wanted[1] * dy > 0.0 else low
    else:
        t = min(max(dx * (wanted[0] - px) + dy * (wanted[1] - py), low), high)
    found[0], found[1] = px + t * dx, py + t * dy
    return True


@njit(cache=True, nogil=True)
def _least_outside(points, directions, begin, most, found):  # type: ignore[no-untyped-def]
    """The velocity whose worst violation is smallest, by a program in one dimension more."""
    worst = 0.0
    for i in range(begin, len(points)):
        if _outside(points[i], directions[i], found) <= worst:
            continue
        bisector_points, bisectors = np.empty((i, 2)), np.empty((i, 2))
        count = 0
        for j in range(i):
            across = directions[i, 0] * directions[j, 1] - directions[i, 1] * directions[j, 0]
            if abs(across) <= TINY:
                if directions[i, 0] * directions[j, 0] + directions[i, 1] * directions[j, 1] > 0.0:
                    continue  # the same direction
                bisector_points[count] = 0.5 * (points[i] + points[j])
            else:
                over = directions[j, 0] * (points[i, 1] - points[j, 1]) - directions[j, 1] * (
                    points[i, 0] - points[j, 0]
                )
                bisector_points[count] = points[i] + over / across * directions[i]
            difference = directions[j] - directions[i]
            bisectors[count] = difference / max(hypot(difference[0], difference[1]), TINY)
            count += 1
        outwards = np.array([-directions[i, 1], directions[i, 0]])
        before = found.copy()
        found[:] = outwards * most
        for k in range(count):
            if _outside(bisector_points[k], bisectors[k], found) <= 0.0:
                continue
            if not _on_line(bisector_points, bisectors, k, most, outwards, True, found):
                found[:] = before
                break
        worst = _outside(points[i], directions[i], found)


@njit(cache=True, nogil=True)
def follow(state, velocity, limits, found):  # type: ignore[no-untyped-def]
    """Fill ``found`` (STAGES + 1, 5): turn within `TURN_S`, drive as fast as the error permits."""
    found[0] = state
    wanted = atan2(velocity[1], velocity[0])
    full = hypot(velocity[0], velocity[1])
    for k in range(STAGES):
        angle = (wanted - found[k, 2] + pi) % (2.0 * pi) - pi
        if full < 0.02:
            angle = 0.0
        speed = 0.0
        if abs(angle) < 1e-3:
            speed = full
        elif abs(angle) < 0.5 * pi:
            open_angle = 2.0 * (1.0 - cos(angle))
            fastest = ERROR_M / TURN_S * sqrt(open_angle / max(open_angle - sin(angle) ** 2, TINY))
            speed = min(full, fastest) * angle * sin(angle) / open_angle
        drive_stage(found[k], speed, angle / TURN_S, limits, found[k + 1])
