"""Every answer is right: plans are valid, and what is called impossible is impossible."""

from collections import Counter

import pytest

from planner.traffic.joint.ground import Ground
from planner.traffic.joint.lacam import EXHAUSTED, SOLVED, lacam
from planner.traffic.joint.plan import plan_jointly
from planner.traffic.joint.problem import Budget
from planner.traffic.joint.proof import proof_of_none
from planner.traffic.joint.result import Solved, Unsolvable
from planner.traffic.joint.sequence import scene_of
from planner.traffic.joint.situation import situation
from tests.traffic.joint.plan_rules import assert_keeps_rules
from tests.traffic.joint.random_roadmaps import random_case, solvable

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("block", range(3))
def test_answers_agree_with_exhaustive_search_on_random_roadmaps(block: int) -> None:
    seen: Counter[bool | None] = Counter()
    for seed in range(100 * block, 100 * block + 15):
        case = random_case(seed)
        if case is None:
            continue
        roadmap, problem = case
        expected = solvable(roadmap, problem)
        answer = plan_jointly(Ground(roadmap), problem, Budget(20_000, refinements=20, seed=seed))
        seen[expected] += 1
        if isinstance(answer, Solved):
            assert expected in (True, None), seed
            assert_keeps_rules(roadmap, problem, answer)
        elif isinstance(answer, Unsolvable):
            assert expected in (False, None), (seed, answer.proof)
            assert answer.proof
        else:
            assert expected is None, seed
    assert seen[True] and seen[False]


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_proofs_and_the_exhausted_search_never_contradict_exhaustive_search(block: int) -> None:
    proven = 0
    for seed in range(5000 + 100 * block, 5000 + 100 * block + 15):
        case = random_case(seed)
        if case is None:
            continue
        roadmap, problem = case
        now = situation(Ground(roadmap), problem)
        expected = solvable(roadmap, problem)
        if proof_of_none(now):
            proven += 1
            assert expected in (False, None), seed
        outcome, *_ = lacam(scene_of(now, now.graph.hops, now.shut, now.place), now.place, 5000, 1)
        assert outcome != EXHAUSTED or expected in (False, None), seed
        assert outcome != SOLVED or expected in (True, None), seed
    assert proven
