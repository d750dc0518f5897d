"""How a vehicle's drives move its body, compiled."""

from __future__ import annotations

from math import cos, pi, sin, tan

from numba import njit

from fleet_core.simulation.motion_arrays import Floats

SUBSTEP_S = 0.02
"""At 2 m/s and 1 rad/s the midpoint rule is then exact to a micrometre a substep."""


@njit(cache=True)
def turn_rate_of(speed: float, direction: int, steer: float, wheelbase_m: float) -> float:
    """Turn rate; ``wheelbase_m`` 0: a differential drive, whose ``steer`` is the turn rate."""
    return steer if wheelbase_m == 0.0 else direction * speed * tan(steer) / wheelbase_m


@njit(cache=True)
def roll(
    pose: Floats, direction: int, speeds: Floats, steers: Floats, wheelbase_m: float, tick_s: float
) -> float:
    """Drive for a tick while speed and steering go evenly from their first to their second value.

    ``pose`` (3,) is moved; returns the way (m).
    """
    steps = max(1, round(tick_s / SUBSTEP_S))
    h, way = tick_s / steps, 0.0
    for i in range(steps):
        part = (i + 0.5) / steps
        speed = speeds[0] + part * (speeds[1] - speeds[0])
        steer = steers[0] + part * (steers[1] - steers[0])
        rate = turn_rate_of(speed, direction, steer, wheelbase_m)
        heading = pose[2] + 0.5 * h * rate
        pose[0] += direction * speed * h * cos(heading)
        pose[1] += direction * speed * h * sin(heading)
        pose[2] = (pose[2] + h * rate + pi) % (2.0 * pi) - pi
        way += speed * h
    return way
