"""A guess in time: drives and turns at an easy pace, with stands between them to steer in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene
from planner.local.manoeuvres.search import lever_m

EASE = 0.7
"""Share of speed and acceleration that the guess uses."""
STAND_S = 0.2
"""A stand at least, in the guess."""


class Segment(IntEnum):
    """What an interval belongs to."""

    STAND = 0
    DRIVE = 1
    SPIN = 2  # a turn on the spot


@dataclass(frozen=True, slots=True)
class TimedGuess:
    """States (n + 1, 5) of `motion` at the ends of n intervals, with the speed as an amount.

    Of each interval: ``steps_s`` its length, ``segments`` its kind, ``is_last`` whether a segment
    ends with it, and ``gears`` 1 where the speed counts forwards, -1 backwards, 0 where the driven
    wheel stands.
    """

    states: NDArray[np.float64]
    steps_s: NDArray[np.float64]
    segments: NDArray[np.int64]
    is_last: NDArray[np.bool_]
    gears: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GearRun:
    """A drive in one gear. ``poses`` (n, 3), ``steer`` (n,), ``along_m`` (n,) of the wheel."""

    gear: float
    poses: NDArray[np.float64]
    steer: NDArray[np.float64]
    along_m: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment of a guess: the states at the ends of its intervals (n, 5), all of one length."""

    states: NDArray[np.float64]
    step_s: float
    segment: Segment
    gear: float


def assembled(scene: ManoeuvreScene, runs: list[GearRun], counts: list[int]) -> TimedGuess:
    """The runs, with a stand before each and after the last to steer in."""
    limits = scene.limits
    tricycle = limits.kinematics is Kinematics.TRICYCLE
    start = [scene.start.x_m, scene.start.y_m, scene.start.heading_rad, 0.0]
    state = np.array([*start, scene.start_steer_rad if tricycle else 0.0])
    first, pieces = state, []
    for run, count in zip(runs, counts, strict=True):
        pieces += [
            _stand(limits, state, float(run.steer[0]) if tricycle else 0.0),
            _moving(limits, run, count),
        ]
        state = pieces[-1].states[-1]
    pieces.append(_stand(limits, state, 0.0))
    sizes = [len(one.states) for one in pieces]
    is_last = np.zeros(sum(sizes), np.bool_)
    is_last[np.cumsum(sizes) - 1] = True
    return TimedGuess(
        np.vstack([first, *(one.states for one in pieces)]),
        np.repeat([one.step_s for one in pieces], sizes),
        np.repeat([int(one.segment) for one in pieces], sizes),
        is_last,
        np.repeat([one.gear for one in pieces], sizes),
    )


def _stand(limits: ManoeuvreLimits, state: NDArray[np.float64], steering: float) -> _Piece:
    """The wheel is turned; the vehicle is not."""
    after = np.array([*state[:3], 0.0, steering])
    seconds = abs(steering - state[4]) / (EASE * limits.steer_rate_radps)
    return _Piece(after[None], max(STAND_S, seconds), Segment.STAND, 0.0)


def _moving(limits: ManoeuvreLimits, run: GearRun, count: int) -> _Piece:
    """A run from rest to rest at EASE."""
    tricycle, lever, spin = limits.kinematics is Kinematics.TRICYCLE, lever_m(limits), run.gear == 0
    top = min(
        limits.reverse_mps if run.gear < 0.0 else limits.forward_mps,
        limits.turn_speed_radps * lever,
    )
    ramp = min(
        limits.acceleration_mps2, limits.turn_acceleration_radps2 * lever if spin else np.inf
    )
    seconds, along, speed = _trapezoid(float(run.along_m[-1]), EASE * top, EASE * ramp, count)
    poses = [np.interp(along, run.along_m, run.poses[:, k]) for k in range(3)]
    angle = np.interp(along, run.along_m, run.steer)
    if tricycle:
        columns, gear = [speed, angle], 1.0 if spin else run.gear
    else:
        turn_rate = speed * np.sin(angle) / lever
        columns, gear = (
            [speed * np.cos(angle), turn_rate if spin else run.gear * turn_rate],
            run.gear,
        )
    kind = Segment.SPIN if spin else Segment.DRIVE
    return _Piece(np.column_stack([*poses, *columns]), seconds / count, kind, gear)


def _trapezoid(
    length_m: float, top: float, ramp: float, count: int
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Seconds of a drive from rest to rest; way and speed at the ends of ``count`` equal parts."""
    top = min(top, (length_m * ramp) ** 0.5)
    total_s, ramp_s = length_m / top + top / ramp, top / ramp
    at = np.linspace(0.0, total_s, count + 1)[1:]
    left = np.maximum(0.0, total_s - at)
    speed = np.minimum(top, ramp * np.minimum(at, left))
    up, down = np.minimum(at, ramp_s), np.maximum(0.0, ramp_s - left)
    along = ramp * up**2 / 2.0 + top * (np.maximum(at, ramp_s) - ramp_s) - ramp * down**2 / 2.0
    return total_s, along, speed
