"""Distance fields: the kernel against plain Dijkstra."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.roadmap.fields import Inward, cheapest, cheapest_reference


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 25), st.integers(0, 80), st.floats(0.3, 1.0))
def test_the_kernel_finds_what_plain_dijkstra_finds(
    seed: int, states: int, moves: int, open_share: float
) -> None:
    rng = np.random.default_rng(seed)
    start = rng.integers(states, size=moves).astype(np.int32)
    end = rng.integers(states, size=moves).astype(np.int32)
    inward = Inward.of(start, end, states)
    weights = rng.integers(0, 9, size=moves) / 8.0
    usable = rng.random(moves) < open_share
    goals = rng.integers(states, size=int(rng.integers(1, 4)))
    found = cheapest(inward, weights, usable, goals)
    assert np.array_equal(found, cheapest_reference(inward, weights, usable, goals.tolist()))
