"""How vehicles drive the legs that are released to them: the interface, and the fastest way."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from fleet_core.simulation.motion_arrays import Flags, Floats, MotionState
from fleet_core.simulation.motion_kernel import advance
from fleet_core.simulation.tracks import Tracks


class Motion(Protocol):
    """Moves all vehicles along their tracks; progress goes into the state."""

    def advance(
        self, tracks: Tracks, state: MotionState, loaded: Flags, tick_s: float, poses: Floats
    ) -> None:
        """As many ticks as ``poses`` (ticks, V, 3) has rows, which are filled with the poses."""
        ...

    def results(self) -> dict[str, Any]:
        """What is to be said of the driving of all vehicles so far."""
        ...


def intended(tracks: Tracks, state: MotionState, step_s: float, steps: int) -> Floats:
    """(steps + 1, V, 3) poses from now on, every ``step_s``, of vehicles that drive by speed
    profiles as if none were held: what each means to drive."""
    copied: dict[str, Any] = {name: each.copy() for name, each in state._asdict().items()}
    free = MotionState(**copied)
    free.held[:], free.cap[:] = False, np.inf
    poses = np.empty((steps, len(state.leg), 3))
    advance(tracks.arrays, free, step_s, poses)
    return np.concatenate([state.pose[np.newaxis], poses])


class ProfileMotion:
    """Exact trapezoidal speed profiles on the planned line: a shift in minutes."""

    def advance(
        self, tracks: Tracks, state: MotionState, loaded: Flags, tick_s: float, poses: Floats
    ) -> None:
        """See `Motion`."""
        advance(tracks.arrays, state, tick_s, poses)

    def results(self) -> dict[str, Any]:
        """See `Motion`."""
        return {"local": "profile"}
