"""The choice of operations: kernel and plain Python agree, and nothing ever conflicts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.chance import below
from planner.grid.lifelong.candidates import Candidates, fill_candidates, room_for
from planner.grid.lifelong.distances import field_reference
from planner.grid.lifelong.epibt import (
    Choice,
    begin,
    choose_in_turn,
    improve,
    new_chain,
    new_choice,
)
from planner.grid.lifelong.epibt_reference import EpibtReference
from planner.grid.lifelong.motion import MODELS, motion_of
from planner.grid.lifelong.operations import operations_of
from tests.grid.lifelong.small_runs import random_grid


class Crowd:
    """Agents at random on a small grid, all of them standing, with random goals and weights."""

    def __init__(self, seed: int, model: str, agents: int) -> None:
        rng = np.random.default_rng(seed)
        grid = random_grid(rng, 6, 4, 0.8)
        motion, operations = motion_of(grid, model), operations_of(model, 3)
        self.agents = agents = min(agents, grid.vertices)
        self.at = rng.choice(grid.vertices, agents, replace=False).astype(np.int32)
        states = self.at * motion.headings + rng.integers(motion.headings, size=agents)
        goals = rng.choice(grid.vertices, agents).astype(np.int32)
        costs = np.full(motion.after.shape, 2, np.uint16)
        fields = np.array(
            [field_reference(motion.before, costs, g, motion.headings) for g in goals]
        )
        self.candidates: Candidates = room_for(agents, operations.count, operations.depth)
        fill_candidates(
            motion.after, motion.headings, operations.actions, states.astype(np.int32), goals,
            (fields, np.arange(agents, dtype=np.int32)), 2, self.candidates,
        )  # fmt: skip
        self.order = rng.permutation(agents).astype(np.int32)
        self.weight = rng.integers(1, 9, size=agents)
        self.choice: Choice = new_choice(agents, grid.vertices, operations.depth)
        self.chain = new_chain(agents)
        standing = np.zeros(agents, np.int32)
        begin(self.choice, self.candidates, self.at, standing, self.order, self.weight)

    def reference(self) -> EpibtReference:
        ways = [
            [
                (int(self.candidates.cost[a, k]), tuple(self.candidates.vertices[a, k].tolist()))
                for k in range(self.candidates.known[a])
            ]
            for a in range(self.agents)
        ]
        return EpibtReference(
            self.at.tolist(), ways, self.choice.chosen.tolist(), self.choice.rank.tolist(),
            self.weight.tolist(),
        )  # fmt: skip

    def paths(self) -> np.ndarray:
        """(agents, depth + 1): vertices now and after each action chosen."""
        ahead = self.candidates.vertices[np.arange(self.agents), self.choice.chosen]
        return np.column_stack([self.at, ahead])

    def cost(self) -> int:
        costs = self.candidates.cost[np.arange(self.agents), self.choice.chosen]
        return int((self.weight * costs).sum())


crowds = st.builds(Crowd, st.integers(0, 2**32), st.sampled_from(MODELS), st.integers(1, 12))
limits = st.tuples(st.integers(1, 4), st.integers(0, 60))


@given(crowds, limits)
@settings(deadline=None)
def test_choosing_in_turn_is_as_in_the_reference(crowd: Crowd, limit: tuple[int, int]) -> None:
    reference = crowd.reference()
    reference.choose_in_turn(crowd.order.tolist(), *limit)
    choose_in_turn(crowd.choice, crowd.candidates, crowd.chain, crowd.order, *limit)
    assert crowd.choice.chosen.tolist() == reference.chosen


@given(crowds, limits, st.integers(1, 2**62))
@settings(deadline=None)
def test_exchanges_are_as_in_the_reference(
    crowd: Crowd, limit: tuple[int, int], state: int
) -> None:
    reference = crowd.reference()
    chance = np.array([state], np.uint64)
    reference.exchange([below(chance, crowd.agents) for _ in range(20)], *limit)
    chance[0] = state
    improve(crowd.choice, crowd.candidates, crowd.chain, 20, *limit, chance)
    assert crowd.choice.chosen.tolist() == reference.chosen


@given(crowds, limits)
@settings(deadline=None)
def test_choices_never_conflict(crowd: Crowd, limit: tuple[int, int]) -> None:
    choose_in_turn(crowd.choice, crowd.candidates, crowd.chain, crowd.order, *limit)
    improve(
        crowd.choice, crowd.candidates, crowd.chain, 30, *limit, np.array([7], np.uint64)
    )  # fmt: skip
    paths = crowd.paths()
    for before, after in zip(paths.T, paths.T[1:], strict=False):
        assert len(set(after.tolist())) == crowd.agents
        moves = {(a, b) for a, b in zip(before.tolist(), after.tolist(), strict=True) if a != b}
        assert not moves & {(b, a) for a, b in moves}


@given(crowds)
@settings(deadline=None)
def test_exchanges_never_cost_more(crowd: Crowd) -> None:
    choose_in_turn(crowd.choice, crowd.candidates, crowd.chain, crowd.order, 10, 100)
    before = crowd.cost()
    improve(crowd.choice, crowd.candidates, crowd.chain, 50, 10, 100, np.array([7], np.uint64))
    assert crowd.cost() <= before
