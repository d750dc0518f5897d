"""The way out of a stall: a plan for everybody, driven with turns in between."""

from __future__ import annotations

import numpy as np
import pytest

from planner.grid.grid_map import GridMap
from planner.grid.lifelong.motion import MODELS, motion_of
from planner.grid.lifelong.way_out import WayOut, distinct_targets, find_way_out
from planner.grid.plan_file import plan_lines
from tests.grid.lifelong.small_runs import grid_from, map_text
from tests.grid.validator import check_plan

POCKET = grid_from("........", "@@@.@@@@")
LANE = grid_from("........")
BOTH = np.array([0, 1], np.int32)


def facing(grid: GridMap) -> tuple[np.ndarray, np.ndarray]:
    """Two beside each other in the lane, each to get to the other's end."""
    at = grid.vertex_at[0, [4, 5]].astype(np.int32)
    return at, grid.vertex_at[0, [7, 0]].astype(np.int32)


@pytest.mark.parametrize("model", MODELS)
def test_it_brings_the_agent_to_its_goal_without_conflict(model: str) -> None:
    at, goals = facing(POCKET)
    plan = find_way_out(POCKET, at, goals, BOTH, np.random.default_rng(1))
    assert plan is not None
    motion = motion_of(POCKET, model)
    way_out = WayOut(motion, POCKET, 0, int(goals[0]), plan)
    states = [(at * motion.headings).astype(np.int32)]
    while (actions := way_out.actions(states[-1])) is not None:
        states.append(motion.after[states[-1], actions])
    driven = np.array(states)
    assert driven[-1, 0] // motion.headings == goals[0]
    vertices, heading = driven // motion.headings, driven % motion.headings
    lines = plan_lines(POCKET, vertices, heading if model == "rotate" else None)
    check_plan("\n".join(lines) + "\n", map_text(POCKET))


def test_where_there_is_none_it_says_so() -> None:
    assert find_way_out(LANE, *facing(LANE), BOTH, np.random.default_rng(1)) is None


def test_it_is_over_when_the_agent_has_another_goal() -> None:
    at, goals = facing(POCKET)
    way_out = WayOut(motion_of(POCKET, "shift"), POCKET, 0, int(goals[0]), at[None])
    assert not way_out.is_over(goals)
    assert way_out.is_over(np.array([3, goals[1]]))


def test_agents_with_the_same_goal_are_sent_beside_each_other() -> None:
    goals = np.array([4, 4, 4], np.int32)
    targets = distinct_targets(LANE, goals, np.array([1, 0, 2]))
    assert targets[1] == 4
    assert set(targets.tolist()) == {3, 4, 5}
