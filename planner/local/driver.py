"""One vehicle of a local planner: what stays from one period to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan, inf
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.body import Body, body, car_row
from planner.local.horizon import at_way, drive_out, floor_poses, reframe, shift
from planner.local.settings import LocalSettings
from planner.local.solver import ControlProblem, Guess, Solver, new_guess, new_problem
from planner.local.state import STAGES, STEP_S, PathColumn, Weight
from planner.local.stretch import Stretch
from planner.local.supervisor import Rules
from planner.local.turning import TurnOnSpot

Floats = NDArray[np.float64]
STARTING_MPS, STEERED_RAD = 0.03, 0.1
"""A vehicle that stands starts when its wheel is so far in line with its path."""


class VehiclePlan(NamedTuple):
    """Of one vehicle: states, inputs, poses on the floor."""

    x: Floats  # (STAGES + 1, State)
    u: Floats  # (STAGES, Input)
    poses: Floats  # (STAGES + 1, 3)
    brake_s: float = 0.0  # when it begins to brake at the latest, where that is known


class Batch:
    """All vehicles of one kind of kinematics: the arrays that are solved in one call."""

    def __init__(self, kinematics: Kinematics, count: int, folder: Path, threads: int) -> None:
        """Raises ConfigurationError where the solver cannot be compiled into ``folder``."""
        self.solver = Solver(kinematics, folder, threads)
        self.problem: ControlProblem = new_problem(count)
        self.guess: Guess = new_guess(count)


@dataclass(slots=True)
class PlannedVehicle:
    """``row`` is the vehicle's in the arrays of its batch."""

    type: VehicleType
    batch: Batch
    row: int
    body: Body
    stretch: Stretch | None = None
    turn: TurnOnSpot | None = None
    square: Floats | None = None  # squared speeds that are allowed along the stretch
    way_m: float = 0.0
    has_plan: bool = False
    bound: VehiclePlan | None = None  # the last plan that the supervisor let through
    near: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))  # of objects
    meets: bool = False  # of these some are not kept apart by traffic: people, manned vehicles

    @property
    def x(self) -> Floats:
        """The plan that is refined each period: states."""
        states: Floats = self.batch.guess.x[self.row]
        return states

    @property
    def u(self) -> Floats:
        """The same: inputs."""
        inputs: Floats = self.batch.guess.u[self.row]
        return inputs

    @property
    def discs(self) -> Floats:
        """That cover the body, as the solver has them."""
        discs: Floats = self.batch.problem.disc[self.row]
        return discs

    @property
    def line(self) -> Stretch:
        """The stretch of a vehicle that has one."""
        assert self.stretch is not None
        return self.stretch

    def dress(self, outline: Body) -> None:
        """The body from now on."""
        self.body = outline
        self.discs[:] = 0.0
        self.discs[: len(outline.discs)] = outline.discs

    @property
    def wheelbase_m(self) -> float:
        """0: a differential drive."""
        is_tricycle = self.type.kinematics is Kinematics.TRICYCLE
        return self.type.wheelbase_m if is_tricycle else 0.0

    def on_floor(self, x: Floats, u: Floats) -> VehiclePlan:
        """A plan with its poses."""
        poses = np.empty((STAGES + 1, 3))
        floor_poses(poses, x, self.line.samples, self.line.direction)
        return VehiclePlan(x, u, poses)

    def driven(self, plan: VehiclePlan, pose: Floats) -> VehiclePlan:
        """What comes of a plan's inputs from ``pose`` on; in place."""
        drive_out(plan.poses, plan.x, plan.u, pose, self.wheelbase_m)
        reframe(plan.x, plan.poses, self.line.samples, self.line.direction, self.way_m)
        return plan

    def later(self, plan: VehiclePlan, elapsed_s: float) -> VehiclePlan:
        """What is left of a plan after ``elapsed_s``."""
        x, u = plan.x.copy(), plan.u.copy()
        shift(x, u, elapsed_s)
        return self.on_floor(x, u)._replace(brake_s=plan.brake_s - elapsed_s)

    def arrived_m(self, settings: LocalSettings) -> float:
        """Way along its stretch from which on it has arrived."""
        if settings.arrived_m == 0.0:
            return inf
        return max(0.0, self.line.length_m - settings.arrived_m)

    def steers_first(self, speed_mps: float, steer: float) -> bool:
        """Whether a steered wheel must be turned into the path before the vehicle starts."""
        if self.type.kinematics is Kinematics.DIFFERENTIAL or speed_mps > STARTING_MPS:
            return False
        curvature = at_way(self.line.samples, PathColumn.CURVATURE, self.way_m)
        wanted = atan(self.line.direction * self.type.wheelbase_m * curvature)
        return abs(wanted - steer) > STEERED_RAD

    def rules(self, settings: LocalSettings, aside_m: float, mates: bool) -> Rules:
        """What the supervisor holds it to; ``mates``: others count on where it will stand."""
        samples = self.line.samples
        return Rules(
            settings.period_s,
            self.type.braking_mps2,
            self.line.length_m + settings.release_tolerance_m,
            # Who is outside may come back, but go no further.
            min(samples[0, PathColumn.RIGHT], aside_m) - settings.corridor_tolerance_m,
            max(samples[0, PathColumn.LEFT], aside_m) + settings.corridor_tolerance_m,
            settings.patience_s,
            # The others count on a vehicle's way to a stand, and on its standing there.
            (STAGES - 1) * STEP_S if mates and not settings.lanes else 0.0,
            -1.0 if settings.lanes else self.wheelbase_m,
        )


def planned_vehicles(
    types: list[VehicleType], settings: LocalSettings, folder: Path, threads: int
) -> list[PlannedVehicle]:
    """One for each type, in their order, those of one kind of kinematics in one batch. Raises
    ConfigurationError where a solver cannot be compiled."""
    counts = {each: sum(t.kinematics is each for t in types) for each in Kinematics}
    batches = {each: Batch(each, n, folder, threads) for each, n in counts.items() if n}
    rows = dict.fromkeys(Kinematics, 0)
    vehicles = []
    for kind in types:
        batch, row = batches[kind.kinematics], rows[kind.kinematics]
        rows[kind.kinematics] += 1
        batch.problem.car[row] = car_row(kind)
        batch.problem.weight[row] = _weights(settings)
        vehicle = PlannedVehicle(kind, batch, row, body(kind.footprint))
        vehicle.dress(vehicle.body)
        vehicles.append(vehicle)
    return vehicles


def _weights(settings: LocalSettings) -> Floats:
    row = np.zeros(len(Weight))
    row[Weight.S] = settings.way_weight
    row[Weight.N] = settings.aside_weight
    row[Weight.PSI] = settings.angle_weight
    row[Weight.V] = settings.speed_weight
    row[Weight.STEER] = settings.steer_weight
    row[Weight.A] = settings.acceleration_weight
    row[Weight.STEER_RATE] = settings.steer_rate_weight
    row[Weight.CORRIDOR] = settings.corridor_price
    row[Weight.CLEAR] = settings.clear_price
    row[Weight.LIMIT] = settings.limit_price
    return row
