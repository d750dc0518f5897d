"""Which way bodies face: vehicles have wheels and go along their bodies, forwards or in reverse.
They turn about an axle: the middle of a body that turns on the spot goes sideways, and is seen."""

from __future__ import annotations

from math import atan2, cos, exp, hypot, pi, sin, sqrt

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOVES_MPS = 0.3
"""Who is faster shows by its way how it faces."""
SPEEDING_S = 0.5
KNOWN_RAD = 0.5
"""A heading that is surer tells driving from reversing; one that is not may be any."""
AXLE_M = 0.8
"""From the middle of a forklift's body to the axle that does not steer (three-wheel trucks of 3 m
with forks: this project's estimate). Who turns by an angle about it has moved by as much."""
_TURNS_STANDING = 0.1
"""Standard deviation (rad) of what a body that stands has turned after one second, beside what its
place shows; it grows with the root of time."""
_TURNS_MOVING = 0.3
_SIDEWAYS_RAD = 0.7
"""Nobody drives off in a direction that is further from its body: it turns on the spot."""
_STRAIGHT_M = 0.8
_STRAIGHT_RAD = 0.4
"""Who has gone so far, straight but for this, faces that way or away from it."""
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
    anchor: Floats,
) -> None:
    """Bring ``heading`` and its standard deviation ``sigma`` (N,), rad, ``dt_s`` on, in place, and
    ``anchor`` (N, 2), m: where each was when its heading was seen last.

    ``mean`` (N, 5) and ``spread`` (N, 5, 5) of the tracks now. The direction of travel is taken
    where it is surer than what was known before: estimates of one track in a row are no
    independent measurements, so they are not averaged.
    """
    for n in range(len(mean)):
        vx, vy = mean[n, 2], mean[n, 3]
        speed = hypot(vx, vy)
        moves = speed > MOVES_MPS
        if not is_vehicle[n]:
            if moves:
                heading[n] = atan2(vy, vx)
            continue
        turns = _TURNS_MOVING if moves else _TURNS_STANDING
        gone_x, gone_y = mean[n, 0] - anchor[n, 0], mean[n, 1] - anchor[n, 1]
        sigma[n] = min(_MOST_RAD, sqrt(sigma[n] ** 2 + turns * turns * dt_s))
        if not moves:
            aside = abs(cos(heading[n]) * gone_y - sin(heading[n]) * gone_x)
            sigma[n] = max(sigma[n], min(_MOST_RAD, aside / AXLE_M))
            continue
        direction = atan2(vy, vx)
        off = (direction - heading[n] + pi) % (2.0 * pi) - pi
        beside = min(abs(off), pi - abs(off))
        c, s = vx / speed, vy / speed
        across = s * s * spread[n, 2, 2] - 2.0 * c * s * spread[n, 2, 3] + c * c * spread[n, 3, 3]
        of_way = max(_LEAST_RAD, sqrt(max(0.0, across)) / speed)
        if of_way > sigma[n]:
            continue
        if sigma[n] < KNOWN_RAD and beside > _SIDEWAYS_RAD:
            sigma[n] = _MOST_RAD
            anchor[n, 0], anchor[n, 1] = mean[n, 0], mean[n, 1]
            continue
        if sigma[n] >= KNOWN_RAD:
            if hypot(gone_x, gone_y) > 0.2:
                bent = (direction - atan2(gone_y, gone_x) + pi) % (2.0 * pi) - pi
                if abs(bent) > _STRAIGHT_RAD:
                    anchor[n, 0], anchor[n, 1] = mean[n, 0], mean[n, 1]
            if hypot(mean[n, 0] - anchor[n, 0], mean[n, 1] - anchor[n, 1]) < _STRAIGHT_M:
                heading[n] = direction  # the best guess, and no more
                continue
        elif abs(off) > pi / 2.0:
            direction += pi  # it reverses
        heading[n] = (direction + pi) % (2.0 * pi) - pi
        sigma[n] = of_way
        anchor[n, 0], anchor[n, 1] = mean[n, 0], mean[n, 1]


@njit(cache=True)
def follow_speed(mean: Floats, dt_s: float, before: Floats) -> None:
    """Bring ``before`` (N,), the speed of each `SPEEDING_S` ago and earlier, smoothed, ``dt_s`` on,
    in place. Of a steady rise it lags behind by `SPEEDING_S`."""
    share = 1.0 - exp(-dt_s / SPEEDING_S)
    for n in range(len(mean)):
        before[n] += share * (hypot(mean[n, 2], mean[n, 3]) - before[n])
