"""One marked pebble among others that are alike: classes against exhaustive search."""

from __future__ import annotations

from collections import deque

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.traffic.joint.pebble_motion import PebbleMotion


def random_graph(rng: np.random.Generator) -> list[list[int]]:
    count = int(rng.integers(2, 7))
    ways = {(int(rng.integers(k)), k) for k in range(1, count) if rng.random() < 0.9}
    ways |= {(a, b) for b in range(count) for a in range(b) if rng.random() < 0.15}
    return [[b for b in range(count) if (a, b) in ways or (b, a) in ways] for a in range(count)]


def reached(
    neighbours: list[list[int]], node: int, others: frozenset[int]
) -> set[tuple[int, frozenset[int]]]:
    seen = {(node, others)}
    queue = deque(seen)
    while queue:
        at, rest = queue.popleft()
        steps = [(to, rest) for to in neighbours[at] if to not in rest]
        steps += [
            (at, rest - {one} | {to})
            for one in rest
            for to in neighbours[one]
            if to != at and to not in rest
        ]
        for step in steps:
            if step not in seen:
                seen.add(step)
                queue.append(step)
    return seen


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_pebble_reaches_exactly_what_exhaustive_search_reaches(seed: int) -> None:
    rng = np.random.default_rng(seed)
    neighbours = random_graph(rng)
    count = int(rng.integers(1, len(neighbours) + 1))
    start, *others = rng.permutation(len(neighbours))[:count].tolist()
    goal, *ends = rng.permutation(len(neighbours))[:count].tolist()
    motion = PebbleMotion(neighbours)
    found = reached(neighbours, start, frozenset(others))
    expected = (goal, frozenset(ends)) in found
    said = motion.reaches(motion.state(start, others), goal, ends)
    # Pebbles in other parts of the graph are not counted, so there it may say too much.
    assert said or not expected
    if {*neighbours[0]} and _connected(neighbours):
        assert said == expected


def _connected(neighbours: list[list[int]]) -> bool:
    seen, stack = {0}, [0]
    while stack:
        for other in neighbours[stack.pop()]:
            if other not in seen:
                seen.add(other)
                stack.append(other)
    return len(seen) == len(neighbours)
