"""Which way bodies face: vehicles have wheels and go along their bodies, forwards or in reverse."""

from __future__ import annotations

from math import atan2, exp, hypot, pi, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOVES_MPS = 0.3
"""Who is faster shows by its way how it faces."""
SPEEDING_S = 0.5
KNOWN_RAD = 0.5
"""A heading that is surer tells driving from reversing; one that is not may be any."""
_TURNS_STANDING = 0.5
"""Standard deviation (rad) of what a body that stands has turned after one second; it grows with
the root of time: forklifts turn on the spot, and no source sees that."""
_TURNS_MOVING = 0.3
_MOST_RAD = 1.0
"""A direction that may be any of a half circle has a standard deviation of 0.9 rad."""
_LEAST_RAD = 0.03


@njit(cache=True)
def face(
    mean: Floats,
    spread: Floats,
    is_vehicle: NDArray[np.bool_],
    dt_s: float,
    heading: Floats,
    sigma: Floats,
) -> None:
    """Bring ``heading`` and its standard deviation ``sigma`` (N,), rad, ``dt_s`` on, in place.

    ``mean`` (N, 5) and ``spread`` (N, 5, 5) of the tracks now. The direction of travel is taken
    where it is surer than what was known before: estimates of one track in a row are no
    independent measurements, so they are not averaged.
    """
    for n in range(len(mean)):
        vx, vy = mean[n, 2], mean[n, 3]
        speed = hypot(vx, vy)
        moves = speed > MOVES_MPS
        turns = _TURNS_MOVING if moves else _TURNS_STANDING
        sigma[n] = min(_MOST_RAD, sqrt(sigma[n] ** 2 + turns * turns * dt_s))
        if not moves:
            continue
        direction = atan2(vy, vx)
        if not is_vehicle[n]:
            heading[n] = direction
            continue
        c, s = vx / speed, vy / speed
        across = s * s * spread[n, 2, 2] - 2.0 * c * s * spread[n, 2, 3] + c * c * spread[n, 3, 3]
        of_way = max(_LEAST_RAD, sqrt(max(0.0, across)) / speed)
        if of_way > sigma[n]:
            continue
        off = (direction - heading[n] + pi) % (2.0 * pi) - pi
        if abs(off) > pi / 2.0 and sigma[n] < KNOWN_RAD:
            direction += pi  # it reverses
        heading[n] = (direction + pi) % (2.0 * pi) - pi
        sigma[n] = of_way


@njit(cache=True)
def follow_speed(mean: Floats, dt_s: float, before: Floats) -> None:
    """Bring ``before`` (N,), the speed of each `SPEEDING_S` ago and earlier, smoothed, ``dt_s`` on,
    in place. Of a steady rise it lags behind by `SPEEDING_S`."""
    share = 1.0 - exp(-dt_s / SPEEDING_S)
    for n in range(len(mean)):
        before[n] += share * (hypot(mean[n, 2], mean[n, 3]) - before[n])
