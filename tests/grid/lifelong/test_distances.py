"""Weighted distances, as the kernel fills them in and as plain Dijkstra does."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.grid.distances import distance_fields_with_headings
from planner.grid.lifelong.distances import FAR, field_reference, fill_field
from planner.grid.lifelong.field_store import FieldStore
from planner.grid.lifelong.motion import MODELS, MotionPrimitives, motion_of
from tests.grid.lifelong.small_runs import grid_from, random_grid


def filled(motion: MotionPrimitives, costs: np.ndarray, goal: int) -> np.ndarray:
    largest = int(costs.max())
    field = np.empty(motion.states, np.uint16)
    entries = motion.states * motion.actions + motion.headings + largest + 1
    scratch = np.empty((3, entries), np.int32)
    fill_field(motion.before, costs, largest, goal, motion.headings, field, scratch)
    return field


@given(st.integers(0, 2**32), st.sampled_from(MODELS), st.integers(1, 30))
@settings(deadline=None)
def test_kernel_and_reference_agree(seed: int, model: str, largest: int) -> None:
    rng = np.random.default_rng(seed)
    grid = random_grid(rng, 7, 6, 0.7)
    motion = motion_of(grid, model)
    costs = rng.integers(1, largest, size=motion.after.shape, endpoint=True).astype(np.uint16)
    goal = int(rng.integers(grid.vertices))
    expected = field_reference(motion.before, costs, goal, motion.headings)
    assert np.array_equal(filled(motion, costs, goal), expected)


def test_with_equal_costs_it_counts_steps() -> None:
    grid = random_grid(np.random.default_rng(3), 12, 12, 0.8)
    motion = motion_of(grid, "rotate")
    field = filled(motion, np.ones(motion.after.shape, np.uint16), 5)
    steps = distance_fields_with_headings(grid.neighbours, np.array([5], np.int32))[0]
    near = field != FAR
    assert np.array_equal(near, steps != 32_767)
    assert np.array_equal(field[near], steps[near])


def test_a_store_without_room_for_all_goals_still_answers_for_each() -> None:
    grid = grid_from("." * 9, "." * 9)
    motion = motion_of(grid, "shift")
    costs = np.full(motion.after.shape, 2, np.uint16)
    store = FieldStore(motion, 2, 2, memory_bytes=0)
    store.set_costs(costs)
    assert len(store.fields) == 4
    for first in range(grid.vertices - 1):
        goals = np.array([first, first + 1], np.int32)
        for goal, row in zip(goals, store.rows(goals), strict=True):
            assert np.array_equal(store.fields[row], field_reference(motion.before, costs, goal, 1))


def test_fields_follow_new_costs_as_many_a_step_as_asked() -> None:
    grid = grid_from("." * 6)
    motion = motion_of(grid, "shift")
    store = FieldStore(motion, 3, 9)
    goals = np.array([0, 2, 4], np.int32)
    for cost in (2, 9):
        store.set_costs(np.full(motion.after.shape, cost, np.uint16))
        rows = store.rows(goals)
    for fresh in range(4):
        assert (
            sorted(store.fields[rows].max(axis=1) % 9 == 0)
            == [False] * (3 - fresh) + [True] * fresh
        )
        store.renew(goals, 1)
