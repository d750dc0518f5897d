"""The proof of a manoeuvre, by other means than those that made it: integration and shapely.

The inputs are integrated from the scene's start in steps so fine that a corner bulges less than a
tenth of a millimetre over its chord; the hull of the body at both ends of a step, grown by that
bulge, covers all that it touches meanwhile. Nothing here knows the optimiser's lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import pi

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.motion import Drive, Rates, bulge_m, rates_of
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at, reach_m

FINE_M, FINE_RAD = 0.02, 0.01
"""What the driven wheel moves and the body turns in a step at most."""
GOAL_M, GOAL_RAD = 1e-3, 1e-3
"""How near to the goal the integrated motion must end."""
LIMIT_SHARE = 1e-3
"""A limit may be passed by this share of it; the solver's tolerance."""
CLEARANCE_TOLERANCE_M = 5e-4
BEYOND_M = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Steps in which is said how far a body leaves the floor."""


class ViolationKind(StrEnum):
    """What can be wrong with a manoeuvre."""

    NOT_FINITE = "not_finite"
    START = "start"  # begins elsewhere
    GOAL = "goal"  # ends elsewhere or not at rest
    SPEED = "speed"
    ACCELERATION = "acceleration"
    STEERING = "steering"
    STEERING_RATE = "steering_rate"
    TURN_RATE = "turn_rate"
    CLEARANCE = "clearance"
    FLOOR = "floor"  # how far the body leaves the floor that it may use


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong, the value found, and what would be allowed; in the unit of the quantity."""

    kind: ViolationKind
    value: float
    allowed: float

    def __str__(self) -> str:
        return f"{self.kind} {self.value:.4g}, allowed {self.allowed:.4g}"


def violations(scene: ManoeuvreScene, drive: Drive) -> list[Violation]:
    """What is wrong with a manoeuvre; nothing, if it may be driven."""
    if not all(np.isfinite(one).all() for one in (drive.start, drive.inputs, drive.steps_s)):
        return [Violation(ViolationKind.NOT_FINITE, np.nan, 0.0)]
    fine = _fine(scene, drive)
    states = fine.states(_rates(scene))
    found = [*_ends(scene, states), *_limits(scene, states, fine.inputs)]
    missing = scene.clearance_m - _least_distance(scene, states)
    found.append(Violation(ViolationKind.CLEARANCE, missing, CLEARANCE_TOLERANCE_M))
    found.append(
        Violation(ViolationKind.FLOOR, _beyond_floor(scene, states), CLEARANCE_TOLERANCE_M)
    )
    return [each for each in found if not each.value <= each.allowed]


def clearance_m(scene: ManoeuvreScene, drive: Drive) -> float:
    """Least distance between body and obstacles at any moment, within a tenth of a millimetre."""
    return _least_distance(scene, _fine(scene, drive).states(_rates(scene)))


def _rates(scene: ManoeuvreScene) -> Rates:
    return rates_of(scene.limits.kinematics, scene.limits.wheelbase_m, np.sin, np.cos)


def _fine(scene: ManoeuvreScene, drive: Drive) -> Drive:
    speeds, steering = drive.speeds().T
    _, turns = _rates(scene)(speeds, steering)
    needed = np.maximum(np.abs(speeds) / FINE_M, np.abs(turns) / FINE_RAD)
    parts = np.ceil(drive.steps_s * np.maximum(needed[:-1], needed[1:])).astype(np.int64)
    return drive.cut(np.maximum(1, parts))


