"""Gently to the end of a release that is expected to grow."""

from __future__ import annotations

from math import inf, sqrt

CREEP_MPS = 0.1
"""Nobody glides more slowly; it stands instead."""


def gliding_cap_mps(room_m: float, wait_s: float, braking_mps2: float) -> float:
    """The speed v with which a vehicle is at its braking distance from the end after ``wait_s``:
    v wait + v^2 / (2 b) = room. Without a time to wait: none."""
    if wait_s <= 0.0:
        return inf
    room_m = max(0.0, room_m)
    speed = braking_mps2 * (sqrt(wait_s * wait_s + 2.0 * room_m / braking_mps2) - wait_s)
    return max(CREEP_MPS, speed)
