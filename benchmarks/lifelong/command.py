"""``fleet bench lifelong``: goals a step on a grid, every agent getting a new goal at each goal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleet_core.model.errors import InputError

if TYPE_CHECKING:
    from planner.grid.grid_map import GridMap
    from planner.grid.lifelong.lifelong_run import LifelongRun


TRIES_AN_AGENT = 10
"""Exchanges a step and agent after which the rest of the time is not used (measured)."""


def bench_lifelong(  # noqa: PLR0913, PLR0917 - one for each option
    map_file: Annotated[Path, typer.Argument(metavar="MAP", help="A MovingAI .map file.")],
    agents: Annotated[int, typer.Option(min=1, help="Vehicles.")] = 400,
    steps: Annotated[int, typer.Option(min=1, max=1_000_000, help="Steps.")] = 1000,
    model: Annotated[
        str, typer.Option(help="rotate: turning takes a step; shift: without headings.")
    ] = "rotate",
    seed: Annotated[int, typer.Option(min=0, help="Starts and goals.")] = 1,
    step_ms: Annotated[float, typer.Option(help="Time for planning a step.")] = 50.0,
    tries: Annotated[
        int | None,
        typer.Option(min=0, help="Exchanges tried a step, instead of a time: repeatable."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help="File for the plan, a line a step.")] = None,
) -> None:
    """Drive a fleet on a grid, each vehicle getting a new goal whenever it reaches one."""
    if not 0.0 < step_ms < float("inf"):
        raise InputError(f"--step-ms is {step_ms:g}; it must be above 0 and finite")
    from planner.grid.grid_map import read_map  # noqa: PLC0415

    grid = read_map(map_file)
    if out is not None:
        _try_to_write(out)
    run = _drive(grid, agents, steps, model, seed, step_ms, tries)
    if out is not None:
        _write(out, grid, model, run)
    _print(_figures(run, seed), as_json)


def _try_to_write(out: Path) -> None:
    """Better now than after all steps."""
    try:
        out.open("a", encoding="utf-8").close()
    except OSError as error:
        raise InputError(f"--out {out}: cannot be written: {error.strerror}") from error


def _drive(
    grid: GridMap, agents: int, steps: int, model: str, seed: int, step_ms: float,
    tries: int | None,
) -> LifelongRun:  # fmt: skip
    import numpy as np  # noqa: PLC0415

    from planner.grid.lifelong.budget import StepBudget, TimeBudget, TryBudget  # noqa: PLC0415
    from planner.grid.lifelong.goals import GoalRows  # noqa: PLC0415
    from planner.grid.lifelong.lifelong_planner import LifelongPlanner  # noqa: PLC0415
    from planner.grid.lifelong.lifelong_run import drive  # noqa: PLC0415
    from planner.grid.lifelong.motion import motion_of  # noqa: PLC0415
    from planner.grid.lifelong.warm_up import warm_up  # noqa: PLC0415

    motion = motion_of(grid, model)
    rows = GoalRows(grid, agents, seed)
    planner = LifelongPlanner(grid, motion, agents, np.random.default_rng(seed))
    budget: StepBudget = TimeBudget(step_ms, perf_counter, TRIES_AN_AGENT * agents)
    if tries is not None:
        budget = TryBudget(tries)
    warm_up()
    return drive(grid, motion, planner, rows, steps, budget, perf_counter, _progress(steps))


def _progress(steps: int) -> Callable[[int], None]:
    """On a terminal, a line at every tenth of the steps."""

    def tell(step: int) -> None:
        if sys.stderr.isatty() and 10 * (step + 1) // steps > 10 * step // steps:
            typer.echo(f"step {step + 1} of {steps}", err=True)

    return tell


def _figures(run: LifelongRun, seed: int) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415

    p50, p95, longest = np.percentile(run.step_ms, [50, 95, 100])
    goals = int(run.goals.sum())
    return {
        "agents": run.states.shape[1],
        "steps": len(run.goals),
        "goals": goals,
        "goals_per_step": round(goals / len(run.goals), 4),
        "step_ms": {"p50": round(p50, 2), "p95": round(p95, 2), "max": round(longest, 2)},
        "seed": seed,
    }


def _print(figures: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures, indent=1))
        return
    times = figures["step_ms"]
    typer.echo(
        f"{figures['agents']} agents, {figures['steps']} steps: {figures['goals']} goals, "
        f"{figures['goals_per_step']:.3f} a step"
    )
    typer.echo(
        f"step p50 {times['p50']:.1f} ms   p95 {times['p95']:.1f} ms   max {times['max']:.1f} ms"
    )


def _write(out: Path, grid: GridMap, model: str, run: LifelongRun) -> None:
    from planner.grid.plan_file import write_plan  # noqa: PLC0415

    headings = 4 if model == "rotate" else 1
    vertices, heading = run.states // headings, run.states % headings
    write_plan(out, grid, vertices, heading if model == "rotate" else None)
