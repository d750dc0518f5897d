"""On an open floor: another way through those who move, beside the one that is being driven."""

from __future__ import annotations

from math import cos, hypot, inf, sin

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.local.driver import PlannedVehicle, VehiclePlan
from planner.local.horizon import arrival
from planner.local.objects import Objects
from planner.local.one_solve import choose_near
from planner.local.passage import look_for_passage
from planner.local.settings import LocalSettings
from planner.local.solver import ControlProblem, new_guess
from planner.local.state import STAGES, Car, SolveReport, Status

Floats = NDArray[np.float64]
SPARE_M = 0.05
"""To either side of a body that looks for a passage."""

_S, _N, _PSI, _V = 0, 1, 2, 3
_CLEAR = 8


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


@njit(cache=True, nogil=True)
def price_of(x, u, poses, reference, weight, discs, others, last):  # type: ignore[no-untyped-def]
    """What a plan is worth: the solver's objective, of the plan as it is and with everybody in it.
    The lower, the better. ``poses`` (STAGES + 1, 3) is ``x`` on the floor; ``others`` an `Objects`
    and the vehicle's own row in it. After the stage ``last`` nobody matters."""
    objects, leave_out = others
    total = 0.0
    for k in range(1, STAGES + 1):
        lag, slow = x[k, _S] - reference[k, 0], x[k, _V] - reference[k, 1]
        total += weight[0] * lag * lag + weight[3] * slow * slow
        total += weight[1] * x[k, _N] ** 2 + weight[2] * x[k, _PSI] ** 2
        total += weight[5] * u[k - 1, 0] ** 2 + weight[6] * u[k - 1, 1] ** 2
        if k <= last:
            total += 2.0 * weight[_CLEAR] * _missing(poses[k], k, discs, objects, leave_out)
    return 0.5 * total


@njit(cache=True, nogil=True)
def _missing(pose, k, discs, objects, leave_out):  # type: ignore[no-untyped-def]
    """Metres that lack to what is wished from everybody, in sum."""
    c, s = cos(pose[2]), sin(pose[2])
    total = 0.0
    for m in range(len(objects.poses)):
        other = objects.poses[m, k]
        if m == leave_out or hypot(other[0] - pose[0], other[1] - pose[1]) > 4.0:
            continue
        oc, os = cos(other[2]), sin(other[2])
        nearest = inf
        for j in range(len(objects.discs[m])):
            disc = objects.discs[m, j]
            if not disc[2] > 0.0:
                break
            x = other[0] + oc * disc[0] - os * disc[1]
            y = other[1] + os * disc[0] + oc * disc[1]
            for d in range(len(discs)):
                if not discs[d, 2] > 0.0:
                    break
                mx = pose[0] + c * discs[d, 0] - s * discs[d, 1]
                my = pose[1] + s * discs[d, 0] + c * discs[d, 1]
                nearest = min(nearest, hypot(x - mx, y - my) - discs[d, 2] - disc[2])
        total += max(0.0, objects.wished_m[m, k] - nearest)
    return total
