"""From a stretch and a measured pose to the arrays of one solve, compiled."""

from __future__ import annotations

from math import cos, hypot, inf, pi, sin, sqrt, tan

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.local.state import SPACING_M, STAGES, STEP_S

Floats = NDArray[np.float64]

_X, _Y, _DIRECTION, _CURVATURE = 0, 1, 2, 3
_S, _N, _PSI, _V, _STEER = 0, 1, 2, 3, 4
_REF_S, _REF_V, _REF_MAX = 0, 1, 2


@njit(cache=True, nogil=True)
def at_way(samples, column, s):  # type: ignore[no-untyped-def]
    """A column of a path's samples at the way ``s``, linear between them."""
    place = min(max(s / SPACING_M, 0.0), len(samples) - 1.0)
    first = min(int(place), len(samples) - 2)
    low, high = samples[first, column], samples[first + 1, column]
    return low + (place - first) * (high - low)


@njit(cache=True, nogil=True)
def locate(samples, near_s, reach_m, x_m, y_m):  # type: ignore[no-untyped-def]
    """Where a point is along the path: (S, N), looked for within ``reach_m`` of ``near_s``."""
    first = max(0, int((near_s - reach_m) / SPACING_M))
    last = min(len(samples) - 1, int((near_s + reach_m) / SPACING_M) + 1)
    best, best_s = inf, near_s
    for i in range(first, last):
        ax, ay = samples[i, _X], samples[i, _Y]
        bx, by = samples[i + 1, _X] - ax, samples[i + 1, _Y] - ay
        square = bx * bx + by * by
        share = ((x_m - ax) * bx + (y_m - ay) * by) / square if square > 0.0 else 0.0
        if i > first or first > 0:
            share = max(share, 0.0)  # before the beginning the path goes straight on
        share = min(share, 1.0)
        away = hypot(ax + share * bx - x_m, ay + share * by - y_m)
        if away < best:
            best, best_s = away, (i + share) * SPACING_M
    tangent = at_way(samples, _DIRECTION, best_s)
    aside = -sin(tangent) * (x_m - at_way(samples, _X, best_s)) + cos(tangent) * (
        y_m - at_way(samples, _Y, best_s)
    )
    return best_s, aside


@njit(cache=True, nogil=True)
def angle_to_path(samples, s, heading_rad, direction):  # type: ignore[no-untyped-def]
    """PSI of a body with this heading."""
    turned = heading_rad + (0.0 if direction > 0 else pi)
    return (turned - at_way(samples, _DIRECTION, s) + pi) % (2.0 * pi) - pi


@njit(cache=True, nogil=True)
def allowed_speeds(limit_mps, release_m, braking):  # type: ignore[no-untyped-def]
    """Squared speed (n,) at each sample from which every lower limit ahead, and a stand at
    ``release_m``, can be reached with ``braking``."""
    square = np.empty(len(limit_mps))
    following = 0.0
    for i in range(len(limit_mps) - 1, -1, -1):
        room = release_m - i * SPACING_M
        if room <= 0.0:
            square[i] = 0.0
            continue
        reach = following + 2.0 * braking * min(SPACING_M, room)
        square[i] = min(limit_mps[i] * limit_mps[i], reach)
        following = square[i]
    return square


@njit(cache=True, nogil=True)
def _speed_at(square, release_m, braking, s):  # type: ignore[no-untyped-def]
    place = max(s / SPACING_M, 0.0)
    first = int(place)
    if first >= len(square) - 1:
        return 0.0
    room = release_m - s
    if room <= 0.0:
        return 0.0
    between = square[first] + (place - first) * (square[first + 1] - square[first])
    if (first + 1) * SPACING_M >= release_m:
        between = square[first]
    return sqrt(max(0.0, min(between, 2.0 * braking * room)))


NOW = 2
"""Stages: what must be obeyed now is found out anew in every period."""


@njit(cache=True, nogil=True)
def refer(reference, square, limit_mps, start, release_m, limits):  # type: ignore[no-untyped-def]
    """Fill ``reference`` (STAGES + 1, Reference) with the fastest drive under ``square``.

    ``start`` is way and speed; ``limits`` are acceleration, braking, a speed that is not exceeded
    where it can be helped, and one that must not be exceeded now.
    """
    s, v = start
    acceleration, braking, cap_mps, most_mps = limits
    begin = v
    for k in range(STAGES + 1):
        reference[k, _REF_S], reference[k, _REF_V] = s, v
        place = min(max(int(s / SPACING_M), 0), len(limit_mps) - 1)
        most = min(limit_mps[place], most_mps + acceleration * max(0, k - NOW) * STEP_S)
        reference[k, _REF_MAX] = max(most, begin - braking * k * STEP_S)
        lowest = max(0.0, v - braking * STEP_S)
        following = v + acceleration * STEP_S
        for _ in range(3):
            reached = s + 0.5 * (v + following) * STEP_S
            following = min(following, _speed_at(square, release_m, braking, reached))
        following = max(lowest, min(following, max(cap_mps, lowest)))
        s = s + 0.5 * (v + following) * STEP_S
        if s > release_m:
            s = max(release_m, s - 0.5 * (v + following) * STEP_S)
        v = following


