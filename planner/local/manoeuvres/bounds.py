"""What speed and steering may be in each segment of a manoeuvre."""

from __future__ import annotations

from math import pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.scene import ManoeuvreLimits
from planner.local.manoeuvres.segments import Segment, TimedGuess

Span = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Least and greatest value, of each interval or each of their ends."""


def state_bounds(limits: ManoeuvreLimits, guess: TimedGuess) -> Span:
    """Least and greatest states (n + 1, 5) of a guess with n intervals. At the ends of segments the
    vehicle stands; what two segments share keeps to the bounds of both."""
    least, most = np.full(guess.states.shape, -np.inf), np.full(guess.states.shape, np.inf)
    least[:, 3], most[:, 3] = 0.0, _at_ends(_speeds(limits, guess))[1]
    most[np.concatenate([[True], guess.is_last]), 3] = 0.0
    least[:, 4], most[:, 4] = _at_ends(_steering(limits, guess))
    return least, most


def _speeds(limits: ManoeuvreLimits, guess: TimedGuess) -> Span:
    """Of the driven wheel."""
    top = np.select(
        [guess.gears > 0.0, guess.gears < 0.0], [limits.forward_mps, limits.reverse_mps], 0.0
    )
    return np.zeros(len(top)), top


def _steering(limits: ManoeuvreLimits, guess: TimedGuess) -> Span:
    """A tricycle's wheel is square in a turn on the spot, and comes there while it stands."""
    if limits.kinematics is not Kinematics.TRICYCLE:
        most = np.full(len(guess.gears), limits.turn_speed_radps)
        return -most, most
    standing = pi / 2.0 if limits.turns_on_spot else limits.max_steer_rad
    most = np.where(guess.segments == Segment.DRIVE, limits.max_steer_rad, standing)
    spins = guess.segments == Segment.SPIN
    sides = np.sign(guess.states[1:, 4])
    return np.where(spins, sides * pi / 2.0, -most), np.where(spins, sides * pi / 2.0, most)


def _at_ends(span: Span) -> Span:
    """Bounds at the ends of intervals, from those of the intervals on both sides."""
    least, most = span
    return (
        np.maximum(np.append(least, least[-1]), np.append(least[0], least)),
        np.minimum(np.append(most, most[-1]), np.append(most[0], most)),
    )
