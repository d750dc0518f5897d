"""First guesses of a manoeuvre in time: coarse ways, cut into drives and stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.floor import walled_in
from planner.local.manoeuvres.scene import ManoeuvreScene
from planner.local.manoeuvres.search import STEP_M, Taste, coarse_way, lever_m
from planner.local.manoeuvres.segments import GearRun, TimedGuess, assembled

TASTES = (
    Taste(spare_m=0.01),
    Taste(spare_m=0.01, near_m=0.4, near_cost=3.0, reversal_m=0.4),
    Taste(spare_m=0.003, near_m=0.1, near_cost=1.0, reversal_m=3.0),
    Taste(spare_m=0.003, near_m=0.3, near_cost=5.0, reversal_m=0.1),
)
"""In the order in which they are tried; a taste whose way was tried already is left out."""

FINE_RAD, FINE_M = 0.12, 0.35
"""What an interval turns and drives at most, if there are enough of them."""
STEEPEST_RAD = 1.2
"""Of a differential drive's turning against its driving, a metre ahead of its axle."""
LEAST = 3
"""Intervals of a drive at least: one to speed up, one to go, one to brake."""


def guesses(scene: ManoeuvreScene, sizes: tuple[int, ...]) -> Iterator[TimedGuess]:
    """Different ways, the most promising first; each with the least of ``sizes`` intervals that
    resolves it, or the greatest."""
    if scene.guide:
        drawn = guided(scene)
        yield assembled(scene, [drawn], _counts([drawn], sizes))
    scene = walled_in(scene)
    seen: list[NDArray[np.float64]] = []
    for taste in TASTES:
        way = coarse_way(scene, taste)
        if way is None or any(_same(way, other) for other in seen):
            continue
        seen.append(way)
        runs = _runs(_from_start(scene, way))
        if LEAST * len(runs) + len(runs) + 1 <= sizes[-1]:
            yield assembled(scene, runs, _counts(runs, sizes))


def _same(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, atol=0.05))


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


def _runs(way: NDArray[np.float64]) -> list[GearRun]:
    gears = way[1:, 4]
    cuts = [0, *(np.flatnonzero(np.diff(gears)) + 1).tolist(), len(gears)]
    return [_run(way[first : last + 1]) for first, last in pairwise(cuts)]


def _run(rows: NDArray[np.float64]) -> GearRun:
    """One drive; where two arcs meet, the steering between theirs."""
    steer = np.concatenate([[rows[1, 3]], (rows[1:-1, 3] + rows[2:, 3]) / 2.0, [rows[-1, 3]]])
    along_m = np.linspace(0.0, STEP_M * (len(rows) - 1), len(rows))
    return GearRun(float(rows[1, 4]), rows[:, :3], steer, along_m)


def _counts(runs: list[GearRun], sizes: tuple[int, ...]) -> list[int]:
    """Intervals of each run; with the stands before, between and after they fill a size."""
    wish = np.array([_wish(run) for run in runs])
    stands = len(runs) + 1
    size = next((one for one in sizes if one >= wish.sum() + stands), sizes[-1])
    room = size - stands
    counts = np.maximum(LEAST, np.floor(wish * room / wish.sum()).astype(int))
    while counts.sum() < room:
        counts[np.argmax(wish / counts)] += 1
    while counts.sum() > room:
        counts[np.argmax(counts)] -= 1
    return [int(one) for one in counts]


def _wish(run: GearRun) -> int:
    """Intervals that resolve a run."""
    turned_rad = float(np.abs(np.diff(run.poses[:, 2])).sum())
    return max(LEAST, ceil(turned_rad / FINE_RAD), ceil(float(run.along_m[-1]) / FINE_M))


def guided(scene: ManoeuvreScene) -> GearRun:
    """The scene's guide as one drive, steered as far as the type can."""
    limits = scene.limits
    lever = lever_m(limits)
    rows = np.array([(one.x_m, one.y_m, one.heading_rad) for one in scene.guide])
    rows[:, 2] = np.unwrap(rows[:, 2])
    step = np.diff(rows[:, :2], axis=0)
    middle = (rows[1:, 2] + rows[:-1, 2]) / 2.0
    ahead = (step * np.column_stack([np.cos(middle), np.sin(middle)])).sum(axis=1)
    way_m = np.hypot(*step.T)
    gear = 1.0 if ahead.sum() >= 0.0 else -1.0
    bend = np.gradient(rows[:, 2], gear * np.concatenate([[0.0], np.cumsum(way_m)]))
    most = limits.max_steer_rad if limits.kinematics is Kinematics.TRICYCLE else STEEPEST_RAD
    steer = np.clip(np.arctan(lever * bend), -most, most)
    of_wheel = way_m / np.cos((steer[1:] + steer[:-1]) / 2.0)
    return GearRun(gear, rows, steer, np.concatenate([[0.0], np.cumsum(of_wheel)]))
