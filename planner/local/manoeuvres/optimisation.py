"""One guess, made into the best manoeuvre near it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Polygon
from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.floor import walled_in
from planner.local.manoeuvres.lines import Near, near_obstacles
from planner.local.manoeuvres.motion import Drive
from planner.local.manoeuvres.problem import Program, Size, program
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene, box, reach_m
from planner.local.manoeuvres.segments import Segment, TimedGuess

NEAR = 3
"""Pairs of a body part and an obstacle that an interval keeps apart, the nearest ones."""
NEAR_ON_FLOOR = 6
"""The same where a floor bounds the body on all sides."""
TURN_MAX_RAD = 0.25
"""What an interval turns at most."""
RATE_SHARE = 0.98
"""Of the turn rate, at the ends of intervals: it may be a little higher between them."""
STEP_MIN_S, STEP_MAX_S = 0.02, 1.5
FAR_M = 20.0
SPARE_M = 0.001
"""More than is asked for, because the solver keeps a bound only up to its tolerance."""

Span = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Least and greatest value, of each interval or each of their ends."""


@dataclass(frozen=True, slots=True)
class Optimised:
    """The drive that the solver ended with, good or not; its own opinion of it, and its effort."""

    drive: Drive
    status: str
    iterations: int


def optimise(scene: ManoeuvreScene, guess: TimedGuess) -> Optimised:
    """Solves the program of `problem` for ``scene`` from ``guess``."""
    near_count = NEAR_ON_FLOOR if scene.floor else NEAR
    scene = walled_in(scene)
    if not scene.obstacles:
        scene = replace(scene, obstacles=(_far_from(guess.states),))
    near = near_obstacles(scene, guess.states, near_count)
    built = program(size_of(scene, len(guess.steps_s), near_count))
    lower, upper = _bounds(scene, guess, built)
    least, most = _row_bounds(scene, guess, built)
    found = built.solver(
        x0=_first(guess, near), p=_parameters(scene, guess, near),
        lbx=lower, ubx=upper, lbg=least, ubg=most,
    )  # fmt: skip
    return _read(built, guess, np.array(found["x"]).ravel())


def _far_from(states: NDArray[np.float64]) -> Polygon:
    """The program wants an obstacle where there is none: one that nobody comes near."""
    x, y = states[:, :2].max(axis=0) + FAR_M
    return box(float(x), float(y), float(x) + 1.0, float(y) + 1.0)


def size_of(scene: ManoeuvreScene, intervals: int, near: int = NEAR) -> Size:
    """Of the program for ``scene``; polygons with fewer corners than others repeat one."""
    corners = (max(map(len, polygons), default=3) for polygons in (scene.body, scene.obstacles))
    return Size(scene.limits.kinematics, intervals, near, *corners)


def _parameters(scene: ManoeuvreScene, guess: TimedGuess, near: Near) -> NDArray[np.float64]:
    limits, count = scene.limits, len(guess.gears)
    common = [limits.wheelbase_m, reach_m(scene.body), limits.acceleration_mps2, _rate(scene)]
    corners = np.concatenate([near.body, near.obstacles], axis=2).reshape(count, -1)
    return np.concatenate([common, np.column_stack([guess.gears, corners]).ravel()])


def _rate(scene: ManoeuvreScene) -> float:
    """Greatest rate of the steering, whichever kind it is."""
    limits = scene.limits
    tricycle = limits.kinematics is Kinematics.TRICYCLE
    return limits.steer_rate_radps if tricycle else limits.turn_acceleration_radps2


def _first(guess: TimedGuess, near: Near) -> NDArray[np.float64]:
    rates = np.diff(guess.states[:, 3:], axis=0) / guess.steps_s[:, None]
    return np.concatenate([one.ravel() for one in (guess.states, rates, guess.steps_s, near.lines)])


