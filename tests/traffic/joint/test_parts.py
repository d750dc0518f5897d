"""Parts of a graph without one node: one search against taking each node away in turn."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.traffic.joint.parts import Parts


def random_graph(rng: np.random.Generator, count: int, share: float) -> list[list[int]]:
    joined = rng.random((count, count)) < share
    return [[b for b in range(count) if a != b and (joined[a, b] or joined[b, a])]
            for a in range(count)]  # fmt: skip


def parts_without(neighbours: list[list[int]], node: int) -> set[frozenset[int]]:
    """By flooding from each neighbour."""
    found = set()
    for start in neighbours[node]:
        part, stack = {start}, [start]
        while stack:
            fresh = {one for one in neighbours[stack.pop()] if one not in part and one != node}
            part |= fresh
            stack += fresh
        found.add(frozenset(part))
    return found


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 14), st.floats(0.05, 0.5))
def test_parts_are_what_flooding_finds(seed: int, count: int, share: float) -> None:
    neighbours = random_graph(np.random.default_rng(seed), count, share)
    parts = Parts(neighbours)
    for node in range(count):
        expected = parts_without(neighbours, node)
        members: dict[int, set[int]] = {}
        for other in range(count):
            number = parts.part_of(other, node)
            if number >= 0:
                members.setdefault(number, set()).add(other)
        assert {frozenset(part) for part in members.values()} == expected
        assert {k: len(part) for k, part in members.items()} == dict(enumerate(parts.sizes(node)))
        assert parts.component(node) == 1 + sum(parts.sizes(node))
