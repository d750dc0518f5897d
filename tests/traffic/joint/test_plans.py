"""Plans in continuous time: floor that others have, readiness, gaps, vehicles that step aside."""

from __future__ import annotations

from itertools import permutations
from math import inf

import numpy as np
import pytest

from fleet_core.layouts.generate.lattice import lattice
from fleet_core.model.errors import TrafficError
from planner.roadmap.build import build_roadmap
from planner.traffic.joint.booked_plans import BookedPlans
from planner.traffic.joint.exchange import Exchange
from planner.traffic.joint.ground import Ground
from planner.traffic.joint.plan import plan_jointly
from planner.traffic.joint.problem import Budget, Problem, Traveller
from planner.traffic.joint.result import GaveUp, Solved, Unsolvable
from planner.traffic.joint.situation import situation
from tests.roadmap.small_plants import both, corridor, plant
from tests.traffic.joint.plan_rules import assert_keeps_rules

SQUARE = build_roadmap(lattice(4, 4, 2.0)[0])
GROUND = Ground(SQUARE)
ROOMS = build_roadmap(corridor())


def crossing_traffic(count: int, seed: int) -> Problem:
    rng = np.random.default_rng(seed)
    nodes = list(SQUARE.facility.layout.nodes)
    starts, goals = rng.permutation(len(nodes))[:count], rng.permutation(len(nodes))[:count]
    return Problem(
        tuple(
            Traveller(f"v{k}", SQUARE.states_at[0, nodes[a]][0], SQUARE.states_at[0, nodes[b]],
                      SQUARE.move_empty)
            for k, (a, b) in enumerate(zip(starts, goals, strict=True))
        )
    )  # fmt: skip


def solved(ground: Ground, problem: Problem, **budget: int) -> Solved:
    answer = plan_jointly(ground, problem, Budget(**budget))
    assert isinstance(answer, Solved), answer
    assert_keeps_rules(ground.roadmap, problem, answer)
    return answer


@pytest.mark.parametrize("count", [2, 6, 10, 14])
def test_a_lattice_is_crossed_without_conflict_and_refinement_only_helps(count: int) -> None:
    for seed in range(3):
        plan = solved(GROUND, crossing_traffic(count, seed), refinements=100)
        assert -1e-6 <= plan.delay_s <= plan.first_delay_s + 1e-6


def test_the_same_seed_gives_the_same_plan() -> None:
    problem = crossing_traffic(8, 5)
    first = solved(GROUND, problem, refinements=50, seed=7)
    second = solved(Ground(SQUARE), problem, refinements=50, seed=7)
    assert first.moves == second.moves


def test_a_gap_is_kept_behind_every_move() -> None:
    problem = crossing_traffic(6, 1)
    problem = Problem(problem.travellers, gap_s=1.5)
    plan = solved(GROUND, problem)
    for a, b in permutations(range(6), 2):
        for mine in plan.moves[a]:
            for other in plan.moves[b]:
                regions = int(SQUARE.move_region[mine.move]), int(SQUARE.move_region[other.move])
                if SQUARE.conflicts.between(*regions) and mine.begin_s < other.begin_s:
                    assert other.begin_s >= mine.end_s + 1.5 - 1e-9


def test_nobody_begins_before_it_is_ready_or_drives_over_floor_that_is_still_taken() -> None:
    traveller = Traveller("v", SQUARE.states_at[0, "n1_1"][0], SQUARE.states_at[0, "n1_3"],
                          SQUARE.move_empty, ready_s=5.0)  # fmt: skip
    middle = int(SQUARE.state_region[SQUARE.states_at[0, "n1_2"][0]])
    free = solved(GROUND, Problem((traveller,)))
    assert free.moves[0][0].begin_s >= 5.0
    late = solved(GROUND, Problem((traveller,), taken=[(middle, 60.0)]))
    around = solved(GROUND, Problem((traveller,), taken=[(middle, inf)]))
    assert free.delay_s < late.delay_s
    assert all(SQUARE.state_node[SQUARE.move_to[one.move]] != "n1_2" for one in around.moves[0])