def _bounds(
    scene: ManoeuvreScene, guess: TimedGuess, built: Program
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of the variables."""
    limits = scene.limits
    least, most = state_bounds(limits, guess)
    # The guess ends at the goal, perhaps with its heading a whole turn away from the scene's.
    for stage in (0, -1):
        least[stage] = most[stage] = guess.states[stage]
    rates = np.tile([limits.acceleration_mps2, _rate(scene)], (len(guess.gears), 1))
    spins = (guess.segments == Segment.SPIN) & (guess.gears != 0.0)
    turning = limits.turn_acceleration_radps2 * limits.wheelbase_m
    rates[spins, 0] = np.minimum(rates[spins, 0], turning)
    ends = []
    for sign, states, step in ((-1.0, least, STEP_MIN_S), (1.0, most, STEP_MAX_S)):
        bound = np.full(built.variables["lines"][0].stop, sign * np.inf)
        for name, values in (("states", states), ("inputs", sign * rates), ("steps", step)):
            bound[built.variables[name][0]] = np.ravel(values)
        ends.append(bound)
    return ends[0], ends[1]


def state_bounds(limits: ManoeuvreLimits, guess: TimedGuess) -> Span:
    """Least and greatest states (n + 1, 5) of a guess with n intervals. At the ends of segments the
    vehicle stands; what two segments share keeps to the bounds of both."""
    least, most = np.full(guess.states.shape, -np.inf), np.full(guess.states.shape, np.inf)
    least[:, 3], most[:, 3] = 0.0, _at_ends(_speeds(limits, guess))[1]
    most[np.concatenate([[True], guess.is_last]), 3] = 0.0
    least[:, 4], most[:, 4] = _at_ends(_steering(limits, guess))
    return least, most


def _speeds(limits: ManoeuvreLimits, guess: TimedGuess) -> Span:
    """Of the driven wheel."""
    top = np.select(
        [guess.gears > 0.0, guess.gears < 0.0], [limits.forward_mps, limits.reverse_mps], 0.0
    )
    return np.zeros(len(top)), top


def _steering(limits: ManoeuvreLimits, guess: TimedGuess) -> Span:
    """A tricycle's wheel is square in a turn on the spot, and comes there while it stands."""
    if limits.kinematics is not Kinematics.TRICYCLE:
        most = np.full(len(guess.gears), limits.turn_speed_radps)
        return -most, most
    standing = pi / 2.0 if limits.turns_on_spot else limits.max_steer_rad
    most = np.where(guess.segments == Segment.DRIVE, limits.max_steer_rad, standing)
    spins = guess.segments == Segment.SPIN
    sides = np.sign(guess.states[1:, 4])
    return np.where(spins, sides * pi / 2.0, -most), np.where(spins, sides * pi / 2.0, most)


def _at_ends(span: Span) -> Span:
    """Bounds at the ends of intervals, from those of the intervals on both sides."""
    least, most = span
    return (
        np.maximum(np.append(least, least[-1]), np.append(least[0], least)),
        np.minimum(np.append(most, most[-1]), np.append(most[0], most)),
    )


def _row_bounds(
    scene: ManoeuvreScene, guess: TimedGuess, built: Program
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of the constraints."""
    count = built.rows["same"][0].stop
    lower, upper = np.zeros(count), np.zeros(count)
    turns, same = built.rows["turns"][0], built.rows["same"][0]
    lower[turns], upper[turns] = -TURN_MAX_RAD, TURN_MAX_RAD
    rates, fastest = built.rows["rates"][0], RATE_SHARE * scene.limits.turn_speed_radps
    lower[rates], upper[rates] = -fastest, fastest
    free = np.where(guess.is_last[:-1], np.inf, 0.0)
    lower[same], upper[same] = -free, free
    lower[built.rows["before"][0]] = scene.clearance_m + SPARE_M
    upper[built.rows["behind"][0]] = upper[built.rows["before"][0]] = np.inf
    return lower, upper


def _read(built: Program, guess: TimedGuess, vector: NDArray[np.float64]) -> Optimised:
    """The inputs are taken from the speeds and steering, of which the solver keeps those that are
    bound exactly: at the ends of segments the vehicle stands, not almost."""
    stats = built.solver.stats()
    states, steps = (
        vector[at].reshape(-1, width)
        for at, width in (built.variables[name] for name in ("states", "steps"))
    )
    inputs = np.diff(states[:, 3:], axis=0) / steps
    inputs[:, 0] *= guess.gears
    drive = Drive(guess.states[0], inputs, steps.ravel())
    return Optimised(drive, str(stats["return_status"]), int(stats["iter_count"]))
