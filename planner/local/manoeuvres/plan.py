"""A manoeuvre for a scene: guess, optimise, check, until one is proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.check import Violation, violations
from planner.local.manoeuvres.guesses import guesses
from planner.local.manoeuvres.motion import Drive
from planner.local.manoeuvres.optimisation import optimise
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at
from planner.local.manoeuvres.trajectory import ManoeuvreTrajectory, sampled
from planner.local.manoeuvres.turning import turns_on_spot

SIZES = (32, 48, 64)
"""Intervals that a program may have; few sizes, because each must be built once."""
ON_SPOT = "turn on the spot"


@dataclass(frozen=True, slots=True)
class Planned:
    """A proven manoeuvre: what the vehicle is told, what it then does, how many tries it took."""

    drive: Drive
    trajectory: ManoeuvreTrajectory
    tries: int


class PlanningFailure(StrEnum):
    """What keeps a manoeuvre from being planned."""

    START_BLOCKED = "start_blocked"
    GOAL_BLOCKED = "goal_blocked"
    NO_WAY = "no_way"  # the search found nothing to begin with
    NOT_PROVEN = "not_proven"  # no optimised guess passed the check


@dataclass(frozen=True, slots=True)
class NotPlanned:
    """Why there is no manoeuvre; for NOT_PROVEN what made each try and what was found."""

    reason: PlanningFailure
    attempts: tuple[tuple[str, tuple[Violation, ...]], ...] = ()

    def __str__(self) -> str:
        words = [
            f"try {number}: {made_by}: {', '.join(map(str, found))}"
            for number, (made_by, found) in enumerate(self.attempts, start=1)
        ]
        return "; ".join([str(self.reason), *words])


def plan_manoeuvre(scene: ManoeuvreScene) -> Planned | NotPlanned:
    """The first turn on the spot, or else the first guess, whose motion is proven."""
    for pose, reason in (
        (scene.start, PlanningFailure.START_BLOCKED),
        (scene.goal, PlanningFailure.GOAL_BLOCKED),
    ):
        if _blocked(scene, pose):
            return NotPlanned(reason)
    attempts: list[tuple[str, tuple[Violation, ...]]] = []
    for drive, made_by in _drives(scene):
        found = violations(scene, drive)
        if not found:
            return Planned(drive, sampled(scene, drive), len(attempts) + 1)
        attempts.append((made_by, tuple(found)))
    found_way = any(made_by != ON_SPOT for made_by, _ in attempts)
    return NotPlanned(
        PlanningFailure.NOT_PROVEN if found_way else PlanningFailure.NO_WAY, tuple(attempts)
    )


def _drives(scene: ManoeuvreScene) -> Iterator[tuple[Drive, str]]:
    """What may do, and who made it: ON_SPOT, or the solver with its status."""
    for drive in turns_on_spot(scene):
        yield drive, ON_SPOT
    for guess in guesses(scene, SIZES):
        found = optimise(scene, guess)
        yield found.drive, f"solver {found.status} after {found.iterations}"


def _blocked(scene: ManoeuvreScene, pose: Pose) -> bool:
    body = bodies_at(scene, np.array([[pose.x_m, pose.y_m, pose.heading_rad]]))[0]
    obstacles = [shapely.Polygon(one) for one in scene.obstacles]
    return any(
        part.distance(obstacle) < scene.clearance_m for part in body for obstacle in obstacles
    )
