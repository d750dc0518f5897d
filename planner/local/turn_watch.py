"""Who is in the way of a body that turns on the spot, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from planner.local.objects import CORNERS
from planner.local.state import STEP_S
from planner.local.supervisor import NEARER_M, gap, put

TURN_LOOK_RAD = 0.35
"""Looked at beyond what the body still turns while it stops."""
_LOOK_RAD = 0.05
_AHEAD_S = 0.9
"""What comes towards the body is looked at where it is expected until then."""


@njit(cache=True, nogil=True)
def in_the_turn(pose, turn_rad, outline, objects, own_row):  # type: ignore[no-untyped-def]
    """Row of the first object that a body at ``pose`` would come too near to within ``turn_rad``
    (signed); -1: none. What is too near already counts only where it comes nearer still. Vehicles
    with published plans (slim) are kept apart by traffic, and left out.
    """
    mine, theirs = np.empty_like(outline), np.empty((CORNERS, 2))
    looks = int(np.ceil(abs(turn_rad) / _LOOK_RAD)) + 1
    stages = int(_AHEAD_S / STEP_S)
    place = pose.copy()
    for m in range(len(objects.poses)):
        if m == own_row or objects.slim[m]:
            continue
        if np.hypot(objects.poses[m, 0, 0] - pose[0], objects.poses[m, 0, 1] - pose[1]) > 8.0:
            continue
        now = np.inf
        for look in range(looks):
            place[2] = pose[2] + turn_rad * look / max(1, looks - 1)
            put(outline, place, mine)
            for k in range(0, stages + 1, 3):
                put(objects.outlines[m], objects.poses[m, k], theirs)
                apart = gap(mine, len(outline), theirs, objects.corners[m])
                if look == 0 and k == 0:
                    now = apart
                if look > 0 and apart < min(objects.needed_m[m, k], now - NEARER_M):
                    return m
    return -1
