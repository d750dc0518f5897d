"""What a local planner is told each period, and what it answers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.local.state import SolveReport
from planner.local.stretch import Stretch
from planner.local.turning import TurnOnSpot

Floats = NDArray[np.float64]
Task = Stretch | TurnOnSpot | None
"""What a vehicle is to do; None: stand."""


class Sight(NamedTuple):
    """What is known of V vehicles now."""

    pose: Floats  # (V, 3) x, y, heading
    speed_mps: Floats  # (V,) in the direction of travel, not negative
    steer: Floats  # (V,) turn rate (differential) or steer angle (tricycle)
    turn_radps: Floats  # (V,) turn rate of the body
    known: NDArray[np.bool_]  # (V,) false: no pose, or one that is too old
    held: NDArray[np.bool_]  # (V,) must come to a stand
    wait_s: Floats  # (V,) until the release is expected to grow; 0: not known


class Commands(NamedTuple):
    """What the drives shall reach by the end of the period, evenly."""

    speed_mps: Floats  # (V,) in the direction of travel
    steer: Floats  # (V,) as in `Sight`
    turn_radps: Floats  # (V,) of those who turn on the spot; else 0
    verdict: NDArray[np.int64]  # (V,) `Verdict`; not CLEAR: it brakes
    about: NDArray[np.int64]  # (V,) row of the object that the verdict is about; -1: none
    way_m: Floats  # (V,) along the stretch
    aside_m: Floats  # (V,)
    outcome: Floats  # (V, SolveReport)


def no_commands(count: int) -> Commands:
    """Everybody stands, and nothing is wrong."""
    return Commands(
        np.zeros(count),
        np.zeros(count),
        np.zeros(count),
        np.zeros(count, np.int64),
        np.full(count, -1),
        np.zeros(count),
        np.zeros(count),
        np.zeros((count, len(SolveReport))),
    )
