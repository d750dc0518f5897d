"""Random small instances for the one-shot planner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from planner.grid.grid_map import GridMap, grid_of
from planner.grid.one_shot.lacam import plan_first
from planner.grid.one_shot.task import GridTask, task_for
from planner.grid.plan_file import plan_lines
from planner.grid.scenario import GridScenario
from tests.grid.validator import check_plan


@dataclass(frozen=True)
class SmallTask:
    grid: GridMap
    scenario: GridScenario
    task: GridTask


def small_task(free: NDArray[np.bool_], starts: list[int], goals: list[int]) -> SmallTask:
    grid = grid_of(free)
    scenario = GridScenario(np.array(starts, np.int32), np.array(goals, np.int32))
    return SmallTask(grid, scenario, task_for(grid, scenario))


@st.composite
def small_tasks(draw, most_agents: int = 5) -> SmallTask:
    """Grids up to 5 x 5 with holes, where everybody has a way to the goal."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(2, 5))
    chance = np.random.default_rng(draw(st.integers(0, 2**32)))
    while True:
        free = chance.random((height, width)) < 0.8
        vertices = int(free.sum())
        if vertices < 2:
            continue
        agents = int(chance.integers(1, min(most_agents, vertices - 1) + 1))
        starts = chance.permutation(vertices)[:agents].tolist()
        try:
            return small_task(free, starts, chance.permutation(vertices)[:agents].tolist())
        except InputError:
            continue


def after_calls(count: int = 50) -> Callable[[], bool]:
    """A budget of so many calls of the kernel: to prove that there is no plan can take for ever."""
    calls = iter(range(count))
    return lambda: next(calls, None) is None


def planned(small: SmallTask, seed: int) -> NDArray[np.int32] | None:
    """A first plan, or None when none is found soon."""
    generator = np.random.default_rng(seed)
    _, plan = plan_first(small.task, small.scenario.starts, generator, after_calls())
    return plan if len(plan) else None


def map_text(grid: GridMap) -> str:
    rows = ["".join("@" if vertex < 0 else "." for vertex in row) for row in grid.vertex_at]
    return "\n".join(["type octile", f"height {grid.height}", f"width {grid.width}", "map", *rows])


def check(small: SmallTask, plan: NDArray[np.int32]) -> None:
    """The independent validator's judgement."""

    def cells(vertices: NDArray[np.int32]) -> list[tuple[int, int]]:
        return [(int(small.grid.x[v]), int(small.grid.y[v])) for v in vertices]

    check_plan(
        "\n".join(plan_lines(small.grid, plan)),
        map_text(small.grid),
        cells(small.scenario.starts),
        cells(small.scenario.goals),
    )
