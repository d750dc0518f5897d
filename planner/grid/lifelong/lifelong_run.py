"""A lifelong run: agents move as planned, and get a new goal whenever they reach one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.grid.grid_map import GridMap
from planner.grid.lifelong.budget import StepBudget
from planner.grid.lifelong.goals import GoalRows
from planner.grid.lifelong.lifelong_planner import LifelongPlanner
from planner.grid.lifelong.motion import MotionPrimitives


@dataclass(frozen=True)
class LifelongRun:
    """``states`` (steps + 1, agents) int32; ``goals`` (steps,): how many were reached at the end of
    each step; ``step_ms`` (steps,): time that planning took."""

    states: NDArray[np.int32]
    goals: NDArray[np.int64]
    step_ms: NDArray[np.float64]


def drive(
    grid: GridMap,
    motion: MotionPrimitives,
    planner: LifelongPlanner,
    rows: GoalRows,
    steps: int,
    budget: StepBudget,
    clock_s: Callable[[], float],
    tell: Callable[[int], None] = lambda _step: None,
) -> LifelongRun:
    """Drives for ``steps`` steps. ``clock_s`` measures; ``tell`` hears of each step."""
    headings = motion.headings
    state = rows.starts(headings)
    goal = np.array(
        [rows.next_goal(agent, int(one) // headings) for agent, one in enumerate(state)], np.int32
    )
    planner.prepare(goal)
    states = np.empty((steps + 1, len(state)), np.int32)
    reached, step_ms = np.zeros(steps, np.int64), np.zeros(steps)
    states[0] = state
    for step in range(steps):
        began_s = clock_s()
        actions = planner.step(state, goal, budget)
        step_ms[step] = 1000.0 * (clock_s() - began_s)
        state = motion.after[state, actions]
        states[step + 1] = state
        arrived = np.flatnonzero(state // headings == goal)
        for agent in arrived:
            goal[agent] = rows.next_goal(int(agent), int(goal[agent]))
        reached[step] = len(arrived)
        tell(step)
    return LifelongRun(states, reached, step_ms)
