"""A manoeuvre for a scene: guess, optimise, check, until one is proven."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.check import Finding, faults
from planner.local.manoeuvres.guesses import guesses
from planner.local.manoeuvres.optimisation import Optimised, optimise
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at
from planner.local.manoeuvres.trajectory import ManoeuvreTrajectory, sampled

SIZES = (40, 60)
"""Intervals that a program may have; few sizes, because each must be built once."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A proven manoeuvre, and how many guesses it took."""

    trajectory: ManoeuvreTrajectory
    found: Optimised
    tried: int


class Obstacle(StrEnum):
    """What keeps a manoeuvre from being planned."""

    START_BLOCKED = "start_blocked"
    GOAL_BLOCKED = "goal_blocked"
    NO_WAY = "no_way"  # the search found nothing to begin with
    NOT_PROVEN = "not_proven"  # no optimised guess passed the check


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """Why there is no manoeuvre; for NOT_PROVEN the solver's word and what was found each time."""

    reason: Obstacle
    attempts: tuple[tuple[str, tuple[Finding, ...]], ...] = ()

    def __str__(self) -> str:
        words = [
            f"guess {number}: solver {status}, {', '.join(map(str, findings))}"
            for number, (status, findings) in enumerate(self.attempts, start=1)
        ]
        return "; ".join([str(self.reason), *words])


def plan_manoeuvre(scene: ManoeuvreScene) -> Planned | NotPlanned:
    """The first guess whose optimum is proven."""
    for pose, reason in (
        (scene.start, Obstacle.START_BLOCKED),
        (scene.goal, Obstacle.GOAL_BLOCKED),
    ):
        if _blocked(scene, pose):
            return NotPlanned(reason)
    attempts: list[tuple[str, tuple[Finding, ...]]] = []
    for guess in guesses(scene, SIZES):
        found = optimise(scene, guess)
        findings = faults(scene, found)
        if not findings:
            return Planned(sampled(scene, found), found, len(attempts) + 1)
        attempts.append((found.status, tuple(findings)))
    return NotPlanned(Obstacle.NOT_PROVEN if attempts else Obstacle.NO_WAY, tuple(attempts))


def _blocked(scene: ManoeuvreScene, pose: Pose) -> bool:
    body = bodies_at(scene, np.array([[pose.x_m, pose.y_m, pose.heading_rad]]))[0]
    obstacles = [shapely.Polygon(one) for one in scene.obstacles]
    return any(
        part.distance(obstacle) < scene.clearance_m for part in body for obstacle in obstacles
    )
