"""First guesses of a manoeuvre in time: coarse ways, cut into drives and stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import wrap_angle
from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene
from planner.local.manoeuvres.search import STEP_M, Taste, coarse_way

TASTES = (
    Taste(gap_m=0.03),
    Taste(gap_m=0.03, near_m=0.4, near_cost=3.0, reversal_m=0.4),
    Taste(gap_m=0.03, near_m=0.1, near_cost=1.0, reversal_m=3.0),
    Taste(gap_m=0.025, near_m=0.3, near_cost=5.0, reversal_m=0.1),
)
"""In the order in which they are tried; a taste whose way was tried already is left out."""

EASE = 0.7
"""Share of speed and acceleration that the guess uses."""
FINE_RAD, FINE_M = 0.12, 0.35
"""What an interval turns and drives at most, if there are enough of them."""
LEAST = 3
"""Intervals of a drive at least: one to speed up, one to go, one to brake."""


@dataclass(frozen=True, slots=True)
class Guess:
    """States (n + 1, 5) of `motion` at the ends of n intervals, with the speed as an amount; the
    intervals' lengths (n,), gears (n,) in 1, -1 and 0 for a stand, and the last of each segment.
    """

    states: NDArray[np.float64]
    steps_s: NDArray[np.float64]
    gears: NDArray[np.float64]
    is_last: NDArray[np.bool_]


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
    without jumps."""
    way = way.copy()
    way[:, 2] = np.unwrap(way[:, 2])
    miss = np.array([scene.start.x_m, scene.start.y_m, scene.start.heading_rad]) - way[0, :3]
    miss[2] = wrap_angle(miss[2])
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


def _assembled(scene: ManoeuvreScene, runs: list[_Run], counts: list[int]) -> Guess:
    limits = scene.limits
    tricycle = limits.kinematics is Kinematics.TRICYCLE
    steering = scene.start_steer_rad if tricycle else 0.0
    states = [np.array([scene.start.x_m, scene.start.y_m, scene.start.heading_rad, 0.0, steering])]
    steps: list[float] = []
    gears: list[float] = []
    last: list[bool] = []

    def stand(to: float) -> None:
        held = states[-1].copy()
        steps.append(max(0.2, abs(to - held[4]) / (EASE * limits.steer_rate_radps)))
        held[4] = to
        states.append(held)
        gears.append(0.0)
        last.append(True)

    for run, count in zip(runs, counts, strict=True):
        stand(float(run.steer[0]) if tricycle else 0.0)
        step_s, rows = _driven(limits, run, count, tricycle)
        states.extend(rows)
        steps.extend([step_s] * count)
        gears.extend([run.gear] * count)
        last.extend([False] * (count - 1) + [True])
    stand(0.0)
    return Guess(np.array(states), np.array(steps), np.array(gears), np.array(last))


def _driven(
    limits: ManoeuvreLimits, run: _Run, count: int, tricycle: bool
) -> tuple[float, list[NDArray[np.float64]]]:
    """A run from rest to rest at EASE: its intervals' length, and the states at their ends."""
    top = EASE * (limits.forward_mps if run.gear > 0.0 else limits.reverse_mps)
    length_m, ramp = float(run.along_m[-1]), EASE * limits.acceleration_mps2
    top = min(top, (length_m * ramp) ** 0.5)
    total_s = length_m / top + top / ramp
    at = np.linspace(0.0, total_s, count + 1)[1:]
    speed = np.clip(np.minimum(ramp * at, ramp * (total_s - at)), 0.0, top)
    up = np.minimum(at, top / ramp)
    down = np.maximum(0.0, at - (total_s - top / ramp))
    along = ramp * up**2 / 2.0 + top * np.maximum(0.0, at - top / ramp) - ramp * down**2 / 2.0
    columns = [np.interp(along, run.along_m, run.poses[:, k]) for k in range(3)]
    steer = np.interp(along, run.along_m, run.steer)
    rows = np.column_stack([*columns, speed, steer])
    return total_s / count, list(rows)
