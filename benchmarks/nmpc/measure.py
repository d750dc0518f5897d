"""How long local planning takes: vehicles that drive among crossing objects, one lane each.

Times of the compiled solver are processor time of its thread; those of ipopt and fatrop wall time
of one call, on problems that the drive met, from the same guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fleet_core.app.local_motion import solver_folder
from fleet_core.layouts.generate.fleet_types import AMR, FORKLIFT
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll
from fleet_core.simulation.statistics import spread
from planner.local.horizon import begin_guess
from planner.local.local_planner import LocalPlanner
from planner.local.objects import Objects, moving_discs
from planner.local.reference import ReferenceSolver
from planner.local.sight import Commands, Sight
from planner.local.solver import ControlProblem, Guess, Solver
from planner.local.state import SolveReport, Status
from planner.local.stretch import Line, stretch_along

Floats = NDArray[np.float64]
LANE_M, LANES_APART_M, HALF_WIDTH_M = 60.0, 12.0, 1.5
PERIODS, WARM_AFTER = 60, 5
"""Of the drive; the first few, with guesses that are no plans yet, are not counted."""
COMPARED = 24
"""Problems that are given to the other solvers as well."""
TYPES = {Kinematics.DIFFERENTIAL: AMR, Kinematics.TRICYCLE: FORKLIFT}


@dataclass(frozen=True, slots=True)
class LaneObjects:
    """Objects of all lanes, which go straight on."""

    position: Floats  # (M, 2)
    velocity: Floats  # (M, 2)

    def at(self, time_s: float, planner: LocalPlanner) -> Objects:
        count = len(self.position)
        here = self.position + time_s * self.velocity
        return moving_discs(
            here, self.velocity, np.full(count, 0.3), np.zeros(count), planner.settings
        )


def measure_nmpc(kinematics: Kinematics, vehicles: int, objects: int, seed: int) -> dict[str, Any]:
    """The figures of ``fleet bench nmpc``."""
    kind = TYPES[kinematics]
    planner = LocalPlanner([kind] * vehicles, solver_folder())
    traffic = _traffic(vehicles, objects, np.random.default_rng(seed))
    solve_s, vehicle_s, met = _drive(planner, kind, traffic, vehicles)
    discs = len(planner.bodies[0].discs)
    compared = _compare(kinematics, discs, objects, met)
    solve_ms = spread(tuple((1000.0 * solve_s).tolist()), ("p50", "p95", "p99", "max"))
    ours_ms = solve_ms["p50"] or 0.0
    return {
        "kinematics": kinematics.value,
        "vehicles": vehicles,
        "objects": objects,
        "discs": discs,
        "seed": seed,
        "solves": len(solve_s),
        "solve_ms": solve_ms,
        "ratio_fatrop": round(compared["fatrop_ms"] / ours_ms, 1),
        "ratio_ipopt": round(compared["ipopt_ms"] / ours_ms, 1),
        **compared,
        "cold": _cold(kind, vehicles, objects, seed),
        "vehicle_ms": round(1000.0 * vehicle_s, 4),
        "vehicles_per_core_10hz": int(0.8 * 0.1 / vehicle_s),
    }


def _traffic(vehicles: int, objects: int, rng: np.random.Generator) -> LaneObjects:
    count = vehicles * objects
    lanes = np.repeat(np.arange(vehicles) * LANES_APART_M, objects)
    position = np.column_stack(
        [rng.uniform(4.0, 14.0, count), lanes + rng.uniform(-4.0, 4.0, count)]
    )
    angle, speed = rng.uniform(-np.pi, np.pi, count), rng.uniform(0.2, 1.2, count)
    return LaneObjects(position, np.column_stack([speed * np.cos(angle), speed * np.sin(angle)]))


def _drive(
    planner: LocalPlanner, kind: VehicleType, traffic: LaneObjects, vehicles: int
) -> tuple[Floats, float, list[tuple[ControlProblem, Guess]]]:
    """Times of all warm solves, processor time a vehicle and period, and problems that were met."""
    pose, speed, steer = np.zeros((vehicles, 3)), np.zeros(vehicles), np.zeros(vehicles)
    pose[:, 1] = np.arange(vehicles) * LANES_APART_M
    _begin(planner, kind, vehicles)
    everybody, nobody = np.ones(vehicles, np.bool_), np.zeros(vehicles, np.bool_)
    zeros = np.zeros(vehicles)
    solve_s: list[Floats] = []
    met: list[tuple[ControlProblem, Guess]] = []
    spent_s = 0.0
    for period in range(PERIODS):
        around = traffic.at(period * planner.settings.period_s, planner)
        sight = Sight(pose, speed, steer, zeros, everybody, nobody, zeros)
        began_s = process_time()
        commands = planner.plan(sight, around, planner.settings.period_s)
        if period >= WARM_AFTER:
            spent_s += process_time() - began_s
            solved = commands.outcome[:, SolveReport.STATUS] != Status.FAILED
            solve_s.append(commands.outcome[solved, SolveReport.SOLVE_S])
        if period == PERIODS // 3:
            met = planner.problems()
        _move(kind, pose, speed, steer, commands, planner.settings.period_s)
    periods = PERIODS - WARM_AFTER
    return np.concatenate(solve_s), spent_s / periods / vehicles, met


def _cold(kind: VehicleType, vehicles: int, objects: int, seed: int) -> dict[str, int]:
    """First plans, of vehicles beside their lines and at any speed: how many have none, and of the
    problems that are compared how many fatrop does not solve from the same first guess."""
    rng = np.random.default_rng([seed, 1])
    planner = LocalPlanner([kind] * vehicles, solver_folder())
    traffic = _traffic(vehicles, objects, rng)
    _begin(planner, kind, vehicles)
    pose, zeros = np.zeros((vehicles, 3)), np.zeros(vehicles)
    pose[:, 1] = np.arange(vehicles) * LANES_APART_M + rng.uniform(-0.5, 0.5, vehicles)
    pose[:, 2] = rng.uniform(-0.4, 0.4, vehicles)
    speed = rng.uniform(0.0, kind.max_speed_mps, vehicles)
    everybody = np.ones(vehicles, np.bool_)
    sight = Sight(pose, speed, zeros, zeros, everybody, ~everybody, zeros)
    commands = planner.plan(sight, traffic.at(0.0, planner), planner.settings.period_s)
    problem, guess = planner.problems()[0]
    fatrop = ReferenceSolver(kind.kinematics, len(planner.bodies[0].discs), objects, "fatrop")
    unsolved = 0
    for v in range(min(COMPARED, vehicles)):
        begin_guess(guess.x[v], guess.u[v], problem.measured[v], problem.reference[v])
        unsolved += not fatrop.solve(problem, guess, v).succeeded
    return {
        "starts": vehicles,
        "failed": int((commands.outcome[:, SolveReport.STATUS] == Status.FAILED).sum()),
        "fatrop_compared": min(COMPARED, vehicles),
        "fatrop_failed": unsolved,
    }


def _begin(planner: LocalPlanner, kind: VehicleType, vehicles: int) -> None:
    """A straight lane for each."""
    for v in range(vehicles):
        y = v * LANES_APART_M
        ends = np.array([[0.0, y, 0.0], [LANE_M, y, 0.0]])
        limits = np.full(2, kind.max_speed_mps)
        line = Line(ends, np.array([0.0, LANE_M]), limits, 1, HALF_WIDTH_M)
        planner.begin(v, stretch_along(line))


def _move(
    kind: VehicleType,
    pose: Floats,
    speed: Floats,
    steer: Floats,
    commands: Commands,
    period_s: float,
) -> None:
    wheelbase_m = kind.wheelbase_m if kind.kinematics is Kinematics.TRICYCLE else 0.0
    for v in range(len(pose)):
        speeds = np.array([speed[v], commands.speed_mps[v]])
        steers = np.array([steer[v], commands.steer[v]])
        roll(pose[v], 1, speeds, steers, wheelbase_m, period_s)
    speed[:], steer[:] = commands.speed_mps, commands.steer


def _compare(
    kinematics: Kinematics, discs: int, objects: int, met: list[tuple[ControlProblem, Guess]]
) -> dict[str, Any]:
    """Median milliseconds of ipopt and fatrop on the problems met, and how far the first input of
    the compiled solver, when it has converged, is from ipopt's."""
    (problem, guess), solver = met[0], Solver(kinematics, solver_folder())
    chosen = range(min(COMPARED, len(problem.measured)))
    times: dict[str, list[float]] = {"ipopt": [], "fatrop": []}
    for name, spent in times.items():
        reference = ReferenceSolver(kinematics, discs, objects, name)
        for v in chosen:
            began_s = perf_counter()
            reference.solve(problem, guess, v)
            spent.append(1000.0 * (perf_counter() - began_s))
    converged = Guess(guess.x.copy(), guess.u.copy())
    solver.solve(problem, converged, rounds=40, iterations=40, precision=1e-10)
    reference = ReferenceSolver(kinematics, discs, objects, "ipopt")
    away = [_first_input_away(reference, problem, converged, v) for v in chosen]
    known = [each for each in away if each is not None]
    return {
        "ipopt_ms": round(float(np.median(times["ipopt"])), 3),
        "fatrop_ms": round(float(np.median(times["fatrop"])), 3),
        "compared": len(known),
        "first_input_away": {
            "p50": float(f"{np.percentile(known, 50):.2g}"),
            "p90": float(f"{np.percentile(known, 90):.2g}"),
        },
    }


def _first_input_away(
    reference: ReferenceSolver, problem: ControlProblem, guess: Guess, v: int
) -> float | None:
    """Largest difference of an input at the first stage; None where ipopt has not solved it."""
    best = reference.solve(problem, guess, v)
    return float(np.abs(best.u[0] - guess.u[v, 0]).max()) if best.succeeded else None
