"""What all baselines have in common: who else is there, the supervisor, the command.

A method is one function: from a vehicle's state, its goal and the others' predicted places to what
it wants to do in the stages of the horizon, as rows x, y, heading, speed, turn rate. Differential
drives only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.body import Body, body
from planner.local.horizon import shift
from planner.local.objects import Objects, joined, planned_bodies
from planner.local.settings import LocalSettings
from planner.local.sight import Commands, Sight
from planner.local.state import STAGES, STEP_S, SolveReport, State
from planner.local.supervisor import Rules, Verdict, judge

Floats = NDArray[np.float64]


class Limits(NamedTuple):
    """Of one vehicle's motion, for compiled code."""

    speed_mps: float
    acceleration: float
    braking: float
    turn_radps: float
    turn_acceleration: float


@dataclass(frozen=True, slots=True)
class VehicleModel:
    """What a method must know of a vehicle."""

    body: Body
    limits: Limits

    @property
    def radius_m(self) -> float:
        """Of the circle round its origin that holds it."""
        return float(np.hypot(*self.body.outline.T).max())


class PredictedDiscs(NamedTuple):
    """Discs, predicted at the stages. ``reacts``: it plans in the same way as we do."""

    places: Floats  # (M, STAGES + 1, 2)
    radius_m: Floats  # (M, STAGES + 1)
    reacts: NDArray[np.bool_]  # (M,)


class Chooser(Protocol):
    """A method, with what it remembers of one vehicle."""

    def __call__(self, state: Floats, goal_m: Floats, others: PredictedDiscs) -> Floats:
        """``state``: x, y, heading, speed, turn rate. (STAGES + 1, 5) from the state of now on."""
        ...


class Baseline:
    """Fulfils `benchmarks.scenes.steering.Steering`."""

    def __init__(
        self,
        vehicles: Sequence[VehicleModel],
        choosers: Sequence[Chooser],
        settings: LocalSettings,
    ) -> None:
        self._vehicles, self._choosers, self._settings = vehicles, choosers, settings
        self._goals = np.zeros((len(vehicles), 2))
        self._plans = np.zeros((len(vehicles), STAGES + 1, 3))

    def head_for(self, v: int, pose: Floats, goal_m: Floats) -> None:
        """See `Steering`."""
        self._plans[v] = pose
        self._goals[v] = goal_m

    def steer(self, sight: Sight, objects: Objects, period_s: float) -> Commands:
        """See `Steering`."""
        count = len(self._vehicles)
        commands = Commands(
            np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count, np.int64),
            np.full(count, -1), np.zeros(count), np.zeros(count),
            np.zeros((count, len(SolveReport))),
        )  # fmt: skip
        nothing = np.zeros((STAGES, 1))
        for plan in self._plans:
            shift(plan, nothing, period_s)
        bodies = [each.body for each in self._vehicles]
        shared = planned_bodies(bodies, self._plans, np.zeros(count), self._settings)
        around = joined(shared, objects)
        for v, vehicle in enumerate(self._vehicles):
            state = np.array([*sight.pose[v], sight.speed_mps[v], sight.steer[v]])
            keep = np.arange(len(around.poses)) != v
            seen = Objects(*(each[keep] for each in around))
            plan = self._choosers[v](state, self._goals[v], self._others(seen, objects))
            self._plans[v] = plan[:, :3]
            self._command(v, vehicle, plan, seen, commands, period_s)
        return commands

    def _others(self, seen: Objects, objects: Objects) -> PredictedDiscs:
        """Vehicles that share their plans are discs round their origins."""
        mates = len(seen.poses) - len(objects.poses)
        reach = np.hypot(seen.outlines[:, :, 0], seen.outlines[:, :, 1]).max(axis=1)
        radius_m = np.broadcast_to(reach[:, None], (len(reach), STAGES + 1)).copy()
        radius_m[mates:] = objects.needed_m
        return PredictedDiscs(seen.poses[:, :, :2].copy(), radius_m, np.arange(len(reach)) < mates)

    def _command(
        self, v: int, vehicle: VehicleModel, plan: Floats, seen: Objects, commands: Commands,
        period_s: float,
    ) -> None:  # fmt: skip
        verdict, about = Verdict.CLEAR, -1
        if self._settings.supervised:
            rules = Rules(period_s, vehicle.limits.braking, np.inf, -np.inf, np.inf)
            x = _along(plan)
            verdict, about = judge(x, self._plans[v], rules, vehicle.body.outline, seen)
        speed, turn = plan[0, 3], plan[0, 4]
        part = period_s / STEP_S
        commands.speed_mps[v] = speed + part * (plan[1, 3] - speed)
        commands.steer[v] = turn + part * (plan[1, 4] - turn)
        if verdict != Verdict.CLEAR:
            commands.verdict[v], commands.about[v] = verdict, about
            slower = max(0.0, speed - vehicle.limits.braking * period_s)
            commands.speed_mps[v] = slower
            commands.steer[v] = turn * slower / speed if speed > 0.0 else 0.0


def vehicle_of(kind: VehicleType) -> VehicleModel:
    """Raises ConfigurationError for a tricycle."""
    if kind.kinematics is not Kinematics.DIFFERENTIAL:
        raise ConfigurationError(f"baselines steer differential drives, not a {kind.kinematics}")
    limits = Limits(
        kind.max_speed_mps, kind.acceleration_mps2, kind.braking_mps2, kind.turn_speed_radps,
        kind.turn_acceleration_radps2,
    )  # fmt: skip
    return VehicleModel(body(kind.footprint), limits)


def _along(plan: Floats) -> Floats:
    """(STAGES + 1, State): the way driven, and the speed."""
    x = np.zeros((STAGES + 1, len(State)))
    x[1:, State.S] = np.cumsum(0.5 * (plan[1:, 3] + plan[:-1, 3])) * STEP_S
    x[:, State.V], x[:, State.STEER] = plan[:, 3], plan[:, 4]
    return x
