"""The operations that each agent can do now: where they lead and what they cost, best first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray


class Candidates(NamedTuple):
    """Room for the candidates of all agents; the first ``known[agent]`` rows of an agent count.

    ``vertices`` (agents, operations, depth) int32: where it is after each action; ``cost`` (agents,
    operations) int64, ascending; ``operation`` (agents, operations) int32: which operation it is.
    """

    known: NDArray[np.int32]
    vertices: NDArray[np.int32]
    cost: NDArray[np.int64]
    operation: NDArray[np.int32]


def room_for(agents: int, operations: int, depth: int) -> Candidates:
    """Candidates not filled in yet."""
    return Candidates(
        np.zeros(agents, np.int32),
        np.zeros((agents, operations, depth), np.int32),
        np.zeros((agents, operations), np.int64),
        np.zeros((agents, operations), np.int32),
    )


@njit(cache=True, nogil=True)
def fill_candidates(after, headings, actions, state, goal, distances, step_cost, out):  # type: ignore[no-untyped-def]
    """Fills ``out`` (Candidates) for agents in states ``state`` on the way to vertices ``goal``.

    The cost of an operation is what remains of the way at its end plus ``step_cost`` for each of
    its steps; one that passes the goal costs only the steps before the one that gets there. Ties go
    to the later operation. ``distances``: fields (rows, states), and the row (agents,) of each
    agent's goal.
    """
    operations, depth = actions.shape
    fields, row = distances
    order = np.empty(operations, np.int64)
    for agent in range(len(state)):
        count = 0
        for operation in range(operations):
            now, arrival = state[agent], -1
            for d in range(depth):
                now = after[now, actions[operation, d]]
                if now < 0:
                    break
                vertex = now // headings
                out.vertices[agent, count, d] = vertex
                if vertex == goal[agent] and arrival < 0:
                    arrival = d
            if now < 0:
                continue
            cost = step_cost * arrival
            if arrival < 0:
                cost = np.int64(fields[row[agent], now]) + step_cost * depth
            order[count] = (cost * operations + operations - 1 - operation) * operations + count
            count += 1
        _sort(out, agent, order, count, operations)


@njit(cache=True, nogil=True)
def _sort(out, agent, order, count, operations):  # type: ignore[no-untyped-def]
    """Brings an agent's candidates into the order of ``order``, whose last digit (to the base
    ``operations``) is the candidate's place now."""
    found = out.vertices[agent, :count].copy()
    order[:count].sort()
    for place in range(count):
        key = order[place] // operations
        out.vertices[agent, place] = found[order[place] % operations]
        out.cost[agent, place] = key
        out.operation[agent, place] = operations - 1 - key % operations
    out.known[agent] = count


def candidates_reference(
    after: NDArray[np.int32],
    headings: int,
    actions: NDArray[np.int32],
    state: int,
    goal: int,
    field: NDArray[np.uint16],
    step_cost: int,
) -> list[tuple[int, int, list[int]]]:
    """The candidates of one agent as a list of (cost, operation, vertices), best first."""
    found = []
    for number, operation in enumerate(actions):
        states = [int(state)]
        for action in operation:
            states.append(int(after[states[-1], action]) if states[-1] >= 0 else -1)
        if -1 in states:
            continue
        vertices = [one // headings for one in states[1:]]
        cost = int(field[states[-1]]) + step_cost * len(operation)
        if goal in vertices:
            cost = step_cost * vertices.index(goal)
        tie = len(actions) - 1 - number
        found.append((cost * len(actions) + tie, number, vertices))
    return sorted(found)
