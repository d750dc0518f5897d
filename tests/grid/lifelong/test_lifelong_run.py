"""Lifelong runs on small grids: valid, repeatable, and they go on for ever."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.errors import InputError
from planner.grid.lifelong import lifelong_planner
from planner.grid.lifelong.goals import GoalRows
from planner.grid.lifelong.motion import MODELS, motion_of
from tests.grid.lifelong.small_runs import checked_run, grid_from, random_grid

POCKET = grid_from("........", "@@@.@@@@")


@given(st.integers(0, 2**32), st.sampled_from(MODELS), st.integers(1, 20))
@settings(max_examples=25, deadline=None)
def test_every_plan_is_valid(seed: int, model: str, agents: int) -> None:
    grid = random_grid(np.random.default_rng(seed), 9, 8, 0.9)
    run, _ = checked_run(grid, model, agents, steps=60, seed=seed)
    assert run.states.shape == (61, agents)


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_plan(model: str) -> None:
    grid = random_grid(np.random.default_rng(1), 12, 10, 0.85)
    first, _ = checked_run(grid, model, 15, steps=80, seed=3)
    again, _ = checked_run(grid, model, 15, steps=80, seed=3)
    other, _ = checked_run(grid, model, 15, steps=80, seed=4)
    assert np.array_equal(first.states, again.states)
    assert not np.array_equal(first.states, other.states)


@pytest.mark.parametrize("model", MODELS)
def test_goals_are_counted_as_they_are_drawn(model: str) -> None:
    """Counted again from the states alone, with the goals that the seed gives."""
    grid = random_grid(np.random.default_rng(2), 10, 10, 0.9)
    agents, headings = 8, motion_of(grid, model).headings
    run, _ = checked_run(grid, model, agents, steps=120, seed=5)
    rows = GoalRows(grid, agents, 5)
    assert np.array_equal(run.states[0], rows.starts(headings))
    counted = 0
    for agent in range(agents):
        cells = run.states[:, agent] // headings
        goal = rows.next_goal(agent, int(cells[0]))
        for cell in cells[1:]:
            if cell == goal:
                counted += 1
                goal = rows.next_goal(agent, int(cell))
    assert counted == run.goals.sum() > 0


def test_a_stall_is_noticed_and_resolved() -> None:
    """Two in a lane with a pocket; without the way out they face each other for ever."""
    run, planner = checked_run(POCKET, "rotate", 2, steps=2400)
    assert planner.ways_out > 0
    assert all(part.sum() > 0 for part in np.array_split(run.goals, 3))


def test_without_the_way_out_the_stall_lasts_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifelong_planner, "find_way_out", lambda *_: None)
    run, _ = checked_run(POCKET, "rotate", 2, steps=2400)
    assert run.goals[-800:].sum() == 0


@pytest.mark.parametrize("model", MODELS)
def test_a_dense_grid_keeps_moving(model: str) -> None:
    grid = grid_from("......", ".@..@.", "......", ".@..@.", "......")
    run, _ = checked_run(grid, model, 18, steps=1200)
    assert all(part.sum() > 0 for part in np.array_split(run.goals, 4))


def test_more_agents_than_cells_are_refused() -> None:
    with pytest.raises(InputError, match=r"9 agents; possible are 1 to 8"):
        GoalRows(POCKET, 9, 1)


def test_another_model_is_refused() -> None:
    with pytest.raises(InputError, match="rotate and shift"):
        motion_of(POCKET, "fly")
