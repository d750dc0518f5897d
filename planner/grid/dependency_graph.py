"""The action dependency graph of a grid plan: who must pass where before whom.

W. Hönig et al., "Persistent and Robust Execution of MAPF Schedules in Warehouses", RA-L 2019. An
event is a move of an agent from a cell to the next; waiting is no event. An agent's events follow
each other; and whoever enters a cell does so after the one before has left it. When the graph has
no cycle everybody arrives, however late anybody is, and nobody meets anybody. It has a cycle just
when agents of the plan move round in a circle in one step, each to the place of the next.

`dependency_graph` is compiled; `dependencies_reference` says the same in plain Python.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

NO_EVENT = -1


class DependencyGraph(NamedTuple):
    """Events are numbered agent by agent, in order of time.

    ``first`` (agents + 1,) int32: an agent's events are ``first[a]`` to ``first[a + 1] - 1``.
    ``step``, ``vertex`` (events,) int32: when the plan has it begin, and where it leads. ``after``
    (events,) int32: the event of another agent that must be done before, or NO_EVENT; the agent's
    own event before is always one. So an event waits for two others at most.
    """

    first: NDArray[np.int32]
    step: NDArray[np.int32]
    vertex: NDArray[np.int32]
    after: NDArray[np.int32]


@njit(cache=True, nogil=True)
def dependency_graph(plan, vertices):  # type: ignore[no-untyped-def]
    """The `DependencyGraph` of a plan (steps + 1, agents) int32 of vertices without conflicts."""
    steps, agents = len(plan) - 1, plan.shape[1]
    count = np.zeros(agents, np.int32)
    for t in range(steps):
        for agent in range(agents):
            count[agent] += plan[t, agent] != plan[t + 1, agent]
    first = np.zeros(agents + 1, np.int32)
    first[1:] = np.cumsum(count)
    events = first[agents]
    step, vertex = np.empty(events, np.int32), np.empty(events, np.int32)
    after = np.empty(events, np.int32)
    left_by = np.full(vertices, NO_EVENT, np.int32)
    following = first[:-1].copy()
    movers = np.empty(agents + 1, np.int32)
    for t in range(steps):
        moving = 0
        for agent in range(agents):  # without a branch, which would be guessed wrong half the time
            movers[moving] = agent
            moving += plan[t, agent] != plan[t + 1, agent]
        for agent in movers[:moving]:
            left_by[plan[t, agent]] = following[agent]
        for agent in movers[:moving]:
            event = following[agent]
            step[event], vertex[event] = t, plan[t + 1, agent]
            last = left_by[plan[t + 1, agent]]
            is_own = first[agent] <= last < first[agent + 1]
            after[event] = NO_EVENT if is_own else last
            following[agent] += 1
    return DependencyGraph(first, step, vertex, after)


@njit(cache=True, nogil=True)
def is_executable(graph):  # type: ignore[no-untyped-def]
    """Whether the graph has no cycle, so that everybody arrives whatever the delays.

    What an event waits for is never of a later step of the plan, and one at most is of its own: a
    cycle can only lie within a step, and is found by going from each to that one.
    """
    seen_from = np.full(len(graph.step), NO_EVENT, np.int32)
    for event in range(len(graph.step)):
        at = event
        while at != NO_EVENT and seen_from[at] == NO_EVENT:
            seen_from[at] = event
            before = graph.after[at]
            in_step = before != NO_EVENT and graph.step[before] == graph.step[at]
            at = before if in_step else NO_EVENT
        if at != NO_EVENT and seen_from[at] == event:
            return False
    return True


def dependencies_reference(plan: NDArray[np.int32]) -> set[tuple[tuple[int, int], tuple[int, int]]]:
    """All pairs (before, then) of events of different agents, an event being (agent, step), where
    the first leaves a cell that the second is the next to enter."""
    pairs = set()
    steps, agents = len(plan) - 1, plan.shape[1]
    for vertex in np.unique(plan).tolist():
        visits = [(t, a) for t in range(steps + 1) for a in range(agents) if plan[t, a] == vertex]
        for (left, leaver), (entered, enterer) in pairwise(visits):
            if leaver != enterer:
                pairs.add(((leaver, left), (enterer, entered - 1)))
    return pairs
