"""What a plan must keep, said without the planner's own arrays."""

from __future__ import annotations

from itertools import combinations
from math import inf

import pytest

from planner.roadmap.graph import Roadmap
from planner.traffic.joint.problem import Problem
from planner.traffic.joint.result import Solved

Span = tuple[int, float, float]


def assert_keeps_rules(roadmap: Roadmap, problem: Problem, plan: Solved) -> None:
    """Ways are connected and end at goals; floor that excludes other floor is never had at once."""
    spans = [_spans(roadmap, problem, plan, k) for k in range(len(problem.travellers))]
    for first, second in combinations(spans, 2):
        _assert_apart(roadmap, first, second, problem.gap_s)
    taken = [(region, -inf, until) for region, until in problem.taken]
    for mine, traveller in zip(spans, problem.travellers, strict=True):
        moving = [span for span in mine if span[1] >= traveller.ready_s]
        _assert_apart(roadmap, taken, moving, 0.0)


def _spans(roadmap: Roadmap, problem: Problem, plan: Solved, vehicle: int) -> list[Span]:
    traveller = problem.travellers[vehicle]
    state, since = traveller.start, -inf
    spans: list[Span] = []
    for one in plan.moves[vehicle]:
        assert roadmap.move_from[one.move] == state
        assert traveller.usable[one.move]
        assert one.begin_s >= max(since, traveller.ready_s) - 1e-9
        assert one.end_s - one.begin_s >= roadmap.move_duration_s[one.move] - 1e-9
        spans.append((int(roadmap.state_region[state]), since, one.begin_s))
        spans.append((int(roadmap.move_region[one.move]), one.begin_s, one.end_s))
        state, since = int(roadmap.move_to[one.move]), one.end_s
    spans.append((int(roadmap.state_region[state]), since, inf))
    if traveller.goals:
        assert state in traveller.goals
    else:
        assert roadmap.state_node[state] in roadmap.facility.layout.nodes
    return spans


def _assert_apart(roadmap: Roadmap, first: list[Span], second: list[Span], gap_s: float) -> None:
    for region, begin, end in first:
        excluded = roadmap.conflicts.excluded[region]
        for other, other_begin, other_end in second:
            if other in excluded and min(end, other_end) - max(begin, other_begin) > 1e-9:
                pytest.fail(f"{region} from {begin} to {end}, {other} from {other_begin}")
