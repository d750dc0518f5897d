"""A manoeuvre as the local planner drives it: stretches from stand to stand, turns on the spot."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.local.manoeuvres.trajectory import ManoeuvreTrajectory
from planner.local.stretch import Line, Stretch, stretch_along
from planner.local.turning import TurnOnSpot

HALF_WIDTH_M = 0.05
"""Of the corridor."""
NEAR_M = 0.15
"""The speed allowed is the highest planned so near: how to start and stop is the planner's."""
SLOWEST_MPS = 0.05
STANDS_MPS, TURNS_RADPS = 1e-6, 1e-6


def tasks_of(
    trajectory: ManoeuvreTrajectory, half_width_m: float = HALF_WIDTH_M
) -> list[Stretch | TurnOnSpot]:
    """In the order in which they are driven. There is none where the vehicle waits or steers."""
    kinds = _kinds(trajectory)
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
    tasks: list[Stretch | TurnOnSpot] = []
    for first, after in pairwise(edges):
        steps = slice(first, after + 1)  # samples at both ends of the steps
        kind = int(kinds[first])
        if kind in (1, -1):
            tasks.append(_stretch(trajectory, steps, kind, half_width_m))
        elif kind:
            tasks.append(_turn(trajectory, steps, 1 if kind > 0 else -1))
    return tasks


def _kinds(trajectory: ManoeuvreTrajectory) -> NDArray[np.int64]:
    """Of each step between two samples: 1 and -1 drive, 2 and -2 turn on the spot, 0 stand."""
    speeds, rates = trajectory.speeds_mps, trajectory.turn_rates_radps
    speed = speeds[:-1] + speeds[1:]
    rate = rates[:-1] + rates[1:]
    turning = np.where(np.abs(rate) > TURNS_RADPS, 2.0 * np.sign(rate), 0.0)
    return np.where(np.abs(speed) > STANDS_MPS, np.sign(speed), turning).astype(np.int64)


def _stretch(
    trajectory: ManoeuvreTrajectory, steps: slice, direction: int, half_width_m: float
) -> Stretch:
    poses, speeds = trajectory.poses[steps], np.abs(trajectory.speeds_mps[steps])
    seconds = np.diff(trajectory.times_s[steps])
    way = np.concatenate([[0.0], np.cumsum(seconds * (speeds[:-1] + speeds[1:]) / 2.0)])
    near = np.abs(way[:, None] - way[None, :]) <= NEAR_M
    limits = np.max(np.where(near, speeds[None, :], SLOWEST_MPS), axis=1)
    rising = np.concatenate([[True], np.diff(way) > 1e-9])
    return stretch_along(Line(poses[rising], way[rising], limits[rising], direction, half_width_m))


def _turn(trajectory: ManoeuvreTrajectory, steps: slice, direction: int) -> TurnOnSpot:
    end = float(trajectory.poses[steps][-1, 2])
    limit = float(np.abs(trajectory.turn_rates_radps[steps]).max())
    return TurnOnSpot(end, direction, limit)