@njit(cache=True, nogil=True)
def shift(x, u, elapsed_s):  # type: ignore[no-untyped-def]
    """Move a plan (STAGES + 1, State), (STAGES, Input) on by ``elapsed_s``; the end stays."""
    share = elapsed_s / STEP_S
    whole = int(share)
    part = share - whole
    for k in range(STAGES + 1):
        low, high = min(k + whole, STAGES), min(k + whole + 1, STAGES)
        for c in range(x.shape[1]):
            x[k, c] = x[low, c] + part * (x[high, c] - x[low, c])
    for k in range(STAGES):
        low, high = min(k + whole, STAGES - 1), min(k + whole + 1, STAGES - 1)
        for c in range(u.shape[1]):
            u[k, c] = u[low, c] + part * (u[high, c] - u[low, c])


@njit(cache=True, nogil=True)
def begin_guess(x, u, measured, reference):  # type: ignore[no-untyped-def]
    """A first guess: along the path as wanted, the deviation of now fading within a second."""
    for k in range(STAGES + 1):
        fading = max(0.0, 1.0 - k * STEP_S)
        x[k, _S], x[k, _V] = reference[k, _REF_S], reference[k, _REF_V]
        x[k, _N], x[k, _PSI] = fading * measured[_N], fading * measured[_PSI]
        x[k, _STEER] = fading * measured[_STEER]
    u[:] = 0.0


@njit(cache=True, nogil=True)
def floor_poses(poses, x, samples, direction):  # type: ignore[no-untyped-def]
    """Fill ``poses`` (STAGES + 1, 3) with x, y and heading on the floor of a plan's states."""
    for k in range(len(x)):
        tangent = at_way(samples, _DIRECTION, x[k, _S])
        poses[k, 0] = at_way(samples, _X, x[k, _S]) - x[k, _N] * sin(tangent)
        poses[k, 1] = at_way(samples, _Y, x[k, _S]) + x[k, _N] * cos(tangent)
        poses[k, 2] = tangent + x[k, _PSI] + (0.0 if direction > 0 else pi)


@njit(cache=True, nogil=True)
def reframe(x, poses, samples, direction, near):  # type: ignore[no-untyped-def]
    """Put S, N and PSI of a plan's states in the frame of a path, on which it begins near the way
    ``near``; the inverse of `floor_poses`."""
    for k in range(len(x)):
        near, x[k, _N] = locate(samples, near, 3.0, poses[k, 0], poses[k, 1])
        x[k, _S] = near
        x[k, _PSI] = angle_to_path(samples, near, poses[k, 2], direction)


@njit(cache=True, nogil=True)
def farthest_turned(x, stages):  # type: ignore[no-untyped-def]
    """How far a plan's body turns away from its path at most within the first ``stages``, and how
    far it is turned away now (rad, neither negative)."""
    farthest = 0.0
    for k in range(stages):
        farthest = max(farthest, abs(x[k, _PSI]))
    return farthest, abs(x[0, _PSI])


@njit(cache=True, nogil=True)
def arrival(x, arrived_m):  # type: ignore[no-untyped-def]
    """The first stage at which a plan is beyond the way ``arrived_m`` and near the path; the number
    of stages: none."""
    for k in range(len(x)):
        if x[k, _S] >= arrived_m and abs(x[k, _N]) < 0.5:
            return k
    return len(x)


@njit(cache=True, nogil=True)
def drive_out(poses, x, u, pose, wheelbase_m):  # type: ignore[no-untyped-def]
    """Fill ``poses`` (STAGES + 1, 3), and speed and steering of the states ``x``, with what a
    vehicle does that drives forwards from ``pose`` by the inputs ``u`` alone; ``wheelbase_m`` 0: a
    differential drive. A plan's own states follow its inputs only as far as it was refined."""
    parts = 3
    h = STEP_S / parts
    px, py, heading = pose
    poses[0] = pose
    for k in range(STAGES):
        v, steer = x[k, _V], x[k, _STEER]
        for i in range(parts):
            after = (i + 0.5) * h
            speed = max(0.0, v + u[k, 0] * after)
            turned = steer + u[k, 1] * after
            rate = turned if wheelbase_m == 0.0 else speed * tan(turned) / wheelbase_m
            px += speed * h * cos(heading + 0.5 * h * rate)
            py += speed * h * sin(heading + 0.5 * h * rate)
            heading += h * rate
        poses[k + 1, 0], poses[k + 1, 1], poses[k + 1, 2] = px, py, heading
        x[k + 1, _V] = max(0.0, v + u[k, 0] * STEP_S)
        x[k + 1, _STEER] = steer + u[k, 1] * STEP_S
