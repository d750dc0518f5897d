"""From what is seen of one vehicle to its rows in the arrays of a solve."""

from __future__ import annotations

from math import atan2, hypot, inf, pi, sin, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.local.driver import PlannedVehicle
from planner.local.horizon import angle_to_path, arrival, begin_guess, locate, refer, shift
from planner.local.objects import Objects, choose_objects, leave_out_after, near_rows
from planner.local.settings import LocalSettings
from planner.local.sight import Sight
from planner.local.state import SAMPLES, SPACING_M, Car, Weight

Floats = NDArray[np.float64]
SEARCHED_M = 1.5
"""Along the path to either side, for where a vehicle is."""
NEAR_M = 3.0
"""On an open floor, nearer to its goal than this, beside it is as bad as before it."""
WIDEST_M = 4.0
"""From origin to origin, when two bodies touch."""

CREEP_MPS = 0.1
"""Nobody glides more slowly; it stands instead."""


def prepare(
    vehicle: PlannedVehicle,
    v: int,
    sight: Sight,
    caps_mps: tuple[float, float],
    settings: LocalSettings,
    elapsed_s: float,
) -> float:
    """Fill row ``v`` of ``sight`` into the vehicle's problem, all but the objects, and move its
    plan on by ``elapsed_s`` or begin one. ``caps_mps``: a speed that is not exceeded where it can
    be helped, and one that must not be exceeded now. Returns how far beside its path it is."""
    cap_mps, most_mps = caps_mps
    line, problem, row = vehicle.line, vehicle.batch.problem, vehicle.row
    px, py, heading = sight.pose[v].tolist()
    s, n = locate(line.samples, vehicle.way_m, SEARCHED_M, px, py)
    vehicle.way_m = s
    psi = angle_to_path(line.samples, s, heading, line.direction)
    speed, steer = float(sight.speed_mps[v]), float(sight.steer[v])
    problem.measured[row] = (s, n, psi, speed, steer)
    release = line.length_m
    if sight.held[v]:
        release = min(release, s + speed * speed / (2.0 * vehicle.type.braking_mps2))
    left_m = line.length_m - s
    glide_mps = gliding_cap_mps(left_m, float(sight.wait_s[v]), vehicle.type.braking_mps2)
    cap_mps = min(cap_mps, glide_mps)
    if settings.searches:
        cap_mps = min(cap_mps, bend_cap_mps(left_m, n, psi, vehicle.type.turn_speed_radps))
        problem.weight[row, Weight.N] = _aside_weight(left_m, settings)
    if vehicle.steers_first(speed, steer):
        cap_mps = 0.0
    braking = vehicle.type.braking_mps2 * settings.braking_share
    limits = (vehicle.type.acceleration_mps2, braking, cap_mps, most_mps)
    refer(problem.reference[row], vehicle.square, line.limit_mps, (s, speed), release, limits)
    first = max(0, min(int((s - 1.0) / SPACING_M), len(line.samples) - SAMPLES))
    problem.path[row] = line.samples[first : first + SAMPLES]
    problem.car[row, Car.PATH_BEGIN] = first * SPACING_M
    problem.car[row, Car.RELEASE] = max(release, s)
    problem.car[row, Car.DIRECTION] = line.direction
    if vehicle.has_plan:
        shift(vehicle.x, vehicle.u, elapsed_s)
    else:
        begin_guess(vehicle.x, vehicle.u, problem.measured[row], problem.reference[row])
    return float(n)


def choose_near(
    vehicle: PlannedVehicle, v: int, x: Floats, poses: Floats, around: Objects,
    settings: LocalSettings, out: Floats,
) -> NDArray[np.int64]:  # fmt: skip
    """Fill ``out`` (OBJECTS, STAGES + 1, 3) with the objects that matter to vehicle ``v`` when it
    drives ``x``, which is ``poses`` on the floor. Returns the rows of all that may come near."""
    distances = (vehicle.body.overhang_m, settings.reach_m, vehicle.arrived_m(settings))
    near: NDArray[np.int64] = _choose_near(x, poses, vehicle.discs, around, v, distances, out)
    return near


@njit(cache=True, nogil=True)
def _choose_near(x, poses, discs, around, v, distances, out):  # type: ignore[no-untyped-def]
    """One call, because passing objects into compiled code costs as much as choosing them."""
    overhang_m, reach_m, arrived_m = distances
    near = near_rows(poses, around, v, reach_m + WIDEST_M)
    choose_objects(poses, discs, overhang_m, around, near, reach_m, out)
    leave_out_after(arrival(x, arrived_m), out)
    return near


def gliding_cap_mps(room_m: float, wait_s: float, braking_mps2: float) -> float:
    """The speed v with which a vehicle is at its braking distance from the end after ``wait_s``:
    v wait + v^2 / (2 b) = room. Without a time to wait: none."""
    if wait_s <= 0.0:
        return inf
    room_m = max(0.0, room_m)
    speed = braking_mps2 * (sqrt(wait_s * wait_s + 2.0 * room_m / braking_mps2) - wait_s)
    return max(CREEP_MPS, speed)


def bend_cap_mps(ahead_m: float, aside_m: float, angle_rad: float, turn_radps: float) -> float:
    """The speed at which a bend of even radius leads to a goal ``ahead_m`` along the path, for who
    is ``aside_m`` to the left of it at ``angle_rad``; a little less, for there is more to do."""
    off_rad = abs((atan2(-aside_m, ahead_m) - angle_rad + pi) % (2.0 * pi) - pi)
    if off_rad < 0.05:
        return inf
    across = sin(min(off_rad, 0.5 * pi))
    speed = 0.8 * turn_radps * hypot(ahead_m, aside_m) / (2.0 * across)
    return max(CREEP_MPS, speed if off_rad < 0.5 * pi else min(speed, 0.3))


def _aside_weight(left_m: float, settings: LocalSettings) -> float:
    """Far from the goal it is enough to come nearer along the path."""
    near = min(1.0, max(0.0, 1.0 - (left_m - NEAR_M) / NEAR_M))
    return settings.aside_weight + near * max(0.0, settings.way_weight - settings.aside_weight)
