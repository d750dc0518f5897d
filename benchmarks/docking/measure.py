"""Random starts in an aisle, planned into its slot and looked at from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import shapely

from benchmarks.docking.scenes import RackAisle, long_forklift, random_dockings
from benchmarks.docking.tracking import Tracked, track
from fleet_core.app.local_motion import solver_folder
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at
from planner.local.manoeuvres.trajectory import ManoeuvreTrajectory
from planner.local.manoeuvres.warm_up import warm_up

__all__ = ["Docking", "dockings", "warm_up"]

BETWEEN_SAMPLES_M = 2e-3
"""What a corner may bulge over its chord between two samples of a trajectory."""
GOAL_M, GOAL_RAD = 2e-3, 2e-3
NOISE = 7
"""Stands beside the seed: noise changes no start."""


@dataclass(frozen=True, slots=True)
class Docking:
    """What came of one start. ``verified``: planned, proven, and its samples found free and at the
    goal. ``trouble``: why not."""

    verified: bool
    solve_s: float
    work_s: float  # of the processor
    duration_s: float = 0.0
    reversals: int = 0
    tries: int = 0
    trouble: str = ""
    tracked: Tracked | None = None  # as the local planner drove it, on noisy poses


def dockings(
    starts: int, seed: int, clock: Callable[[], float], work: Callable[[], float]
) -> Iterator[Docking]:
    """One for each of ``starts`` random starts; ``clock`` gives seconds, ``work`` seconds of
    processor time."""
    kind, noise = long_forklift(), np.random.default_rng([seed, NOISE])
    scenes = random_dockings(RackAisle(), kind, np.random.default_rng(seed))
    for scene in islice(scenes, starts):
        began_s, worked_s = clock(), work()
        answer = plan_manoeuvre(scene)
        solve_s, work_s = clock() - began_s, work() - worked_s
        if not isinstance(answer, Planned):
            yield Docking(False, solve_s, work_s, trouble=str(answer))
            continue
        found = answer.trajectory
        trouble = seen_from_outside(scene, found)
        yield Docking(
            not trouble, solve_s, work_s, found.duration_s, len(found.reversals), answer.tries,
            trouble, track(scene, found, kind, noise, solver_folder()),
        )  # fmt: skip


def seen_from_outside(scene: ManoeuvreScene, trajectory: ManoeuvreTrajectory) -> str:
    """What is wrong with a trajectory, by its samples alone; nothing where all is well."""
    bodies = bodies_at(scene, trajectory.poses)
    swept = shapely.convex_hull(shapely.union(bodies[:-1], bodies[1:]))
    racks = shapely.union_all([shapely.Polygon(one) for one in scene.obstacles])
    free_m = float(shapely.distance(swept, racks).min())
    if free_m < scene.clearance_m - BETWEEN_SAMPLES_M:
        return f"comes to {free_m:.4f} m of a rack, allowed {scene.clearance_m:g} m"
    x, y, heading = trajectory.poses[-1] - (scene.goal.x_m, scene.goal.y_m, scene.goal.heading_rad)
    turned = abs((heading + np.pi) % (2.0 * np.pi) - np.pi)
    if np.hypot(x, y) > GOAL_M or turned > GOAL_RAD:
        return f"ends {np.hypot(x, y):.4f} m and {turned:.4f} rad from the goal"
    return ""
