"""What a local planner is told each period, which poses it believes, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import VehicleType
from planner.local.settings import LocalSettings
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


class PoseBelief:
    """Which poses are believed of V vehicles: a vehicle cannot be where it cannot have driven to.
    After a jump, poses must hang together for a while to be believed again."""

    def __init__(self, types: Sequence[VehicleType], settings: LocalSettings) -> None:
        self._fastest_mps = np.array(
            [max(each.max_speed_mps, each.max_speed_loaded_mps) for each in types]
        )
        self._jump_m, self._doubt_s = settings.jump_m, settings.doubt_s
        self.pose: Floats = np.full((len(types), 3), np.nan)  # the last that was known
        self._since_s = np.zeros(len(types))  # so long ago
        self._doubtful_s = np.zeros(len(types))  # so long poses are still not believed

    def take(self, sight: Sight, elapsed_s: float) -> NDArray[np.bool_]:
        """(V,) whether a pose is known and can be that of a vehicle that was where the one before
        said, ``elapsed_s`` after the call before."""
        known = sight.known
        self._since_s += elapsed_s
        self._doubtful_s[known] = np.maximum(0.0, self._doubtful_s[known] - elapsed_s)
        moved_m = np.hypot(*(sight.pose - self.pose)[:, :2].T)  # nan where there was none before
        jumped = known & (moved_m > self._fastest_mps * self._since_s + self._jump_m)
        self._doubtful_s[jumped] = self._doubt_s
        self.pose[known], self._since_s[known] = sight.pose[known], 0.0
        believed: NDArray[np.bool_] = known & (self._doubtful_s == 0.0)
        return believed
