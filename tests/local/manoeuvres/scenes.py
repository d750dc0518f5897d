"""Scenes that the tests share."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from math import pi

import numpy as np

from benchmarks.docking.scenes import RackAisle, docking, long_forklift, random_dockings
from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.scene import ManoeuvreScene

FORKLIFT = long_forklift()
AISLE = RackAisle()


def beside_the_slot() -> ManoeuvreScene:
    """A start from which the slot is one drive backwards away."""
    return docking(AISLE, FORKLIFT, Pose(1.6, 1.9, 0.0))


def random_scenes(seed: int, count: int) -> list[ManoeuvreScene]:
    return list(islice(random_dockings(AISLE, FORKLIFT, np.random.default_rng(seed)), count))


def moved(scene: ManoeuvreScene, dx_m: float, dy_m: float, turn_rad: float) -> ManoeuvreScene:
    """The same scene elsewhere on the floor."""
    c, s = np.cos(turn_rad), np.sin(turn_rad)

    def point(x: float, y: float) -> tuple[float, float]:
        return (float(c * x - s * y + dx_m), float(s * x + c * y + dy_m))

    def pose(one: Pose) -> Pose:
        return Pose(*point(one.x_m, one.y_m), one.heading_rad + turn_rad)

    return replace(
        scene,
        start=pose(scene.start),
        goal=pose(scene.goal),
        obstacles=tuple(tuple(point(*corner) for corner in one) for one in scene.obstacles),
    )


def walled_off() -> ManoeuvreScene:
    """The slot is closed by a rack in front of it."""
    scene = beside_the_slot()
    wall = ((-0.7, 2.2), (0.7, 2.2), (0.7, 2.4), (-0.7, 2.4))
    return replace(scene, obstacles=(*scene.obstacles, wall), start=Pose(-4.0, 1.0, pi))
