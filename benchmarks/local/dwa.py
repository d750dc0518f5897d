"""The dynamic window approach, with others that move.

D. Fox, W. Burgard, S. Thrun, "The dynamic window approach to collision avoidance", IEEE Robotics
and Automation Magazine 4 (1997). Pairs of speed and turn rate are compared that are reached within
the limits of acceleration and then kept. Others are looked at where they will be (M. Seder,
I. Petrovic, ICRA 2007). A pair is admissible when the vehicle can stand before it comes too near to
anybody. Of these the best is taken by progress to the goal, distance to others and speed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, hypot, inf, pi, sqrt

import numpy as np
from numba import njit

from benchmarks.local.baseline import Baseline, Floats, PredictedDiscs, VehicleModel, vehicle_of
from benchmarks.local.motion import drive_stage, gap_at
from fleet_core.model.vehicle_type import VehicleType
from planner.local.settings import LocalSettings
from planner.local.state import STAGES, STEP_S

SPEEDS, TURNS = 11, 25
"""Pairs: so many speeds from 0 to the highest, and turn rates from side to side."""
LOOK = 20
"""Stages looked at: 3 s."""
MARGIN_M = 0.1
REACH_M = 0.35
"""A greater distance to others is not better."""
PROGRESS, HEADING, CLEARANCE, SPEED = 1.0, 0.1, 2.0, 0.2
"""Weights: per metre nearer to the goal, per radian off it at the end, per metre, per m/s."""


@dataclass(frozen=True, slots=True)
class DynamicWindow:
    """Fulfils `baseline.Chooser`."""

    vehicle: VehicleModel

    def __call__(self, state: Floats, goal_m: Floats, others: PredictedDiscs) -> Floats:
        """See `baseline.Chooser`."""
        found = np.empty((STAGES + 1, 5))
        _choose(state, goal_m, others, self.vehicle.body.discs, self.vehicle.limits, found)
        return found


def steering(types: Sequence[VehicleType], settings: LocalSettings, seed: int) -> Baseline:
    """Nothing here is left to chance."""
    vehicles = [vehicle_of(each) for each in types]
    return Baseline(vehicles, [DynamicWindow(each) for each in vehicles], settings)


@njit(cache=True, nogil=True)
def _choose(state, goal, others, discs, limits, found):  # type: ignore[no-untyped-def]
    drive = np.empty((STAGES + 1, 5))
    best = -inf
    left = hypot(goal[0] - state[0], goal[1] - state[1])
    top = min(limits.speed_mps, sqrt(2.0 * limits.braking * left))
    for i in range(SPEEDS):
        for j in range(TURNS):
            turn = limits.turn_radps * (2.0 * j / (TURNS - 1) - 1.0)
            score = _score(drive, state, goal, others, discs, limits, top * i / (SPEEDS - 1), turn)
            if score > best:
                best = score
                found[:] = drive
    if best == -inf:  # nothing is admissible: to a stand, straight on
        found[0] = state
        for k in range(STAGES):
            drive_stage(found[k], 0.0, 0.0, limits, found[k + 1])


@njit(cache=True, nogil=True)
def _score(drive, state, goal, others, discs, limits, speed, turn):  # type: ignore[no-untyped-def]
    drive[0] = state
    nearest = REACH_M
    for k in range(STAGES):
        drive_stage(drive[k], speed, turn, limits, drive[k + 1])
        if k < LOOK:
            gap = gap_at(drive[k + 1], k + 1, discs, others, REACH_M) - MARGIN_M
            if gap < 0.0 and (k + 1) * STEP_S <= STEP_S + drive[1, 3] / limits.braking:
                return -inf  # it could not stand before
            if gap < 0.0:
                nearest = min(nearest, -1.0 + 0.3 * k * STEP_S)
            nearest = min(nearest, gap)
    end = drive[LOOK]
    away = hypot(goal[0] - end[0], goal[1] - end[1])
    progress = hypot(goal[0] - state[0], goal[1] - state[1]) - away
    off = (atan2(goal[1] - end[1], goal[0] - end[0]) - end[2] + pi) % (2.0 * pi) - pi
    return PROGRESS * progress - HEADING * abs(off) + CLEARANCE * nearest + SPEED * speed
