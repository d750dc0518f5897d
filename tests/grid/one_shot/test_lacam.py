"""LaCAM against its plain reference, against exhaustive search, and against the validator."""

from collections import deque
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.errors import InputError
from planner.grid.one_shot.lacam import SearchEnd, plan_first
from planner.grid.one_shot.lacam_reference import plan_first_reference
from planner.grid.one_shot.pibt import TO, clear_away, new_board, pibt_step, set_out
from planner.grid.one_shot.pibt_reference import PlainChance, pibt_step_reference
from tests.grid.one_shot.small_tasks import (
    SmallTask,
    after_calls,
    check,
    small_task,
    small_tasks,
)


class FixedSeed(np.random.Generator):
    """Hands out one number, so that kernel and reference begin alike."""

    def __init__(self, seed: int) -> None:
        super().__init__(np.random.PCG64(1))
        self._seed = seed

    def integers(self, *_args, **_kwargs) -> np.ndarray:
        return np.array([self._seed], np.uint64)


@given(small_tasks(most_agents=8), st.integers(1, 2**62))
@settings(max_examples=150, deadline=None)
def test_a_step_is_the_reference_s_step(small: SmallTask, seed: int) -> None:
    task, starts = small.task, small.scenario.starts
    order = np.random.default_rng(seed).permutation(len(starts)).astype(np.int32)
    board = new_board(small.grid.vertices, task.goals)
    set_out(task, board, starts)
    made = pibt_step(task, board, order, np.array([seed], np.uint64))
    wanted = pibt_step_reference(task, starts.tolist(), order.tolist(), PlainChance(seed))
    assert made == (wanted is not None)
    if wanted is not None:
        assert board.agents[:, TO].tolist() == wanted.tolist()
    clear_away(board)
    assert (board.cells < 0).all()


@given(small_tasks(), st.integers(1, 2**62))
@settings(max_examples=80, deadline=None)
def test_the_search_is_the_reference_s_search(small: SmallTask, seed: int) -> None:
    starts = small.scenario.starts
    outcome, plan = plan_first(small.task, starts, FixedSeed(seed), after_calls(20))
    if outcome is SearchEnd.OUT_OF_TIME:
        return
    wanted, wanted_plan = plan_first_reference(small.task, starts.tolist(), seed)
    assert outcome == wanted
    assert plan.tolist() == wanted_plan.tolist()


@given(small_tasks(), st.integers(1, 2**62))
@settings(max_examples=80, deadline=None)
def test_plans_are_valid(small: SmallTask, seed: int) -> None:
    outcome, plan = plan_first(
        small.task, small.scenario.starts, np.random.default_rng(seed), after_calls()
    )
    if outcome is SearchEnd.SOLVED:
        check(small, plan)


@given(small_tasks(most_agents=3), st.integers(1, 2**62))
@settings(max_examples=60, deadline=None)
def test_it_finds_a_plan_just_when_there_is_one(small: SmallTask, seed: int) -> None:
    if small.grid.vertices > 9:
        return
    outcome, _ = plan_first(
        small.task, small.scenario.starts, np.random.default_rng(seed), lambda: False
    )
    assert (outcome is SearchEnd.SOLVED) == is_solvable(small)


def is_solvable(small: SmallTask) -> bool:
    """Breadth-first search over all configurations, without moves round a circle."""
    begin, goal = (tuple(v.tolist()) for v in (small.scenario.starts, small.scenario.goals))
    seen, queue = {begin}, deque([begin])
    while queue:
        config = queue.popleft()
        if config == goal:
            return True
        ways = [[v, *(int(n) for n in small.grid.neighbours[v] if n >= 0)] for v in config]
        for after in product(*ways):
            if after not in seen and is_step(config, after):
                seen.add(after)
                queue.append(after)
    return False


def is_step(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    if len(set(after)) < len(after):
        return False
    moving = {u: v for u, v in zip(before, after, strict=True) if u != v}
    for begin, at in moving.items():
        while at in moving and at != begin:
            at = moving[at]  # noqa: PLW2901 - follows the chain
        if at == begin:
            return False
    return True


def test_two_who_face_each_other_in_a_dead_end_are_proven_unsolvable() -> None:
    small = small_task(np.ones((1, 4), np.bool_), [0, 3], [3, 0])
    outcome, plan = plan_first(
        small.task, small.scenario.starts, np.random.default_rng(1), lambda: False
    )
    assert outcome is SearchEnd.UNSOLVABLE
    assert len(plan) == 0


def test_time_that_is_over_is_said() -> None:
    small = small_task(np.ones((2, 2), np.bool_), [0], [3])
    outcome, _ = plan_first(
        small.task, small.scenario.starts, np.random.default_rng(1), lambda: True
    )
    assert outcome is SearchEnd.OUT_OF_TIME


def test_who_has_no_way_to_the_goal_is_named() -> None:
    free = np.array([[True, False, True]])
    with pytest.raises(InputError, match=r"1 of 1 agents .* \(0, 0\) to \(2, 0\)"):
        small_task(free, [0], [1])


def test_the_same_seed_gives_the_same_plan() -> None:
    small = small_task(np.ones((5, 5), np.bool_), [0, 4, 20, 24, 12], [24, 20, 4, 0, 2])
    plans = [
        plan_first(small.task, small.scenario.starts, np.random.default_rng(7), lambda: False)[1]
        for _ in range(2)
    ]
    assert plans[0].tolist() == plans[1].tolist()
