"""The action dependency graph: what it says, and that everybody arrives whatever the delays."""

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.grid.dependency_graph import (
    NO_EVENT,
    DependencyGraph,
    dependencies_reference,
    dependency_graph,
    is_executable,
)
from tests.grid.one_shot.small_tasks import planned, small_tasks


def plan_of(*rows: list[int]) -> np.ndarray:
    return np.array(rows, np.int32)


def pairs_of(graph: DependencyGraph) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    agent = np.repeat(np.arange(len(graph.first) - 1), np.diff(graph.first))
    return {
        (
            (int(agent[before]), int(graph.step[before])),
            (int(agent[event]), int(graph.step[event])),
        )
        for event, before in enumerate(graph.after)
        if before != NO_EVENT
    }


def test_who_follows_waits_for_the_one_before() -> None:
    graph = dependency_graph(plan_of([0, 1], [1, 2], [1, 3]), 4)
    assert pairs_of(graph) == {((1, 0), (0, 0))}
    assert is_executable(graph)


def test_a_move_round_a_circle_is_found() -> None:
    graph = dependency_graph(plan_of([0, 1, 2], [1, 2, 0]), 3)
    assert not is_executable(graph)


def test_somebody_who_waits_for_a_circle_is_left_out_as_well() -> None:
    graph = dependency_graph(plan_of([0, 1, 2, 4], [1, 2, 0, 4], [1, 2, 3, 0]), 5)
    assert not is_executable(graph)


def test_nobody_moves() -> None:
    graph = dependency_graph(plan_of([3, 1], [3, 1]), 4)
    assert len(graph.step) == 0
    assert is_executable(graph)


@given(st.integers(0, 2**32))
def test_a_graph_is_executable_when_it_has_no_cycle(seed) -> None:
    plan = shuffled_plan(np.random.default_rng(seed))
    graph = dependency_graph(plan, 6)
    drawn = networkx.DiGraph()
    drawn.add_nodes_from(range(len(graph.step)))
    first = set(graph.first.tolist())
    drawn.add_edges_from((event - 1, event) for event in drawn if event not in first)
    waits = enumerate(graph.after.tolist())
    drawn.add_edges_from((after, event) for event, after in waits if after != NO_EVENT)
    assert is_executable(graph) == networkx.is_directed_acyclic_graph(drawn)


def shuffled_plan(chance: np.random.Generator) -> np.ndarray:
    """Four agents on six cells; in each step each goes to its new cell, if that is not taken by one
    who stays, and nobody changes places with another. Circles are frequent."""
    rows = [chance.permutation(6)[:4]]
    while len(rows) < 6:
        now, new = rows[-1], np.where(chance.random(4) < 0.3, rows[-1], chance.permutation(6)[:4])
        if len(set(new.tolist())) == 4:
            swaps = (now[:, None] == new) & (new[:, None] == now) & (now != new)
            rows.append(now if swaps.any() else new)
    return np.array(rows, np.int32)


@given(small_tasks(), st.integers(1, 2**62))
@settings(max_examples=60, deadline=None)
def test_the_graph_says_what_its_reference_says(task, seed) -> None:
    plan = planned(task, seed)
    if plan is None:
        return
    graph = dependency_graph(plan, task.grid.vertices)
    assert pairs_of(graph) == dependencies_reference(plan)
    assert is_executable(graph)


@given(small_tasks(), st.integers(1, 2**62), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_everybody_arrives_and_nobody_meets_whatever_the_delays(task, seed, delays) -> None:
    plan = planned(task, seed)
    if plan is None:
        return
    graph = dependency_graph(plan, task.grid.vertices)
    arrived = drive(graph, plan, np.random.default_rng(delays))
    assert arrived.tolist() == plan[-1].tolist()


def drive(graph: DependencyGraph, plan: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Lets random agents do their next move when it is allowed, until nobody has one; a moving
    agent holds both cells for a while."""
    at = plan[0].copy()
    following = graph.first[:-1].copy()
    under_way: dict[int, int] = {}
    done = np.zeros(len(graph.step), np.bool_)
    while not done.all():
        ready = [
            agent
            for agent in range(len(at))
            if agent not in under_way
            and following[agent] < graph.first[agent + 1]
            and (graph.after[following[agent]] == NO_EVENT or done[graph.after[following[agent]]])
        ]
        assert ready or under_way, "nobody can move"
        if ready and (not under_way or chance.random() < 0.5):
            agent = int(chance.choice(ready))
            under_way[agent] = int(graph.vertex[following[agent]])
        else:
            agent = int(chance.choice(list(under_way)))
            at[agent] = under_way.pop(agent)
            done[following[agent]] = True
            following[agent] += 1
        held = [*at.tolist(), *under_way.values()]
        assert len(set(held)) == len(held), "two agents hold one cell"
    return at


@pytest.mark.parametrize("steps", [1, 5])
def test_a_cell_that_is_entered_again_by_the_same_agent_needs_nobody(steps: int) -> None:
    rows = [[t % 2] for t in range(steps + 1)]
    assert pairs_of(dependency_graph(plan_of(*rows), 2)) == set()
