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
    for t in range(steps):
        for agent in range(agents):
            if plan[t, agent] != plan[t + 1, agent]:
                left_by[plan[t, agent]] = following[agent]
        for agent in range(agents):
            if plan[t, agent] != plan[t + 1, agent]:
                event = following[agent]
                step[event], vertex[event] = t, plan[t + 1, agent]
                last = left_by[plan[t + 1, agent]]
                is_own = first[agent] <= last < first[agent + 1]
                after[event] = NO_EVENT if is_own else last
                following[agent] += 1
    return DependencyGraph(first, step, vertex, after)


@njit(cache=True, nogil=True)
def passing_order(graph):  # type: ignore[no-untyped-def]
    """All events in an order in which each comes after those it waits for (A. Kahn, CACM 1962).
    Events of a cycle, and those that wait for one, are missing from it."""
    events = len(graph.step)
    waits = np.zeros(events, np.int8)
    lets_go = np.full(events, NO_EVENT, np.int32)  # nobody is the last before two others
    is_last = np.zeros(events, np.bool_)
    for agent in range(len(graph.first) - 1):
        if graph.first[agent] < graph.first[agent + 1]:
            is_last[graph.first[agent + 1] - 1] = True
    order = np.empty(events, np.int32)
    done, known = 0, 0
    for event in range(events):
        if graph.after[event] != NO_EVENT:
            lets_go[graph.after[event]] = event
            waits[event] += 1
        if event > 0 and not is_last[event - 1]:
            waits[event] += 1
        if waits[event] == 0:
            order[known] = event
            known += 1
    while done < known:
        event = order[done]
        done += 1
        follower = event + 1 if not is_last[event] else NO_EVENT
        for freed in (np.int64(follower), np.int64(lets_go[event])):
            if freed != NO_EVENT:
                waits[freed] -= 1
                if waits[freed] == 0:
                    order[known] = freed
                    known += 1
    return order[:known]


def is_executable(graph: DependencyGraph) -> bool:
    """Whether the graph has no cycle, so that everybody arrives whatever the delays."""
    return len(passing_order(graph)) == len(graph.step)


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
