"""On an open floor: another way through those who move, beside the one that is being driven."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.local.driver import PlannedVehicle, VehiclePlan
from planner.local.horizon import arrival
from planner.local.objects import Objects
from planner.local.one_solve import choose_near
from planner.local.passage import look_for_passage
from planner.local.settings import LocalSettings
from planner.local.solver import ControlProblem, new_guess
from planner.local.state import Car, SolveReport, Status
from planner.local.worth import price_of

Floats = NDArray[np.float64]
SPARE_M = 0.05
"""To either side of a body that looks for a passage."""


def plans_of(
    vehicle: PlannedVehicle,
    v: int,
    pose: Floats,
    around: Objects,
    settings: LocalSettings,
    is_due: bool,
) -> list[VehiclePlan]:
    """What vehicle ``v`` may do, the better first; empty without a plan. ``is_due``: another
    passage is to be looked for now."""
    followed = vehicle.on_floor(vehicle.x.copy(), vehicle.u.copy())
    if not settings.searches:
        return [followed] if vehicle.has_plan else []
    followed = vehicle.driven(followed, pose)
    plans = [followed] if vehicle.has_plan else []
    if plans and not is_due:
        return plans
    found = _searched(vehicle, v, pose, around, settings)
    if found is None:
        return plans
    if not plans:
        return [found]
    change = _price(vehicle, v, found, around, settings)
    if change < settings.change_share * _price(vehicle, v, followed, around, settings):
        return [found, followed]
    return [followed, found]


def _searched(
    vehicle: PlannedVehicle, v: int, pose: Floats, around: Objects, settings: LocalSettings
) -> VehiclePlan | None:
    """The best passage on the floor before vehicle ``v``, refined."""
    row, kind, batch = vehicle.row, vehicle.type, vehicle.batch
    problem = ControlProblem(*(each[row : row + 1].copy() for each in batch.problem))
    guess = new_guess(1)
    look_for_passage(
        problem.measured[0], vehicle.line.samples, (around, v), vehicle.body.half_width_m + SPARE_M,
        (kind.max_speed_mps, kind.acceleration_mps2, kind.braking_mps2, kind.turn_speed_radps),
        (problem.car[0, Car.RELEASE], settings.arrived_m), guess.x[0],
    )  # fmt: skip
    passage = vehicle.on_floor(guess.x[0], guess.u[0])
    choose_near(vehicle, v, passage.x, passage.poses, around, settings, problem.object[0])
    outcome = batch.solver.solve(
        problem, guess, rounds=settings.searched_rounds, iterations=settings.iterations,
        precision=settings.precision,
    )  # fmt: skip
    if outcome[0, SolveReport.STATUS] not in (Status.SOLVED, Status.CAPPED):
        return None
    return vehicle.driven(vehicle.on_floor(guess.x[0], guess.u[0]), pose)


def _price(
    vehicle: PlannedVehicle, v: int, plan: VehiclePlan, around: Objects, settings: LocalSettings
) -> float:
    problem, row = vehicle.batch.problem, vehicle.row
    last = arrival(plan.x, vehicle.arrived_m(settings))
    return float(
        price_of(
            plan.x, plan.u, plan.poses, problem.reference[row], problem.weight[row],
            problem.disc[row], (around, v), last,
        )
    )  # fmt: skip
