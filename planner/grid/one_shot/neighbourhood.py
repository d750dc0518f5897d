"""Whose paths to plan anew together: three ways to choose, which the refinement learns to mix.

J. Li et al., "Anytime Multi-Agent Path Finding via Large Neighborhood Search", IJCAI 2021: the one
who is delayed most and those in whose way it is; those who are near each other at one moment (in
place of the paper's crossings); anybody.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from planner.chance import below
from planner.grid.one_shot.earliest_path import agent_at

DELAYED, NEARBY, ANYBODY = 0, 1, 2
KINDS = 3
NOBODY = -1
_WALKS = 10
_AGENT_BITS = 24
_AGENT = (1 << _AGENT_BITS) - 1


@njit(cache=True, nogil=True)
def add(chosen, count, agent):  # type: ignore[no-untyped-def]
    """Chooses an agent, once; returns how many are chosen."""
    if agent == NOBODY:
        return count
    for k in range(count):
        if chosen[k] == agent:
            return count
    chosen[count] = agent
    return count + 1


@njit(cache=True, nogil=True)
def most_delayed(state, chance):  # type: ignore[no-untyped-def]
    """The agent with the largest delay whose turn has not been yet; then all have turns again."""
    most, agent = 0, NOBODY
    for k in range(len(state.arrival)):
        delay = state.arrival[k] - state.shortest[k]
        if delay > most and not state.had_turn[k]:
            most, agent = delay, k
    if agent == NOBODY:
        state.had_turn[:] = False
        agent = below(chance, len(state.arrival))
    state.had_turn[agent] = True
    return agent


@njit(cache=True, nogil=True)
def step_ahead(state, agent, step, here, chance):  # type: ignore[no-untyped-def]
    """A random place next to ``here`` from which the agent could still arrive earlier than it does;
    -1 when there is none."""
    vertex = state.layout.vertex[here]
    found, ways = -1, 0
    for k in range(5):
        onward = state.task.lanes[vertex, k] if k < 4 else vertex
        if onward < 0:
            continue
        if step + 1 + state.task.distance[agent, onward] < state.arrival[agent]:
            ways += 1
            if below(chance, ways) == 0:
                found = state.layout.bit[onward]
    return found


@njit(cache=True, nogil=True)
def walk(state, agent, wanted, count, chance):  # type: ignore[no-untyped-def]
    """Chooses those whom ``agent`` meets when it hurries from a random moment of its path on."""
    if state.arrival[agent] == 0:
        return count
    step = below(chance, state.arrival[agent])
    here = state.paths[step, agent]
    while step + 1 < len(state.paths) and count < wanted:
        there = step_ahead(state, agent, step, here, chance)
        if there < 0:
            break
        count = add(state.chosen, count, agent_at(state.paths[step + 1], there))
        other = agent_at(state.paths[step], there)
        if count < wanted and other != NOBODY and state.paths[step + 1, other] == here:
            count = add(state.chosen, count, other)
        here = there
        step += 1
    return count


@njit(cache=True, nogil=True)
def choose_delayed(state, wanted, chance):  # type: ignore[no-untyped-def]
    """The most delayed and those it meets, and those whom they meet."""
    agent = most_delayed(state, chance)
    count = add(state.chosen, 0, agent)
    for _ in range(_WALKS):
        if count >= wanted:
            break
        count = walk(state, agent, wanted, count, chance)
        agent = state.chosen[below(chance, count)]
    return count


@njit(cache=True, nogil=True)
def choose_nearby(state, wanted, chance):  # type: ignore[no-untyped-def]
    """A random agent at a random moment of its path and those nearest to it then, without those who
    have arrived without any delay."""
    agents = len(state.arrival)
    agent = below(chance, agents)
    step = below(chance, state.arrival[agent] + 1)
    stride = state.layout.stride
    x, y = state.paths[step, agent] % stride, state.paths[step, agent] // stride
    count = 0
    for other in range(agents):
        place = state.paths[step, other]
        far = abs(place % stride - x) + abs(place // stride - y)
        done = state.arrival[other] <= step and state.arrival[other] == state.shortest[other]
        key = (np.int64(far) << _AGENT_BITS) | other
        if (done and far > 0) or (count == wanted and state.nearest[count - 1] <= key):
            continue
        at = min(count, wanted - 1)
        count = at + 1
        while at > 0 and state.nearest[at - 1] > key:
            state.nearest[at] = state.nearest[at - 1]
            at -= 1
        state.nearest[at] = key
    for k in range(count):
        state.chosen[k] = state.nearest[k] & _AGENT
    return count


@njit(cache=True, nogil=True)
def choose(state, kind, wanted, chance):  # type: ignore[no-untyped-def]
    """Fills ``state.chosen`` with at most ``wanted`` agents; returns how many."""
    wanted = min(wanted, len(state.arrival))
    if kind == DELAYED:
        return choose_delayed(state, wanted, chance)
    if kind == NEARBY:
        return choose_nearby(state, wanted, chance)
    count = 0
    while count < wanted:
        count = add(state.chosen, count, below(chance, len(state.arrival)))
    return count
