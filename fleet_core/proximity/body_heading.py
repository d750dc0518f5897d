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
_TURNS_MOVING = 0.3
"""Standard deviation (rad) of what a body that moves has turned after one second; it grows with the
root of time."""
_SIDEWAYS_RAD = 0.7
"""Nobody drives off in a direction that is further from its body: it turns about its axle."""
_OF_TURN = 0.25
"""Part of such a turn that may be wrong: the axle is not known better."""
_STRAIGHT_M = 0.8
_STRAIGHT_RAD = 0.4
"""Who has gone so far, straight but for this, faces that way or away from it."""
_MOST_RAD = 1.0
"""A direction that may be any of a half circle has a standard deviation of 0.9 rad."""
_LEAST_RAD = 0.03
_CONTRADICTS = 3.0
"""Standard deviations."""
_SAME_CAMERA = 0.5
"""Many looks of one camera are no surer than this part of one: it errs the same way again."""


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

    ``mean`` (N, 5) and ``spread`` (N, 5, 5) of the tracks now. A body whose heading is known turns
    by as much as its middle goes aside. Else, and where it reverses, the direction of travel is
    taken where it is surer than what was known before: estimates of one track in a row are no
    independent measurements, so they are not averaged.
    """
    for n in range(len(mean)):
        vx, vy = mean[n, 2], mean[n, 3]
        speed, direction = hypot(vx, vy), atan2(vy, vx)
        moves = speed > MOVES_MPS
        if not is_vehicle[n]:
            heading[n] = direction if moves else heading[n]
            continue
        gone_x, gone_y = mean[n, 0] - anchor[n, 0], mean[n, 1] - anchor[n, 1]
        aside = cos(heading[n]) * gone_y - sin(heading[n]) * gone_x
        if not moves:
            # Who has not gone aside has not turned, however long it stands.
            sigma[n] = max(sigma[n], min(_MOST_RAD, abs(aside) / AXLE_M))
            continue
        is_known, of_way = sigma[n] < KNOWN_RAD, _across(mean[n], spread[n])
        off = (direction - heading[n] + pi) % (2.0 * pi) - pi
        beside, backwards = min(abs(off), pi - abs(off)), abs(off) > pi / 2.0
        if is_known and (beside > _SIDEWAYS_RAD or not backwards):
            # The axle follows the body, the middle is ahead of it: forwards this swings in.
            turned = aside / AXLE_M
            heading[n] = (heading[n] + turned + pi) % (2.0 * pi) - pi
            swung_in = sigma[n] * exp(-max(0.0, cos(off)) * speed * dt_s / AXLE_M)
            swung_in = max(swung_in, min(of_way, sigma[n]))
            sigma[n] = min(_MOST_RAD, swung_in + _OF_TURN * abs(turned))
            anchor[n, 0], anchor[n, 1] = mean[n, 0], mean[n, 1]
            continue
        sigma[n] = min(_MOST_RAD, sqrt(sigma[n] ** 2 + _TURNS_MOVING**2 * dt_s))
        if of_way > sigma[n]:
            continue
        if is_known or _drives_straight(mean[n], anchor[n]):
            reverses = is_known and backwards
            heading[n] = (direction + (pi if reverses else 0.0) + pi) % (2.0 * pi) - pi
            sigma[n] = of_way
            anchor[n, 0], anchor[n, 1] = mean[n, 0], mean[n, 1]
        else:
            heading[n] = direction  # the best guess, and no more


@njit(cache=True)
def _across(mean: Floats, spread: Floats) -> float:
    """Standard deviation (rad) of the direction of travel."""
    speed = hypot(mean[2], mean[3])
    c, s = mean[2] / speed, mean[3] / speed
    across = s * s * spread[2, 2] - 2.0 * c * s * spread[2, 3] + c * c * spread[3, 3]
    return float(max(_LEAST_RAD, sqrt(max(0.0, across)) / speed))


@njit(cache=True)
def _drives_straight(mean: Floats, anchor: Floats) -> bool:
    """It has come straight from its anchor for long enough; who has not, has it anew from here."""
    gone_x, gone_y = mean[0] - anchor[0], mean[1] - anchor[1]
    if hypot(gone_x, gone_y) > 0.2:
        bent = (atan2(mean[3], mean[2]) - atan2(gone_y, gone_x) + pi) % (2.0 * pi) - pi
        if abs(bent) > _STRAIGHT_RAD:
            anchor[0], anchor[1] = mean[0], mean[1]
            return False
    return bool(hypot(gone_x, gone_y) >= _STRAIGHT_M)


def as_seen(
    heading: float, sigma: float, seen_rad: float, seen_sigma_rad: float
) -> tuple[float, float]:
    """Heading and its standard deviation after a camera has seen how a body stands, either end
    first; all rad. What contradicts what is known well only makes it less sure."""
    off = (seen_rad - heading + pi / 2.0) % pi - pi / 2.0
    seen_sigma_rad = max(_LEAST_RAD, seen_sigma_rad)
    if sigma < KNOWN_RAD and abs(off) > _CONTRADICTS * hypot(sigma, seen_sigma_rad):
        return heading, min(_MOST_RAD, max(sigma, abs(off)))
    share = sigma**2 / (sigma**2 + seen_sigma_rad**2)
    surer = max(sqrt(1.0 - share) * sigma, _SAME_CAMERA * seen_sigma_rad)
    return (heading + share * off + pi) % (2.0 * pi) - pi, min(sigma, surer)


@njit(cache=True)
def follow_speed(mean: Floats, dt_s: float, before: Floats) -> None:
    """Bring ``before`` (N,), the speed of each `SPEEDING_S` ago and earlier, smoothed, ``dt_s`` on,
    in place. Of a steady rise it lags behind by `SPEEDING_S`."""
    share = 1.0 - exp(-dt_s / SPEEDING_S)
    for n in range(len(mean)):
        before[n] += share * (hypot(mean[n, 2], mean[n, 3]) - before[n])
