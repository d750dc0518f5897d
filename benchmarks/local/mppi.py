"""Model predictive path integral control.

G. Williams et al., "Information theoretic MPC for model-based reinforcement learning", ICRA 2017,
algorithm 1: `ROLLOUTS` drives with random deviations from the last plan, and their average weighted
by exp(-price / `TEMPERATURE`). Inputs are the speed and the turn rate that are wanted at each
stage; limits of acceleration are part of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, hypot, inf

import numpy as np
from numba import njit

from benchmarks.local.baseline import Baseline, Floats, PredictedDiscs, VehicleModel, vehicle_of
from benchmarks.local.motion import drive_stage, gap_at
from fleet_core.model.vehicle_type import VehicleType
from planner.local.settings import LocalSettings
from planner.local.state import STAGES, STEP_S

ROLLOUTS = 1000
TEMPERATURE = 0.3
SPREAD_MPS, SPREAD_RADPS = 0.4, 0.6
"""Standard deviations of the inputs, each held for `HELD` stages."""
HELD = 3
MARGIN_M, REACH_M = 0.1, 0.35
"""Nearer than the first is a hit; nearer than the second has a price."""
HIT, NEAR, FAR, END, TURNING = 200.0, 3.0, 0.3, 3.0, 0.05
"""Prices: of a hit; of a metre too near; of a metre to the goal, always and last; of turning."""


@dataclass(slots=True)
class PathIntegral:
    """Fulfils `baseline.Chooser`."""

    vehicle: VehicleModel
    chance: np.random.Generator
    period_s: float
    inputs: Floats = field(default_factory=lambda: np.zeros((STAGES, 2)))

    def __call__(self, state: Floats, goal_m: Floats, others: PredictedDiscs) -> Floats:
        """See `baseline.Chooser`."""
        self._move_on()
        limits = self.vehicle.limits
        blocks = -(-STAGES // HELD)
        noise = self.chance.normal(0.0, 1.0, (ROLLOUTS, blocks, 2))
        noise[0] = 0.0
        noise *= SPREAD_MPS, SPREAD_RADPS
        self.inputs = improve(
            self.inputs, noise, state, goal_m, others, self.vehicle.body.discs, limits
        )
        found = np.empty((STAGES + 1, 5))
        found[0] = state
        for k in range(STAGES):
            speed, turn = self.inputs[k]
            drive_stage(found[k], speed, turn, limits, found[k + 1])
        return found

    def _move_on(self) -> None:
        """The last plan, a period later."""
        before = np.arange(STAGES, dtype=np.float64)
        for column in range(2):
            later = before + self.period_s / STEP_S
            self.inputs[:, column] = np.interp(later, before, self.inputs[:, column])


def steering(types: Sequence[VehicleType], settings: LocalSettings, seed: int) -> Baseline:
    """Chance begins with ``seed``."""
    vehicles = [vehicle_of(each) for each in types]
    chances = [np.random.default_rng([seed, v, 1000]) for v in range(len(vehicles))]
    choosers = [
        PathIntegral(each, chance, settings.period_s)
        for each, chance in zip(vehicles, chances, strict=True)
    ]
    return Baseline(vehicles, choosers, settings)


@njit(cache=True, nogil=True)
def improve(inputs, noise, state, goal, others, discs, limits):  # type: ignore[no-untyped-def]
    """The average of all drives' inputs (STAGES, 2), weighted."""
    prices = np.empty(len(noise))
    tried = np.empty((len(noise), STAGES, 2))
    best = inf
    for r in range(len(noise)):
        for k in range(STAGES):
            speed = inputs[k, 0] + noise[r, k // HELD, 0]
            turn = inputs[k, 1] + noise[r, k // HELD, 1]
            tried[r, k, 0] = min(max(speed, 0.0), limits.speed_mps)
            tried[r, k, 1] = min(max(turn, -limits.turn_radps), limits.turn_radps)
        prices[r] = price(tried[r], state, goal, others, discs, limits)
        best = min(best, prices[r])
    total, average = 0.0, np.zeros((STAGES, 2))
    for r in range(len(noise)):
        weight = exp(-(prices[r] - best) / TEMPERATURE)
        total += weight
        average += weight * tried[r]
    return average / total


@njit(cache=True, nogil=True)
def price(inputs, state, goal, others, discs, limits):  # type: ignore[no-untyped-def]
    """Of one drive."""
    here, there = state.copy(), np.empty(5)
    total = 0.0
    for k in range(STAGES):
        drive_stage(here, inputs[k, 0], inputs[k, 1], limits, there)
        gap = gap_at(there, k + 1, discs, others, REACH_M)
        if gap < MARGIN_M:
            total += HIT * (1.0 + MARGIN_M - gap)
        total += NEAR * (REACH_M - gap)
        total += FAR * hypot(goal[0] - there[0], goal[1] - there[1]) + TURNING * there[4] ** 2
        here[:] = there
    return total + END * hypot(goal[0] - here[0], goal[1] - here[1])