def test_who_has_no_goal_steps_aside_and_rests_at_a_node() -> None:
    west, east = ROOMS.states_at[0, "a"], ROOMS.states_at[0, "b1"]
    usable = ROOMS.move_empty
    problem = Problem(
        (
            Traveller("goes", west[0], east, usable),
            Traveller("idle", ROOMS.states_at[0, "b"][0], (), usable),
        )
    )
    plan = solved(Ground(ROOMS), problem)
    assert plan.moves[1]


def test_two_who_face_each_other_in_a_one_lane_dead_end_are_proven_stuck() -> None:
    points = {"a": (0.0, 0.0), "b": (6.0, 0.0), "c": (12.0, 0.0)}
    roadmap = build_roadmap(plant(points, [*both("a", "b"), *both("b", "c")], {}))
    ends = roadmap.states_at[0, "a"], roadmap.states_at[0, "c"]
    usable = roadmap.move_empty
    problem = Problem(
        (
            Traveller("left", ends[0][0], ends[1], usable),
            Traveller("right", ends[1][0], ends[0], usable),
        )
    )
    answer = plan_jointly(Ground(roadmap), problem, Budget())
    assert isinstance(answer, Unsolvable)
    assert "left" in answer.proof


def test_an_unreachable_goal_and_shared_goals_are_named() -> None:
    usable = np.zeros_like(SQUARE.move_empty)
    stuck = Traveller("stuck", SQUARE.states_at[0, "n1_1"][0], SQUARE.states_at[0, "n2_2"], usable)
    answer = plan_jointly(GROUND, Problem((stuck,)), Budget())
    assert isinstance(answer, Unsolvable)
    assert "stuck" in answer.proof
    both_there = tuple(
        Traveller(
            name, SQUARE.states_at[0, node][0], SQUARE.states_at[0, "n2_2"], SQUARE.move_empty
        )
        for name, node in (("one", "n1_1"), ("two", "n3_3"))
    )
    answer = plan_jointly(GROUND, Problem(both_there), Budget())
    assert isinstance(answer, Unsolvable)
    assert "one" in answer.proof
    assert "two" in answer.proof


def test_two_vehicles_on_one_place_are_refused_with_their_names() -> None:
    here = SQUARE.states_at[0, "n1_1"]
    pair = tuple(Traveller(name, here[0], here, SQUARE.move_empty) for name in ("one", "two"))
    with pytest.raises(TrafficError, match=r"one and two .* node n1_1"):
        plan_jointly(GROUND, Problem(pair), Budget())


@pytest.mark.slow
def test_nobody_to_plan_is_a_plan_and_no_budget_is_no_answer() -> None:
    assert solved(GROUND, Problem(())).moves == ()
    crowded = crossing_traffic(15, 3)
    answer = plan_jointly(GROUND, crowded, Budget(search_steps=0, refinements=0))
    assert isinstance(answer, Solved | GaveUp)


def test_exchanges_bring_about_every_permutation_at_a_junction() -> None:
    points = {
        "m": (0.0, 0.0), "w": (-2.0, 0.0), "e": (2.0, 0.0), "n": (0.0, 2.0), "s": (0.0, -2.0),
    }  # fmt: skip
    roadmap = build_roadmap(plant(points, [lane for one in "wens" for lane in both("m", one)], {}))
    ground = Ground(roadmap)
    starts = [roadmap.states_at[0, node] for node in "wem"]
    for goals in permutations(starts):
        pairs = zip(starts, goals, strict=True)
        problem = Problem(
            tuple(
                Traveller(f"v{k}", start[0], goal, roadmap.move_empty)
                for k, (start, goal) in enumerate(pairs)
            )
        )
        now = situation(ground, problem)
        goal_places = [now.goal_places(k)[0] for k in range(3)]
        made = Exchange(now.joined.hops, now.joined_shut).plan(now.place.tolist(), goal_places, 1)
        assert made is not None
        base = [(who, hop) for who, long in made for hop in now.joined.chain(long)]
        timetable = BookedPlans(now, 1)
        timetable.follow(base)
        assert [int(now.graph.of_state[0][_end(roadmap, timetable, k)]) for k in range(3)] == (
            goal_places
        )


def _end(roadmap: object, timetable: BookedPlans, vehicle: int) -> int:
    length = int(timetable.plans.length[vehicle])
    if length == 0:
        return int(timetable.plans.start[vehicle])
    return int(roadmap.move_to[timetable.plans.move[vehicle, length - 1]])  # type: ignore[attr-defined]
