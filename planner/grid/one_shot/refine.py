"""Refines a plan while there is time; the plan is good at every moment."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from planner.chance import chance
from planner.grid.grid_map import GridMap
from planner.grid.one_shot.bitboard import BitLayout, Space, empty_space, layout_of
from planner.grid.one_shot.refinement import LARGEST, RefinementState, improve, new_arms, occupy
from planner.grid.one_shot.solution import arrivals, shortest
from planner.grid.one_shot.task import GridTask

SLACK_STEPS = 16
"""Steps kept beyond the last arrival, so that somebody may arrive later for the good of others."""


class Refinement:
    """A plan on its way to be better. ``plan`` may be asked at any moment between two calls."""

    def __init__(
        self,
        grid: GridMap,
        task: GridTask,
        plan: NDArray[np.int32],
        generator: np.random.Generator,
    ) -> None:
        """``plan`` (steps + 1, agents): vertices, without conflicts, everybody at the goal at the
        end."""
        self._layout = layout_of(grid)
        self._chance = chance(generator)
        rest = np.repeat(plan[-1:], SLACK_STEPS, axis=0)
        self._state = _state(self._layout, task, np.vstack((plan, rest)))

    @property
    def sum_of_costs(self) -> int:
        return int(self._state.arrival.sum())

    def run(self, tries: int) -> int:
        """Tries so many neighbourhoods; returns by how much the sum of costs fell."""
        gain = int(improve(self._state, tries, self._chance))
        self._state = _shorter(self._state)
        return gain

    def plan(self) -> NDArray[np.int32]:
        """The best plan so far (makespan + 1, agents): vertices."""
        last = int(self._state.arrival.max(initial=0))
        return self._layout.vertex[self._state.paths[: last + 1]]


def refine(
    grid: GridMap,
    task: GridTask,
    plan: NDArray[np.int32],
    generator: np.random.Generator,
    is_over: Callable[[], bool],
    tries_a_call: int = 16,
) -> NDArray[np.int32]:
    """The plan after refinement until ``is_over`` says so, which is asked every few tries."""
    refinement = Refinement(grid, task, plan, generator)
    while not is_over():
        refinement.run(tries_a_call)
    return refinement.plan()


def _state(layout: BitLayout, task: GridTask, plan: NDArray[np.int32]) -> RefinementState:
    steps, agents = len(plan) - 1, plan.shape[1]
    space, paths = empty_space(layout, steps), layout.bit[plan]
    occupy(layout, space, paths)
    return RefinementState(
        task=task,
        layout=layout,
        space=space,
        paths=paths,
        arrival=arrivals(plan, task.goals),
        shortest=shortest(task, plan[0]),
        reach=np.zeros_like(space.cells),
        had_turn=np.zeros(agents, np.bool_),
        chosen=np.zeros(agents, np.int64),
        turn=np.zeros(LARGEST, np.int64),
        old=np.zeros((LARGEST, steps + 1), np.int32),
        new=np.zeros((LARGEST, steps + 1), np.int32),
        new_arrival=np.zeros(LARGEST, np.int64),
        nearest=np.zeros(agents, np.int64),
        arms=new_arms(),
    )


def _shorter(state: RefinementState) -> RefinementState:
    """The same state without the steps in which everybody has long arrived."""
    rows = int(state.arrival.max(initial=0)) + SLACK_STEPS + 1
    if rows + SLACK_STEPS >= len(state.paths):
        return state
    return state._replace(
        space=Space(*(part[:rows] for part in state.space)),
        paths=state.paths[:rows],
        reach=state.reach[:rows],
        old=np.zeros((LARGEST, rows), np.int32),
        new=np.zeros((LARGEST, rows), np.int32),
    )
