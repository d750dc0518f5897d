"""Turning on the spot: the one manoeuvre that needs no plan but a speed profile."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

from numba import njit

OVERSHOOT_RAD = 0.3
"""An angle that is passed by less than this is not turned once more all the way round."""


@dataclass(frozen=True, slots=True)
class TurnOnSpot:
    """Turn about the origin until the body has a heading."""

    heading_rad: float  # at the end
    direction: int  # 1 counter-clockwise, -1 clockwise
    limit_radps: float

    def room_rad(self, heading_rad: float) -> float:
        """What is left to turn, never negative."""
        left = self.direction * (self.heading_rad - heading_rad)
        return max(0.0, (left + OVERSHOOT_RAD) % (2.0 * pi) - OVERSHOOT_RAD)


@njit(cache=True, nogil=True)
def turn_rate_after(
    room_rad: float, rate: float, limit: float, acceleration: float, tick_s: float
) -> float:
    """The rate at the end of a tick (rad/s, not negative) in which it changes evenly, so that a
    turn of ``room_rad`` ends with a stand, exactly and as soon as it can.

    With w^2 / (2 a) kept to brake in, but at least w dt / 2, the way of a last tick from w to 0.
    """
    if room_rad <= 0.5 * rate * tick_s:
        return 0.0
    faster = min(limit, rate + acceleration * tick_s)
    reach = room_rad - 0.5 * rate * tick_s
    braking = acceleration * (
        sqrt(0.25 * tick_s * tick_s + 2.0 * reach / acceleration) - 0.5 * tick_s
    )
    last = reach / tick_s
    return max(0.0, min(faster, braking, last))
