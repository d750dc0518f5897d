"""The compiled solver as one call for many vehicles on arrays."""

from __future__ import annotations

from ctypes import c_double, c_int
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.native_build import native_solver
from planner.local.state import (
    DISCS,
    OBJECTS,
    SAMPLES,
    STAGES,
    Car,
    Input,
    PathColumn,
    Reference,
    SolveReport,
    State,
    Weight,
)

Floats = NDArray[np.float64]


class ControlProblem(NamedTuple):
    """What V vehicles are to solve; columns as in `state`."""

    measured: Floats  # (V, State)
    car: Floats  # (V, Car)
    path: Floats  # (V, SAMPLES, PathColumn)
    reference: Floats  # (V, STAGES + 1, Reference)
    weight: Floats  # (V, Weight)
    disc: Floats  # (V, DISCS, 3) x, y, radius in the body's frame; radius 0: no more
    object: Floats  # (V, OBJECTS, STAGES + 1, 3) x, y, radius on the floor; radius 0: no more


class Guess(NamedTuple):
    """Where the linearisation is made; the solver puts its plan there."""

    x: Floats  # (V, STAGES + 1, State)
    u: Floats  # (V, STAGES, Input)


def new_problem(vehicles: int) -> ControlProblem:
    """Zeros."""
    return ControlProblem(
        np.zeros((vehicles, len(State))),
        np.zeros((vehicles, len(Car))),
        np.zeros((vehicles, SAMPLES, len(PathColumn))),
        np.zeros((vehicles, STAGES + 1, len(Reference))),
        np.zeros((vehicles, len(Weight))),
        np.zeros((vehicles, DISCS, 3)),
        np.zeros((vehicles, OBJECTS, STAGES + 1, 3)),
    )


def new_guess(vehicles: int) -> Guess:
    """Zeros."""
    return Guess(
        np.zeros((vehicles, STAGES + 1, len(State))), np.zeros((vehicles, STAGES, len(Input)))
    )


class Solver:
    """For all vehicles of one kind of kinematics. Calls run without the GIL, in ``threads``."""

    def __init__(self, kinematics: Kinematics, folder: Path, threads: int = 1) -> None:
        self._plan = native_solver(kinematics, folder).fleet_plan
        double = np.ctypeslib.ndpointer(np.float64, flags="C_CONTIGUOUS")
        self._plan.argtypes = [c_int, *[double] * 10, c_int, c_int, c_double, c_int]
        self._plan.restype = c_int
        self._threads = threads

    def solve(
        self,
        problem: ControlProblem,
        guess: Guess,
        *,
        rounds: int = 1,
        iterations: int = 20,
        precision: float = 1e-6,
    ) -> Floats:
        """Improve ``guess`` in place by ``rounds`` linearisations (1: real-time iteration).

        Returns (V, SolveReport). ``precision`` is the mean complementarity at which one round
        ends, in units of the cost. Raises MemoryError.
        """
        vehicles = len(problem.measured)
        outcome = np.zeros((vehicles, len(SolveReport)))
        failed = self._plan(
            vehicles, *problem, guess.x, guess.u, outcome, rounds, iterations, precision,
            self._threads,
        )  # fmt: skip
        if failed:
            raise MemoryError("local planning")
        return outcome