def _ends(scene: ManoeuvreScene, states: NDArray[np.float64]) -> list[Violation]:
    found = []
    for kind, pose, state in (
        (ViolationKind.START, scene.start, states[0]),
        (ViolationKind.GOAL, scene.goal, states[-1]),
    ):
        away = np.hypot(state[0] - pose.x_m, state[1] - pose.y_m)
        turned = abs((state[2] - pose.heading_rad + pi) % (2.0 * pi) - pi)
        found += [
            Violation(kind, float(away), GOAL_M),
            Violation(kind, float(turned), GOAL_RAD),
            Violation(kind, abs(float(state[3])), 1e-3),
        ]
    if scene.limits.kinematics is Kinematics.TRICYCLE:
        away = abs(float(states[0, 4]) - scene.start_steer_rad)
        found.append(Violation(ViolationKind.START, away, 1e-6))
    return found


def _limits(
    scene: ManoeuvreScene, states: NDArray[np.float64], inputs: NDArray[np.float64]
) -> list[Violation]:
    limits = scene.limits
    tricycle = limits.kinematics is Kinematics.TRICYCLE
    speeds, turn_rates = _rates(scene)(states[:, 3], states[:, 4])
    # On the spot the wheel stands square, beyond what it may do while the origin moves.
    driving = states[np.abs(speeds) > 1e-6, 4]
    values = [
        (ViolationKind.SPEED, states[:, 3].max(), limits.forward_mps),
        (ViolationKind.SPEED, -states[:, 3].min(), limits.reverse_mps),
        (ViolationKind.ACCELERATION, np.abs(inputs[:, 0]).max(), limits.acceleration_mps2),
        (ViolationKind.TURN_RATE, np.abs(turn_rates).max(), limits.turn_speed_radps),
        (
            ViolationKind.STEERING_RATE,
            np.abs(inputs[:, 1]).max(),
            limits.steer_rate_radps if tricycle else limits.turn_acceleration_radps2,
        ),
    ]
    if tricycle:
        values.append(
            (ViolationKind.STEERING, np.abs(driving).max(initial=0.0), limits.max_steer_rad)
        )
    return [
        Violation(kind, float(value), limit * (1.0 + LIMIT_SHARE)) for kind, value, limit in values
    ]


def _least_distance(scene: ManoeuvreScene, states: NDArray[np.float64]) -> float:
    if not scene.obstacles:
        return np.inf
    obstacles = np.array([shapely.Polygon(one) for one in scene.obstacles], dtype=object)
    shapely.prepare(obstacles)
    bodies = bodies_at(scene, states)
    pairs = shapely.union(bodies[:-1], bodies[1:])
    hulls = shapely.convex_hull(pairs)
    distances = shapely.distance(hulls[:, :, None], obstacles)
    return float((distances.min(axis=(1, 2)) - _bulges(scene, states)).min())


def _beyond_floor(scene: ManoeuvreScene, states: NDArray[np.float64]) -> float:
    """How far the floor would have to be grown for the body to be on it at every moment, by the
    next of a few steps; 0 where it is, within the tolerance."""
    if not scene.floor:
        return 0.0
    bodies = bodies_at(scene, states)
    hulls = shapely.convex_hull(shapely.union(bodies[:-1], bodies[1:]))
    touched = shapely.union_all(
        shapely.buffer(hulls, _bulges(scene, states)[:, None], join_style="mitre")
    )
    floor = shapely.Polygon(scene.floor)
    if floor.buffer(CLEARANCE_TOLERANCE_M, join_style="mitre").covers(touched):
        return 0.0
    return next((step for step in BEYOND_M if floor.buffer(step).covers(touched)), np.inf)


def _bulges(scene: ManoeuvreScene, states: NDArray[np.float64]) -> NDArray[np.float64]:
    limits = scene.limits
    turns = np.abs(np.diff(states[:, 2]))
    steered = np.abs(np.diff(states[:, 4]))
    ways = np.hypot(*np.diff(states[:, :2], axis=0).T)
    bulges: NDArray[np.float64] = bulge_m(
        limits.kinematics, np.hypot(ways, limits.wheelbase_m * turns), turns, steered,
        1.0, limits.wheelbase_m, reach_m(scene.body),
    )  # fmt: skip
    return bulges
