"""First guesses of a manoeuvre in time: coarse ways, cut into drives and stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from math import ceil, pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene
from planner.local.manoeuvres.search import STEP_M, Taste, coarse_way, lever_m

TASTES = (
    Taste(spare_m=0.01),
    Taste(spare_m=0.01, near_m=0.4, near_cost=3.0, reversal_m=0.4),
    Taste(spare_m=0.003, near_m=0.1, near_cost=1.0, reversal_m=3.0),
    Taste(spare_m=0.003, near_m=0.3, near_cost=5.0, reversal_m=0.1),
)
"""In the order in which they are tried; a taste whose way was tried already is left out."""

EASE = 0.7
"""Share of speed and acceleration that the guess uses."""
FINE_RAD, FINE_M = 0.12, 0.35
"""What an interval turns and drives at most, if there are enough of them."""
STAND_S = 0.2
"""A stand at least, in the guess."""
LEAST = 3
"""Intervals of a drive at least: one to speed up, one to go, one to brake."""


class Segment(IntEnum):
    """What an interval belongs to."""

    STAND = 0
    DRIVE = 1
    SPIN = 2  # a turn on the spot


@dataclass(frozen=True, slots=True)
class Guess:
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


def guesses(scene: ManoeuvreScene, sizes: tuple[int, ...]) -> Iterator[Guess]:
    """Different ways, the most promising first; each with the least of ``sizes`` intervals that
    resolves it, or the greatest."""
    seen: list[NDArray[np.float64]] = []
    for taste in TASTES:
        way = coarse_way(scene, taste)
        if way is None or any(_same(way, other) for other in seen):
            continue
        seen.append(way)
        yield timed(scene, way, sizes)


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, atol=0.05))


def timed(scene: ManoeuvreScene, way: NDArray[np.float64], sizes: tuple[int, ...]) -> Guess:
    """The way of `coarse_way`, joined to the start and driven at EASE."""
    way = _from_start(scene, way)
    runs = _runs(way)
    counts = _counts(scene.limits, runs, sizes)
    return _assembled(scene, runs, counts)


def _from_start(scene: ManoeuvreScene, way: NDArray[np.float64]) -> NDArray[np.float64]:
    """The way moved to the start's pose at its beginning, ever less towards its end; headings
    without jumps, from the start's on."""
    way = way.copy()
    way[:, 2] = np.unwrap(way[:, 2])
    miss = np.array([scene.start.x_m, scene.start.y_m, scene.start.heading_rad]) - way[0, :3]
    whole_turns = 2.0 * pi * round(miss[2] / (2.0 * pi))
    way[:, 2] += whole_turns
    miss[2] -= whole_turns
    way[:, :3] += np.linspace(1.0, 0.0, len(way))[:, None] * miss
    return way


@dataclass(frozen=True, slots=True)
class _Run:
    """A drive in one gear. ``poses`` (n, 3), ``steer`` (n,), ``along_m`` (n,) of the wheel."""

    gear: float
    poses: NDArray[np.float64]
    steer: NDArray[np.float64]
    along_m: NDArray[np.float64]


def _runs(way: NDArray[np.float64]) -> list[_Run]:
    gears = way[1:, 4]
    cuts = [0, *(np.flatnonzero(np.diff(gears)) + 1).tolist(), len(gears)]
    runs = []
    for first, last in pairwise(cuts):
        rows = way[first : last + 1]
        steer = np.concatenate([[rows[1, 3]], (rows[1:-1, 3] + rows[2:, 3]) / 2.0, [rows[-1, 3]]])
        runs.append(
            _Run(
                float(gears[first]),
                rows[:, :3],
                steer,
                np.linspace(0.0, STEP_M * (len(rows) - 1), len(rows)),
            )
        )
    return runs


def _counts(limits: ManoeuvreLimits, runs: list[_Run], sizes: tuple[int, ...]) -> list[int]:
    """Intervals of each run; with the stands before, between and after they fill a size."""
    wish = np.array(
        [
            max(
                LEAST,
                ceil(np.abs(np.diff(run.poses[:, 2])).sum() / FINE_RAD),
                ceil(run.along_m[-1] / FINE_M),
            )
            for run in runs
        ]
    )
    stands = len(runs) + 1
    size = next((one for one in sizes if one >= wish.sum() + stands), sizes[-1])
    room = size - stands
    counts = np.maximum(LEAST, np.floor(wish * room / wish.sum()).astype(int))
    while counts.sum() != room:
        step = 1 if counts.sum() < room else -1
        counts[int(np.argmax(step * wish / counts)) if step > 0 else int(np.argmax(counts))] += step
    return [int(one) for one in counts]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A segment of a guess: the states at the ends of its intervals (n, 5), all of one length."""

    states: NDArray[np.float64]
    step_s: float
    segment: Segment
    gear: float


def _assembled(scene: ManoeuvreScene, runs: list[_Run], counts: list[int]) -> Guess:
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
    return Guess(
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


def _moving(limits: ManoeuvreLimits, run: _Run, count: int) -> _Piece:
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
