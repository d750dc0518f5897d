"""Slowly to the end of a path: of a release that is expected to grow, or of a bend to a goal."""

from __future__ import annotations

from math import atan2, hypot, inf, pi, sin, sqrt

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


def bend_cap_mps(ahead_m: float, aside_m: float, angle_rad: float, turn_radps: float) -> float:
    """The speed at which a bend of even radius leads to a goal ``ahead_m`` along the path, for who
    is ``aside_m`` to the left of it at ``angle_rad``; a little less, for there is more to do."""
    off_rad = abs((atan2(-aside_m, ahead_m) - angle_rad + pi) % (2.0 * pi) - pi)
    if off_rad < 0.05:
        return inf
    across = sin(min(off_rad, 0.5 * pi))
    speed = 0.8 * turn_radps * hypot(ahead_m, aside_m) / (2.0 * across)
    return max(CREEP_MPS, speed if off_rad < 0.5 * pi else min(speed, 0.3))
