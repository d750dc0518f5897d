"""The compiled solver finds what CasADi's own solvers find, and says when it does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_type import Kinematics
from planner.local.native_build import native_solver
from planner.local.reference import ReferenceSolver
from planner.local.solver import ControlProblem, Guess, Solver, new_guess, new_problem
from planner.local.state import (
    SAMPLES,
    SPACING_M,
    STAGES,
    STEP_S,
    PathColumn,
    Reference,
    SolveReport,
    State,
    Status,
)

OBJECTS = 3
KINDS = pytest.mark.parametrize("kinematics", list(Kinematics), ids=lambda each: each.value)


def problems(count: int, seed: int) -> tuple[ControlProblem, Guess]:
    """Vehicles on a straight lane, with objects that cross it ahead."""
    rng = np.random.default_rng(seed)
    problem, guess = new_problem(count), new_guess(count)
    problem.measured[:, State.N] = rng.uniform(-0.1, 0.1, count)
    problem.measured[:, State.PSI] = rng.uniform(-0.1, 0.1, count)
    speed = problem.measured[:, State.V] = rng.uniform(0.0, 1.2, count)
    problem.car[:] = [1.0, 1.4, 0.5, 0.7, 1.0, 1.0, 0.8, 30.0, 0.0]
    problem.path[:, :, PathColumn.X] = np.arange(SAMPLES) * SPACING_M
    problem.path[:, :, PathColumn.RIGHT] = -1.5
    problem.path[:, :, PathColumn.LEFT] = 1.5
    way = np.zeros(count)
    for k in range(STAGES + 1):
        problem.reference[:, k] = np.column_stack([way, speed, np.maximum(1.5, speed)])
        faster = np.minimum(1.5, speed + 0.5 * STEP_S)
        way = way + (speed + faster) / 2.0 * STEP_S
        speed = faster
    problem.weight[:] = [4.0, 30.0, 10.0, 2.0, 0.5, 0.05, 0.05, 300.0, 1000.0, 1e5]
    problem.disc[:, 0] = [0.3, 0.0, 0.5]
    position = np.stack(
        [rng.uniform(3.5, 8.0, (count, OBJECTS)), rng.uniform(-3.0, 3.0, (count, OBJECTS))], axis=2
    )
    velocity = rng.uniform(-0.6, 0.6, (count, OBJECTS, 2))
    t = np.arange(STAGES + 1) * STEP_S
    problem.object[:, :OBJECTS, :, :2] = (
        position[:, :, None] + velocity[:, :, None] * t[None, None, :, None]
    )
    problem.object[:, :OBJECTS, :, 2] = 0.4
    guess.x[:] = problem.measured[:, None]
    guess.x[:, :, State.S] = problem.reference[:, :, Reference.S]
    guess.x[:, :, State.V] = problem.reference[:, :, Reference.V]
    return problem, guess


@KINDS
def test_it_converges_to_the_optimum_of_ipopt(kinematics: Kinematics, folder: Path) -> None:
    problem, guess = problems(8, seed=3)
    solver = Solver(kinematics, folder)
    outcome = solver.solve(problem, guess, rounds=40, iterations=40, precision=1e-10)
    assert np.all(outcome[:, SolveReport.STEP] < 1e-6)
    ipopt = ReferenceSolver(kinematics, 1, OBJECTS, "ipopt")
    for v in range(8):
        best = ipopt.solve(problem, guess, v)
        assert best.succeeded
        assert guess.u[v] == pytest.approx(best.u, abs=1e-3)
        assert guess.x[v] == pytest.approx(best.x, abs=1e-4)


def test_fatrop_solves_the_same_problem(folder: Path) -> None:
    problem, guess = problems(2, seed=4)
    Solver(Kinematics.DIFFERENTIAL, folder).solve(problem, guess, rounds=40, precision=1e-9)
    fatrop = ReferenceSolver(Kinematics.DIFFERENTIAL, 1, OBJECTS, "fatrop")
    for v in range(2):
        best = fatrop.solve(problem, guess, v)
        assert best.succeeded
        assert guess.u[v, 0] == pytest.approx(best.u[0], abs=1e-3)


@KINDS
def test_threads_change_nothing(kinematics: Kinematics, folder: Path) -> None:
    problem, one = problems(30, seed=5)
    many = Guess(one.x.copy(), one.u.copy())
    Solver(kinematics, folder, threads=1).solve(problem, one)
    Solver(kinematics, folder, threads=4).solve(problem, many)
    assert np.array_equal(one.x, many.x)
    assert np.array_equal(one.u, many.u)


@pytest.mark.parametrize("field", ["measured", "path", "reference", "object", "car"])
def test_what_is_no_number_is_told_and_does_not_spread(field: str, folder: Path) -> None:
    problem, guess = problems(3, seed=6)
    getattr(problem, field)[1] = np.nan
    problem.object[:, OBJECTS:, :, 2] = 0.0
    outcome = Solver(Kinematics.DIFFERENTIAL, folder).solve(problem, guess)
    status = outcome[:, SolveReport.STATUS].astype(int).tolist()
    if field != "object":  # an object that is nowhere is none
        assert status[1] == Status.FAILED
    assert status[0] == status[2] == Status.SOLVED


def test_without_a_compiler_it_says_what_is_missing(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("CC", "/nonexistent/cc")
    with pytest.raises(ConfigurationError, match="C compiler"):
        native_solver(Kinematics.DIFFERENTIAL, tmp_path / "solvers")


def test_a_compiled_solver_is_kept_and_found_again(tmp_path: Path, monkeypatch) -> None:
    native_solver(Kinematics.DIFFERENTIAL, tmp_path)
    made = list(tmp_path.iterdir())
    assert [each.suffix for each in made] == [".so"]
    monkeypatch.setenv("CC", "/nonexistent/cc")
    native_solver(Kinematics.DIFFERENTIAL, tmp_path)
