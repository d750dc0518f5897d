"""The way out when progress stalls: a one-shot plan for everybody, driven to its end.

Priority inheritance promises progress only where every cell lies on a loop; in a lane that ends two
vehicles can face each other for ever. LaCAM, which is complete, finds the way out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.grid.grid_map import GridMap
from planner.grid.lifelong.motion import FORWARD, LEFT, RIGHT, WAIT, MotionPrimitives
from planner.grid.one_shot.lacam import SearchEnd, plan_first
from planner.grid.one_shot.task import task_for
from planner.grid.scenario import GridScenario

_CALLS = 200
_CALLS_AND_AGENTS = 20_000
"""A search is given up after so many calls of LaCAM's kernel; their product with the agents, which
make a call longer, is limited as well."""


class WayOut:
    """A plan under way: all keep to it until ``agent``, for whom it is, gets another goal."""

    def __init__(
        self,
        motion: MotionPrimitives,
        grid: GridMap,
        agent: int,
        goal: int,
        plan: NDArray[np.int32],
    ) -> None:
        self._motion, self._neighbours = motion, grid.neighbours
        self._agent, self._goal = agent, goal
        self._plan = list(plan)

    def is_over(self, goals: NDArray[np.int32]) -> bool:
        """Whether the agent has reached its goal, as it has another one now."""
        return int(goals[self._agent]) != self._goal

    def actions(self, states: NDArray[np.int32]) -> NDArray[np.int32] | None:
        """The next action of each agent in ``states``, or None when the plan is done. All turn
        first, and then those who go on go at once, as the plan has it."""
        headings = self._motion.headings
        at = states // headings
        while self._plan and np.array_equal(self._plan[0], at):
            self._plan.pop(0)
        if not self._plan:
            return None
        to = self._plan[0]
        moving = to != at
        direction = np.argmax(self._neighbours[at] == to[:, None], axis=1)
        if headings == 1:
            return np.where(moving, direction, self._motion.wait).astype(np.int32)
        turns = np.where(moving, (direction - states % headings) % 4, 0)
        if turns.any():
            return np.array([WAIT, RIGHT, RIGHT, LEFT], np.int32)[turns]
        return np.where(moving, FORWARD, WAIT).astype(np.int32)


def find_way_out(
    grid: GridMap,
    at: NDArray[np.int32],
    goals: NDArray[np.int32],
    order: NDArray[np.int32],
    generator: np.random.Generator,
) -> NDArray[np.int32] | None:
    """A plan (steps, agents) of vertices that brings the first agent of ``order`` from ``at`` to
    its goal, and the others near theirs or, where there is no such plan, back to where they are;
    None when none was found."""
    first = np.arange(len(goals)) == order[0]
    calls = min(_CALLS, _CALLS_AND_AGENTS // len(goals) + 1)
    for wishes in (goals, np.where(first, goals, at)):
        scenario = GridScenario(at.astype(np.int32), distinct_targets(grid, wishes, order))
        task = task_for(grid, scenario)
        outcome, plan = plan_first(task, scenario.starts, generator, _after(calls))
        if outcome is SearchEnd.SOLVED:
            return plan
    return None


def _after(calls: int) -> Callable[[], bool]:
    """Says False so many times, then True."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def distinct_targets(
    grid: GridMap, goals: NDArray[np.int32], order: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Goals for one plan: in ``order`` every agent gets the free cell nearest to its goal."""
    targets = np.empty(len(goals), np.int32)
    taken: set[int] = set()
    for agent in order:
        targets[agent] = _nearest_free(grid, int(goals[agent]), taken)
        taken.add(int(targets[agent]))
    return targets


def _nearest_free(grid: GridMap, goal: int, taken: set[int]) -> int:
    row, seen = [goal], {goal}
    for vertex in row:
        if vertex not in taken:
            return vertex
        for nearby in grid.neighbours[vertex]:
            if nearby >= 0 and int(nearby) not in seen:
                seen.add(int(nearby))
                row.append(int(nearby))
    raise ValueError(f"no cell connected to vertex {goal} is free")
