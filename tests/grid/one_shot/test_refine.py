"""Refinement: plans stay valid and executable and never become worse; the earliest path is one."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.grid.dependency_graph import dependency_graph, is_executable
from planner.grid.one_shot.bitboard import empty_space, layout_of, toggle
from planner.grid.one_shot.earliest_path import NONE, flood_space, trace_back
from planner.grid.one_shot.refine import Refinement, refine
from planner.grid.one_shot.solution import arrivals
from tests.grid.one_shot.small_tasks import SmallTask, check, planned, small_task, small_tasks


@given(small_tasks(most_agents=8), st.integers(1, 2**62))
@settings(max_examples=80, deadline=None)
def test_plans_stay_valid_and_executable_and_never_become_worse(
    small: SmallTask, seed: int
) -> None:
    first = planned(small, seed)
    if first is None:
        return
    refinement = Refinement(small.grid, small.task, first, np.random.default_rng(seed))
    cost = int(arrivals(first, small.task.goals).sum())
    for _ in range(5):
        gain = refinement.run(20)
        plan = refinement.plan()
        check(small, plan)
        assert is_executable(dependency_graph(plan, small.grid.vertices))
        assert int(arrivals(plan, small.task.goals).sum()) == cost - gain
        assert refinement.sum_of_costs == cost - gain
        assert gain >= 0
        cost -= gain


@given(small_tasks(most_agents=6), st.integers(1, 2**62))
@settings(max_examples=80, deadline=None)
def test_the_earliest_path_is_that_of_a_plain_search(small: SmallTask, seed: int) -> None:
    plan = planned(small, seed)
    if plan is None:
        return
    plan = np.vstack((plan, np.repeat(plan[-1:], 4, axis=0)))
    layout = layout_of(small.grid)
    space = empty_space(layout, len(plan) - 1)
    for agent in range(1, plan.shape[1]):
        toggle(layout, space, layout.bit[plan[:, agent]])
    paths = layout.bit[plan]
    paths[:, 0] = NONE
    start, goal = layout.bit[plan[0, 0]], layout.bit[plan[-1, 0]]
    reach = np.full_like(space.cells, seed % 2**64)  # whatever was there before does not matter
    arrival = flood_space(layout, space, start, goal, len(plan) - 1, reach)
    assert arrival == earliest(small, plan)
    path = np.empty(len(plan), np.int32)
    state = np.array([seed], np.uint64)
    if trace_back(layout, space, paths, reach, goal, arrival, path, state):
        plan[:, 0] = layout.vertex[path]
        check(small, plan)
        assert is_executable(dependency_graph(plan, small.grid.vertices))
        assert int(arrivals(plan, small.task.goals)[0]) <= arrival


def earliest(small: SmallTask, plan: np.ndarray) -> int:
    """The earliest arrival for good of agent 0 among the others, step by step."""
    others, goal = plan[:, 1:], int(plan[-1, 0])
    last_visit = max((t for t in range(len(plan)) if goal in others[t]), default=-1)
    queue, seen = deque([(0, int(plan[0, 0]))]), set()
    while queue:
        step, here = queue.popleft()
        if here == goal and step > last_visit:
            return step
        if step + 1 == len(plan) or (step, here) in seen:
            continue
        seen.add((step, here))
        for there in [here, *(n for n in small.grid.neighbours[here].tolist() if n >= 0)]:
            comes = np.flatnonzero((others[step] == there) & (others[step + 1] == here))
            if there not in others[step + 1] and not len(comes):
                queue.append((step + 1, there))
    return NONE


def crossing() -> SmallTask:
    """Eight agents that all have to pass the middle of a 7 x 7 cross."""
    free = np.zeros((7, 7), np.bool_)
    free[2:5, :] = free[:, 2:5] = True
    grid = small_task(free, [0], [1]).grid
    rows = [[int(v) for v in row if v >= 0] for row in grid.vertex_at]
    west, east = [row[0] for row in rows[2:5]], [row[-1] for row in rows[2:5]]
    return small_task(free, [*west, *east, *rows[0][:2]], [*east[::-1], *west[::-1], *rows[6][:2]])


def test_refinement_finds_better_plans_and_the_seed_fixes_them() -> None:
    small = crossing()
    first = planned(small, 3)
    assert first is not None
    plans = []
    for _ in range(2):
        refinement = Refinement(small.grid, small.task, first, np.random.default_rng(5))
        refinement.run(500)
        plans.append(refinement.plan())
    assert plans[0].tolist() == plans[1].tolist()
    costs = [int(arrivals(plan, small.task.goals).sum()) for plan in (first, plans[0])]
    assert costs[1] < costs[0]


@pytest.mark.parametrize("calls", [0, 3])
def test_refinement_stops_when_time_is_over(calls: int) -> None:
    small = crossing()
    first = planned(small, 3)
    assert first is not None
    asked = iter([False] * calls)
    plan = refine(
        small.grid, small.task, first, np.random.default_rng(1), lambda: next(asked, True)
    )
    check(small, plan)
