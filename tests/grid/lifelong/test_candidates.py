"""Candidates of an agent, by the kernel and in plain Python."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.grid.lifelong.candidates import candidates_reference, fill_candidates, room_for
from planner.grid.lifelong.distances import field_reference
from planner.grid.lifelong.motion import MODELS, motion_of
from planner.grid.lifelong.operations import operations_of
from tests.grid.lifelong.small_runs import random_grid

AGENTS = 3
UNIT = 4


@given(st.integers(0, 2**32), st.sampled_from(MODELS))
@settings(deadline=None)
def test_kernel_and_reference_agree(seed: int, model: str) -> None:
    rng = np.random.default_rng(seed)
    grid = random_grid(rng, 6, 5, 0.8)
    motion, operations = motion_of(grid, model), operations_of(model, 2)
    costs = rng.integers(UNIT, 20, size=motion.after.shape).astype(np.uint16)
    states = rng.choice(motion.states, AGENTS).astype(np.int32)
    goals = rng.choice(grid.vertices, AGENTS).astype(np.int32)
    fields = np.array([field_reference(motion.before, costs, g, motion.headings) for g in goals])
    found = room_for(AGENTS, operations.count, operations.depth)
    rows = np.arange(AGENTS, dtype=np.int32)
    fill_candidates(
        motion.after,
        motion.headings,
        operations.actions,
        states,
        goals,
        (fields, rows),
        UNIT,
        found,
    )
    for agent in range(AGENTS):
        expected = candidates_reference(
            motion.after, motion.headings, operations.actions, states[agent], goals[agent],
            fields[agent], UNIT,
        )  # fmt: skip
        kernel = [
            (
                int(found.cost[agent, place]),
                int(found.operation[agent, place]),
                found.vertices[agent, place].tolist(),
            )
            for place in range(found.known[agent])
        ]
        assert kernel == expected
