"""Small grids, and lifelong runs on them that are checked from outside."""

from __future__ import annotations

import numpy as np

from planner.grid.grid_map import GridMap, grid_of
from planner.grid.lifelong.budget import TryBudget
from planner.grid.lifelong.goals import GoalRows
from planner.grid.lifelong.lifelong_planner import LifelongPlanner, PlannerSettings
from planner.grid.lifelong.lifelong_run import LifelongRun, drive
from planner.grid.lifelong.motion import motion_of
from planner.grid.plan_file import plan_lines
from tests.grid.validator import check_plan


def grid_from(*rows: str) -> GridMap:
    """A grid from its picture, ``.`` being free."""
    return grid_of(np.array([[cell == "." for cell in row] for row in rows]))


def random_grid(rng: np.random.Generator, width: int, height: int, free: float) -> GridMap:
    """Random cells are free; some of them always."""
    mask = rng.random((height, width)) < free
    mask[0] = True
    return grid_of(mask)


def map_text(grid: GridMap) -> str:
    """The grid as the text of a .map file."""
    rows = "\n".join("".join("@" if cell < 0 else "." for cell in row) for row in grid.vertex_at)
    return f"type octile\nheight {grid.height}\nwidth {grid.width}\nmap\n{rows}\n"


def plan_text(grid: GridMap, model: str, run: LifelongRun) -> str:
    """The run as the text of a plan file."""
    headings = 4 if model == "rotate" else 1
    vertices, heading = run.states // headings, run.states % headings
    return "\n".join(plan_lines(grid, vertices, heading if model == "rotate" else None)) + "\n"


def checked_run(
    grid: GridMap,
    model: str,
    agents: int,
    steps: int,
    seed: int = 1,
    tries: int = 50,
    settings: PlannerSettings | None = None,
) -> tuple[LifelongRun, LifelongPlanner]:
    """A run whose plan passed the independent validator."""
    motion = motion_of(grid, model)
    planner = LifelongPlanner(grid, motion, agents, np.random.default_rng(seed), settings)
    rows = GoalRows(grid, agents, seed)
    run = drive(grid, motion, planner, rows, steps, TryBudget(tries), lambda: 0.0)
    check_plan(plan_text(grid, model, run), map_text(grid))
    return run, planner
