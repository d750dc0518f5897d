"""Compiles the kernels of the lifelong planner; the results are kept on disk."""

from __future__ import annotations

import numpy as np

from planner.grid.grid_map import grid_of
from planner.grid.lifelong.budget import TryBudget
from planner.grid.lifelong.goals import GoalRows
from planner.grid.lifelong.lifelong_planner import LifelongPlanner
from planner.grid.lifelong.lifelong_run import drive
from planner.grid.lifelong.motion import motion_of


def warm_up() -> None:
    """Drives two agents for two steps, which calls every kernel with the types it is used with."""
    grid = grid_of(np.ones((4, 4), np.bool_))
    motion = motion_of(grid, "rotate")
    planner = LifelongPlanner(grid, motion, 2, np.random.default_rng(1))
    drive(grid, motion, planner, GoalRows(grid, 2, 1), 2, TryBudget(2), lambda: 0.0)
