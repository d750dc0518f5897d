"""How fast a vehicle may be among those of whom only place and speed are known.

They may turn round at any moment, and that is seen late. A vehicle that is near somebody who moves
drives no faster than that it can stand before he could be at it, wherever he turns: who touches a
vehicle that stands has walked into it.
"""

from __future__ import annotations

from math import cos, hypot, inf, sin

import numpy as np
from numba import njit

from planner.local.objects import CORNERS, WALKS_MPS, speed_mps
from planner.local.supervisor import gap, put

LOOK_M = 6.0
_STEPS = 16
"""Speeds that are tried."""
_MOMENTS = 8
"""At which it is looked whether he could be there, from when it brakes until it stands."""


@njit(cache=True, nogil=True)
def careful_mps(pose, body, braking_mps2, most_mps, objects):  # type: ignore[no-untyped-def]
    """The highest speed, up to ``most_mps``, from which a ``body`` at ``pose`` stands, straight on,
    before any of ``objects`` could be at it; inf: ``most_mps``."""
    step, steps = most_mps / _STEPS, _STEPS
    for m in range(len(objects.poses)):
        now, walks_mps = objects.poses[m, 0], speed_mps(objects, m)
        away_m = hypot(now[0] - pose[0], now[1] - pose[1])
        if objects.late_s[m] == 0.0 or walks_mps < WALKS_MPS or away_m > LOOK_M:
            continue
        while steps > 0 and _could_meet(
            pose, body, step * steps, braking_mps2, objects, m, walks_mps
        ):
            steps -= 1
    return inf if steps == _STEPS else step * steps


@njit(cache=True, nogil=True)
def _could_meet(pose, body, v, braking_mps2, objects, m, walks_mps):  # type: ignore[no-untyped-def]
    """Whether one who turns now could be at a body that brakes from ``v`` when that is seen."""
    mine, theirs = np.empty_like(body), np.empty((CORNERS, 2))
    put(objects.outlines[m, : objects.corners[m]], objects.poses[m, 0], theirs)
    round_m = objects.discs[m, 0, 2] if objects.corners[m] == 1 else 0.0
    late_s = objects.late_s[m]
    for moment in range(_MOMENTS + 1):
        brakes_s = v / braking_mps2 * moment / _MOMENTS
        gone_m = v * (late_s + brakes_s) - 0.5 * braking_mps2 * brakes_s * brakes_s
        place = pose[0] + gone_m * cos(pose[2]), pose[1] + gone_m * sin(pose[2]), pose[2]
        put(body, place, mine)
        free_m = gap(mine, len(body), theirs, objects.corners[m]) - round_m
        if free_m < walks_mps * (late_s + brakes_s):
            return True
    return False
