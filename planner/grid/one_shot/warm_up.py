"""Compiles the one-shot planner's kernels, so that the first plan does not wait for it."""

from __future__ import annotations

import numpy as np

from planner.grid.dependency_graph import dependency_graph, is_executable
from planner.grid.grid_map import grid_of
from planner.grid.one_shot.lacam import plan_first
from planner.grid.one_shot.refine import Refinement
from planner.grid.one_shot.task import task_for
from planner.grid.scenario import GridScenario


def warm_up() -> None:
    """Plans two agents on a small grid with every kernel; the machine code is kept on disk."""
    grid = grid_of(np.ones((3, 3), np.bool_))
    scenario = GridScenario(np.array([0, 8], np.int32), np.array([8, 0], np.int32))
    generator = np.random.default_rng(1)
    task = task_for(grid, scenario)
    _, plan = plan_first(task, scenario.starts, generator, lambda: False)
    refinement = Refinement(grid, task, plan, generator)
    refinement.run(4)
    is_executable(dependency_graph(refinement.plan(), grid.vertices))
