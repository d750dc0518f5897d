"""A manoeuvre in time, as it is handed to whoever tracks it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.local.manoeuvres.motion import Drive, rates_of
from planner.local.manoeuvres.scene import ManoeuvreScene

SAMPLE_S = 0.05
"""Samples are at most so far apart."""


@dataclass(frozen=True, slots=True)
class ManoeuvreTrajectory:
    """Samples in time, the first at 0 s and the last at rest in the goal.

    ``times_s`` (n,) rises strictly; ``poses`` (n, 3): x, y, heading, without jumps of a full turn.
    ``speeds_mps`` (n,): of the vehicle's origin, negative backwards. ``turn_rates_radps`` (n,).
    ``steering`` (n,): the steered wheel's angle (tricycle); the turn rate again (differential).
    All arrays are read-only.
    """

    times_s: NDArray[np.float64]
    poses: NDArray[np.float64]
    speeds_mps: NDArray[np.float64]
    turn_rates_radps: NDArray[np.float64]
    steering: NDArray[np.float64]

    def __post_init__(self) -> None:
        for one in self.arrays().values():
            one.setflags(write=False)

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """The fields by their names."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def duration_s(self) -> float:
        return float(self.times_s[-1])

    @property
    def reversals(self) -> NDArray[np.int64]:
        """Samples at which the vehicle stands between a drive forwards and one backwards, the first
        of each stand."""
        moving = np.flatnonzero(self.speeds_mps)
        signs = np.sign(self.speeds_mps[moving])
        changes = np.flatnonzero(signs[1:] != signs[:-1])
        found: NDArray[np.int64] = moving[changes] + 1
        return found


def sampled(scene: ManoeuvreScene, drive: Drive) -> ManoeuvreTrajectory:
    """The motion that the inputs make of the scene's start, integrated, not interpolated."""
    limits = scene.limits
    rates = rates_of(limits.kinematics, limits.wheelbase_m, np.sin, np.cos)
    fine = drive.cut(np.maximum(1, np.ceil(drive.steps_s / SAMPLE_S).astype(np.int64)))
    states = fine.states(rates)
    # At the end of a drive the speed is zero but for rounding, and must not count as a drive back.
    states[np.abs(states[:, 3]) < 1e-6, 3] = 0.0
    speeds, turn_rates = rates(states[:, 3], states[:, 4])
    times = np.concatenate([[0.0], np.cumsum(fine.steps_s)])
    return ManoeuvreTrajectory(
        times, states[:, :3].copy(), np.asarray(speeds), np.array(turn_rates), states[:, 4].copy()
    )
