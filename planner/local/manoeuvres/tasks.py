"""A manoeuvre as the local planner drives it: stretches from stand to stand, turns on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.scene import ManoeuvreLimits
from planner.local.manoeuvres.trajectory import ManoeuvreTrajectory
from planner.local.stretch import Line, Stretch, stretch_along
from planner.local.turning import TurnOnSpot

HALF_WIDTH_M = 0.05
"""Of the corridor."""
NEAR_M = 0.15
"""The speed allowed is the highest planned so near: how to start and stop is the planner's."""
SLOWEST_MPS = 0.05
LEAST_TURN_RAD = 2e-3
"""What a vehicle turns less on the spot is the solver's tolerance."""
BEND_EVERY_M = 0.05
"""How finely a line's curvature is looked at."""
FOR_THE_LINE = 0.6
"""Of the steering's rate; the rest is for getting back onto the line."""
STANDS_MPS, TURNS_RADPS = 1e-6, 1e-6


@dataclass(frozen=True, slots=True)
class Phase:
    """Samples ``first`` to ``last`` of a trajectory, driven in one direction or turned on the spot.

    ``driven``: 1 forwards, -1 backwards, 0 on the spot. ``way_m`` (n,): along it at each sample.
    """

    first: int
    last: int
    driven: int
    way_m: NDArray[np.float64]
    task: Stretch | TurnOnSpot


def tasks_of(
    trajectory: ManoeuvreTrajectory,
    half_width_m: float = HALF_WIDTH_M,
    limits: ManoeuvreLimits | None = None,
) -> list[Stretch | TurnOnSpot]:
    """In the order in which they are driven. There is none where the vehicle waits or steers."""
    return [phase.task for phase in phases_of(trajectory, half_width_m, limits)]


def phases_of(
    trajectory: ManoeuvreTrajectory,
    half_width_m: float = HALF_WIDTH_M,
    limits: ManoeuvreLimits | None = None,
) -> list[Phase]:
    """The tasks with the samples that they come from. With ``limits`` a stretch may be driven as
    fast as they allow on its line; without, no faster than it was planned."""
    kinds = _kinds(trajectory)
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    phases: list[Phase] = []
    for first, after in pairwise(edges):
        steps = slice(first, after + 1)  # samples at both ends of the steps
        kind = int(kinds[first])
        if kind in (1, -1):
            way_m = _way(trajectory, steps)
            task: Stretch | TurnOnSpot = _stretch(
                trajectory, steps, way_m, (kind, half_width_m), limits
            )
            phases.append(Phase(first, after, kind, way_m, task))
        elif kind and abs(float(np.ptp(trajectory.poses[steps, 2]))) > LEAST_TURN_RAD:
            task = _turn(trajectory, steps, 1 if kind > 0 else -1)
            phases.append(Phase(first, after, 0, np.zeros(after + 1 - first), task))
    return phases


def _kinds(trajectory: ManoeuvreTrajectory) -> NDArray[np.int64]:
    """Of each step between two samples: 1 and -1 drive, 2 and -2 turn on the spot, 0 stand."""
    speeds, rates = trajectory.speeds_mps, trajectory.turn_rates_radps
    speed = speeds[:-1] + speeds[1:]
    rate = rates[:-1] + rates[1:]
    turning = np.where(np.abs(rate) > TURNS_RADPS, 2.0 * np.sign(rate), 0.0)
    return np.where(np.abs(speed) > STANDS_MPS, np.sign(speed), turning).astype(np.int64)


def _way(trajectory: ManoeuvreTrajectory, steps: slice) -> NDArray[np.float64]:
    speeds, seconds = np.abs(trajectory.speeds_mps[steps]), np.diff(trajectory.times_s[steps])
    return np.concatenate([[0.0], np.cumsum(seconds * (speeds[:-1] + speeds[1:]) / 2.0)])


def _stretch(
    trajectory: ManoeuvreTrajectory,
    steps: slice,
    way: NDArray[np.float64],
    shape: tuple[int, float],
    limits: ManoeuvreLimits | None,
) -> Stretch:
    direction, half_width_m = shape
    poses, speeds = trajectory.poses[steps], np.abs(trajectory.speeds_mps[steps])
    if limits is None:
        near = np.abs(way[:, None] - way[None, :]) <= NEAR_M
        allowed = np.max(np.where(near, speeds[None, :], SLOWEST_MPS), axis=1)
    else:
        allowed = allowed_mps(limits, direction, way, speeds, trajectory.turn_rates_radps[steps])
    rising = np.concatenate([[True], np.diff(way) > 1e-9])
    return stretch_along(Line(poses[rising], way[rising], allowed[rising], direction, half_width_m))


def allowed_mps(
    limits: ManoeuvreLimits,
    direction: int,
    way_m: NDArray[np.float64],
    speeds_mps: NDArray[np.float64],
    turn_rates_radps: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Speed (n,) of the origin that top speed, turn rate and the steering's rate allow on a line
    that was driven at ``speeds_mps`` and ``turn_rates_radps``."""
    marks = np.linspace(0.0, way_m[-1], max(2, 1 + int(way_m[-1] / BEND_EVERY_M)))
    moves = speeds_mps > SLOWEST_MPS
    if not moves.any():
        return np.full(len(way_m), SLOWEST_MPS)
    bend = np.interp(marks, way_m[moves], turn_rates_radps[moves] / speeds_mps[moves])
    top = limits.forward_mps if direction > 0 else limits.reverse_mps
    sharper = np.abs(np.gradient(bend, marks))
    if limits.kinematics is Kinematics.TRICYCLE:
        steer = np.arctan(limits.wheelbase_m * bend)
        swing = np.abs(np.gradient(steer, marks))
        swing[0] = max(swing[0], abs(steer[0]) / BEND_EVERY_M)  # its wheel may be straight yet
        rate = FOR_THE_LINE * limits.steer_rate_radps
        found = np.minimum(top, rate / np.maximum(swing, 1e-9))
    else:
        rate = limits.turn_acceleration_radps2 / np.maximum(sharper, 1e-9)
        found = np.minimum(top, np.sqrt(rate))
    found = np.minimum(found, limits.turn_speed_radps / np.maximum(np.abs(bend), 1e-9))
    allowed: NDArray[np.float64] = np.maximum(SLOWEST_MPS, np.interp(way_m, marks, found))
    return allowed


def _turn(trajectory: ManoeuvreTrajectory, steps: slice, direction: int) -> TurnOnSpot:
    end = float(trajectory.poses[steps][-1, 2])
    limit = float(np.abs(trajectory.turn_rates_radps[steps]).max())
    return TurnOnSpot(end, direction, limit)
