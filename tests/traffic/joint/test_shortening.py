"""Shortened sequences stay valid and lead to the same places."""

import numpy as np
import pytest

from planner.traffic.joint.ground import Ground
from planner.traffic.joint.places import Hops
from planner.traffic.joint.shortening import Made, shorten
from planner.traffic.joint.situation import situation
from tests.traffic.joint.random_roadmaps import random_case


def near(hops: Hops, hop: int) -> set[int]:
    return set(hops.near[hops.near_index[hop] : hops.near_index[hop + 1]].tolist())


def ends(hops: Hops, start: list[int], made: list[Made]) -> list[int]:
    """Final places; fails where a hop is not possible."""
    at = list(start)
    for vehicle, hop in made:
        assert hops.start[hop] == at[vehicle]
        assert near(hops, hop).isdisjoint(at[:vehicle] + at[vehicle + 1 :])
        at[vehicle] = int(hops.end[hop])
    return at


def wander(hops: Hops, start: list[int], rng: np.random.Generator) -> list[Made]:
    at, made = list(start), []
    for _ in range(80):
        vehicle = int(rng.integers(len(at)))
        options = range(int(hops.offset[at[vehicle]]), int(hops.offset[at[vehicle] + 1]))
        others = at[:vehicle] + at[vehicle + 1 :]
        free = [hop for hop in options if near(hops, hop).isdisjoint(others)]
        if free:
            hop = int(rng.choice(free))
            made.append((vehicle, hop))
            at[vehicle] = int(hops.end[hop])
    return made


@pytest.mark.parametrize("seed", range(300, 330))
def test_a_random_walk_gets_shorter_and_ends_where_it_did(seed: int) -> None:
    cases = (random_case(one) for one in range(seed, seed + 1000, 50))
    roadmap, problem = next(case for case in cases if case is not None)  # one where all fit
    now = situation(Ground(roadmap), problem)
    hops, start = now.graph.hops, now.place.tolist()
    made = wander(hops, start, np.random.default_rng(seed))
    short = shorten(hops, start, made)
    assert ends(hops, start, short) == ends(hops, start, made)
    assert len(short) <= len(made)
    assert shorten(hops, start, short) == short
