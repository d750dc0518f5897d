"""A crowd: vehicles that all run the same method and share their plans, with goals at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np
from numba import njit

from benchmarks.scenes.run import ARRIVED_M, PERIOD_S, TICKS, wheelbase_m
from benchmarks.scenes.scene import Floats, floor_vehicle
from benchmarks.scenes.steering import Steering
from benchmarks.scenes.truth import TICK_S
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll
from planner.local.objects import no_objects
from planner.local.sight import Sight
from planner.local.supervisor import Verdict, gap, put

SIDE_M = 35.0
EDGE_M = 1.0
"""Goals and starts are so far inside."""
APART_M = 1.6
"""Between two starts."""
NEXT_M = 5.0
"""A goal is at least so far away."""


@dataclass(frozen=True, slots=True)
class CrowdScene:
    """At the beginning: poses (V, 3)."""

    seed: int
    types: tuple[VehicleType, ...]
    poses: Floats


def draw_crowd(seed: int, vehicles: int) -> CrowdScene:
    """The crowd of a seed, the same everywhere."""
    chance = np.random.default_rng([seed, 50])
    types = [
        floor_vehicle(Kinematics.DIFFERENTIAL, chance.uniform(0.8, 1.0), chance.uniform(1.0, 1.5))
        for _ in range(vehicles)
    ]
    poses: list[tuple[float, float, float]] = []
    while len(poses) < vehicles:
        x, y = chance.uniform(EDGE_M, SIDE_M - EDGE_M, 2).tolist()
        if all(hypot(x - other[0], y - other[1]) > APART_M for other in poses):
            poses.append((x, y, chance.uniform(-np.pi, np.pi)))
    return CrowdScene(seed, tuple(types), np.array(poses))


Watch = Callable[[Floats], None]
"""Gets the poses (T, V, 3) of all vehicles in each period."""


def run_crowd(
    crowd: CrowdScene, steering: Steering, seconds: float, watch: Watch | None = None
) -> dict[str, Any]:
    """Whoever arrives gets the next goal at once."""
    chance = np.random.default_rng([crowd.seed, 51])
    poses, count = crowd.poses.copy(), len(crowd.types)
    speeds, steers = np.zeros(count), np.zeros(count)
    outlines = np.array([each.footprint for each in crowd.types])
    wheelbases_m = np.array([wheelbase_m(each) for each in crowd.types])
    touching, trail = np.zeros((count, count), np.bool_), np.empty((TICKS, count, 3))
    goals, reached, contacts, braked = np.zeros((count, 2)), 0, 0, 0
    for v in range(count):
        goals[v] = _next_goal(chance, poses[v])
        steering.head_for(v, poses[v], goals[v])
    periods = round(seconds / PERIOD_S)
    for _ in range(periods):
        sight = Sight(
            poses.copy(), speeds.copy(), steers.copy(), steers.copy(), np.ones(count, np.bool_),
            np.zeros(count, np.bool_), np.zeros(count),
        )  # fmt: skip
        commands = steering.steer(sight, no_objects(), PERIOD_S)
        contacts += drive_all(
            poses, np.stack([speeds, commands.speed_mps], axis=1),
            np.stack([steers, commands.steer], axis=1), wheelbases_m, outlines, touching,
            trail,
        )  # fmt: skip
        if watch is not None:
            watch(trail)
        speeds, steers = commands.speed_mps.copy(), commands.steer.copy()
        braked += int((commands.verdict != Verdict.CLEAR).sum())
        for v in np.flatnonzero(np.hypot(*(goals - poses[:, :2]).T) <= ARRIVED_M).tolist():
            reached += 1
            goals[v] = _next_goal(chance, poses[v])
            steering.head_for(v, poses[v], goals[v])
    return {
        "vehicles": count,
        "seconds": seconds,
        "contacts": contacts,
        "goals_per_min": round(60.0 * reached / seconds, 2),
        "interventions_share": round(braked / (periods * count), 4),
    }


def _next_goal(chance: np.random.Generator, pose: Floats) -> Floats:
    while True:
        goal: Floats = chance.uniform(EDGE_M, SIDE_M - EDGE_M, 2)
        if hypot(*(goal - pose[:2]).tolist()) >= NEXT_M:
            return goal


@njit(cache=True)
def drive_all(poses, speeds, steers, wheelbases_m, outlines, touching, trail):  # type: ignore[no-untyped-def]
    """Move all for one period; returns how many pairs have come to touch in it.

    ``speeds`` and ``steers`` (V, 2) go evenly from first to second; ``touching`` (V, V) is kept;
    ``trail`` (TICKS, V, 3) gets the poses.
    """
    count, found = len(poses), 0
    corners = np.empty_like(outlines)
    for t in range(TICKS):
        for v in range(count):
            low, high = t / TICKS, (t + 1) / TICKS
            part = speeds[v, 0] + np.array([low, high]) * (speeds[v, 1] - speeds[v, 0])
            turned = steers[v, 0] + np.array([low, high]) * (steers[v, 1] - steers[v, 0])
            roll(poses[v], 1, part, turned, wheelbases_m[v], TICK_S)
            put(outlines[v], poses[v], corners[v])
        trail[t] = poses
        for v in range(count):
            for w in range(v):
                apart = hypot(poses[v, 0] - poses[w, 0], poses[v, 1] - poses[w, 1])
                touch = apart < 2.0 and gap(corners[v], 4, corners[w], 4) < 0.0
                found += touch and not touching[v, w]
                touching[v, w] = touch
    return found
