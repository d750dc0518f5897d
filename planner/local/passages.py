"""On an open floor: another way through those who move, beside the one that is being driven."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.local.driver import Driver, Plan
from planner.local.horizon import arrival
from planner.local.objects import Objects
from planner.local.one_solve import choose_near
from planner.local.passage import look_for_passage
from planner.local.settings import LocalSettings
from planner.local.solver import Problem, new_guess
from planner.local.state import Car, SolveReport, Status
from planner.local.worth import price_of

Floats = NDArray[np.float64]
SPARE_M = 0.05
"""To either side of a body that looks for a passage."""


def plans_of(
    driver: Driver, v: int, pose: Floats, around: Objects, settings: LocalSettings, is_due: bool
) -> list[Plan]:
    """What vehicle ``v`` may do, the better first; empty without a plan. ``is_due``: another
    passage is to be looked for now."""
    followed = driver.on_floor(driver.x.copy(), driver.u.copy())
    if not settings.searches:
        return [followed] if driver.has_plan else []
    followed = driver.driven(followed, pose)
    plans = [followed] if driver.has_plan else []
    if plans and not is_due:
        return plans
    found = _searched(driver, v, pose, around, settings)
    if found is None:
        return plans
    if not plans:
        return [found]
    change = _price(driver, v, found, around, settings)
    if change < settings.change_share * _price(driver, v, followed, around, settings):
        return [found, followed]
    return [followed, found]


def _searched(
    driver: Driver, v: int, pose: Floats, around: Objects, settings: LocalSettings
) -> Plan | None:
    """The best passage on the floor before vehicle ``v``, refined."""
    row, kind, group = driver.row, driver.type, driver.group
    problem = Problem(*(each[row : row + 1].copy() for each in group.problem))
    guess = new_guess(1)
    look_for_passage(
        problem.measured[0], driver.line.samples, (around, v), driver.body.half_width_m + SPARE_M,
        (kind.max_speed_mps, kind.acceleration_mps2, kind.braking_mps2, kind.turn_speed_radps),
        (problem.car[0, Car.RELEASE], settings.arrived_m), guess.x[0],
    )  # fmt: skip
    passage = driver.on_floor(guess.x[0], guess.u[0])
    choose_near(driver, v, passage.x, passage.poses, around, settings, problem.object[0])
    outcome = group.solver.solve(
        problem, guess, rounds=settings.searched_rounds, iterations=settings.iterations,
        precision=settings.precision,
    )  # fmt: skip
    if outcome[0, SolveReport.STATUS] not in (Status.SOLVED, Status.CAPPED):
        return None
    return driver.driven(driver.on_floor(guess.x[0], guess.u[0]), pose)


def _price(driver: Driver, v: int, plan: Plan, around: Objects, settings: LocalSettings) -> float:
    problem, row = driver.group.problem, driver.row
    last = arrival(plan.x, driver.arrived_m(settings))
    return float(
        price_of(
            plan.x, plan.u, plan.poses, problem.reference[row], problem.weight[row],
            problem.disc[row], (around, v), last,
        )
    )  # fmt: skip
