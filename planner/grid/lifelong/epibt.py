"""EPIBT: every agent chooses one of its operations, pushing others to choose again.

Source: Yukhnevich and Andreychuk, "Enhancing PIBT via Multi-Action Operations", AAAI 2026
(arXiv:2511.09193); priority inheritance with backtracking: Okumura et al., Artificial Intelligence
310, 2022. Between two calls the operations chosen are free of conflicts, so that the work can stop
at any time. `epibt_reference` says the same in plain Python.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.chance import below

NOBODY, SEVERAL = -1, -2
ANYBODY = -1
"""As lowest rank: agents of every rank may be pushed."""


class Choice(NamedTuple):
    """What is chosen and what it occupies.

    ``at`` (agents,): vertices now; ``here`` (vertices,): the agent there now; ``used`` (vertices,
    depth): the agent there after each action, NOBODY for none; ``chosen`` (agents,): the candidate
    chosen; ``rank`` (agents,): place in the order of choosing; ``weight`` (agents,) int64: what an
    agent's cost counts.
    """

    at: NDArray[np.int32]
    here: NDArray[np.int32]
    used: NDArray[np.int32]
    chosen: NDArray[np.int32]
    rank: NDArray[np.int32]
    weight: NDArray[np.int64]


class Chain(NamedTuple):
    """Scratch of `rebuild`: who pushed whom, and who was visited.

    ``agent``, ``next``, ``old`` (agents,): the stack of agents, the candidate that each tries next
    and the one it had; ``mark`` (1,): the present mark; ``seen`` (agents,): the mark under which an
    agent was visited last, ``visits`` how often, ``inside`` whether it is in the chain now.
    """

    agent: NDArray[np.int32]
    next: NDArray[np.int32]
    old: NDArray[np.int32]
    mark: NDArray[np.int64]
    seen: NDArray[np.int64]
    visits: NDArray[np.int32]
    inside: NDArray[np.bool_]


def new_choice(agents: int, vertices: int, depth: int) -> Choice:
    """Room for the choices of a step; `begin` fills it."""
    return Choice(
        at=np.zeros(agents, np.int32),
        here=np.full(vertices, NOBODY, np.int32),
        used=np.full((vertices, depth), NOBODY, np.int32),
        chosen=np.zeros(agents, np.int32),
        rank=np.zeros(agents, np.int32),
        weight=np.ones(agents, np.int64),
    )


def new_chain(agents: int) -> Chain:
    """Scratch for `rebuild`."""
    agent, following, old, visits = (np.zeros(agents, np.int32) for _ in range(4))
    mark, seen = np.zeros(1, np.int64), np.zeros(agents, np.int64)
    return Chain(agent, following, old, mark, seen, visits, np.zeros(agents, np.bool_))


@njit(cache=True, nogil=True)
def begin(choice, candidates, at, operation, order, weight):  # type: ignore[no-untyped-def]
    """A step begins: agents stand on ``at``, go on with ``operation`` (agents,), which must be free
    of conflicts, and choose in ``order``."""
    choice.here[:] = NOBODY
    choice.used[:] = NOBODY
    for agent in range(len(at)):
        choice.at[agent] = at[agent]
        choice.here[at[agent]] = agent
        choice.weight[agent] = weight[agent]
        choice.rank[order[agent]] = agent
        for place in range(candidates.known[agent]):
            if candidates.operation[agent, place] == operation[agent]:
                occupy(choice, candidates, agent, place)


@njit(cache=True, nogil=True)
def occupy(choice, candidates, agent, place):  # type: ignore[no-untyped-def]
    """An agent takes its candidate ``place``."""
    choice.chosen[agent] = place
    for d in range(choice.used.shape[1]):
        choice.used[candidates.vertices[agent, place, d], d] = agent


@njit(cache=True, nogil=True)
def vacate(choice, candidates, agent):  # type: ignore[no-untyped-def]
    """An agent gives back what it has chosen."""
    place = choice.chosen[agent]
    for d in range(choice.used.shape[1]):
        choice.used[candidates.vertices[agent, place, d], d] = NOBODY


@njit(cache=True, nogil=True)
def blocker(choice, candidates, agent, place):  # type: ignore[no-untyped-def]
    """The one agent in the way of a candidate, on the same cell or in the opposite move; NOBODY or
    SEVERAL."""
    found = NOBODY
    before = choice.at[agent]
    for d in range(choice.used.shape[1]):
        to = candidates.vertices[agent, place, d]
        other = choice.used[to, d]
        if other >= 0:
            if found >= 0 and found != other:
                return SEVERAL
            found = other
        if to != before:
            other = choice.here[to] if d == 0 else choice.used[to, d - 1]
            if other >= 0 and choice.used[before, d] == other:
                if found >= 0 and found != other:
                    return SEVERAL
                found = other
        before = to
    return found


@njit(cache=True, nogil=True)
def loss_of(choice, candidates, agent, place, old):  # type: ignore[no-untyped-def]
    """What it costs more that an agent does ``place`` and not ``old``."""
    more = candidates.cost[agent, place] - candidates.cost[agent, old]
    return choice.weight[agent] * more


@njit(cache=True, nogil=True)
def enter(choice, chain, agent, depth):  # type: ignore[no-untyped-def]
    """An agent that was pushed becomes the end of the chain."""
    if chain.seen[agent] != chain.mark[0]:
        chain.seen[agent] = chain.mark[0]
        chain.visits[agent] = 0
    chain.visits[agent] += 1
    chain.inside[agent] = True
    chain.agent[depth] = agent
    chain.next[depth] = 0
    chain.old[depth] = choice.chosen[agent]


@njit(cache=True, nogil=True)
def may_push(choice, chain, other, revisits, lowest_rank):  # type: ignore[no-untyped-def]
    """Whether ``other`` may be made to choose again."""
    if chain.inside[other] or choice.rank[other] <= lowest_rank:
        return False
    return chain.seen[other] != chain.mark[0] or chain.visits[other] < revisits


@njit(cache=True, nogil=True)
def rebuild(choice, candidates, chain, first, revisits, pushes, lowest_rank, must_gain):  # type: ignore[no-untyped-def]
    """Lets ``first`` choose again, and whoever it pushes away. True when that ended in a new set of
    choices; otherwise all is as before.

    ``revisits``: how often an agent may be visited under one mark; ``pushes``: how many in all;
    only agents of a rank above ``lowest_rank`` are pushed; with ``must_gain`` the first set that is
    found is accepted only if its weighted costs are no larger.
    """
    loss, depth = np.int64(0), 0
    vacate(choice, candidates, first)
    enter(choice, chain, first, 0)
    while depth >= 0:
        agent, old, place = chain.agent[depth], chain.old[depth], chain.next[depth]
        if place < candidates.known[agent]:
            chain.next[depth] += 1
            other = blocker(choice, candidates, agent, place)
            if other == NOBODY:
                occupy(choice, candidates, agent, place)
                loss += loss_of(choice, candidates, agent, place, old)
                accepted = not must_gain or loss <= 0
                leave(choice, candidates, chain, depth, accepted)
                return accepted
            if (
                other != SEVERAL
                and pushes > 0
                and may_push(choice, chain, other, revisits, lowest_rank)
            ):
                pushes -= 1
                vacate(choice, candidates, other)
                occupy(choice, candidates, agent, place)
                loss += loss_of(choice, candidates, agent, place, old)
                depth += 1
                enter(choice, chain, other, depth)
            continue
        chain.inside[agent] = False
        depth -= 1
        if depth >= 0:
            pusher = chain.agent[depth]
            loss -= loss_of(choice, candidates, pusher, choice.chosen[pusher], chain.old[depth])
            vacate(choice, candidates, pusher)
        occupy(choice, candidates, agent, old)
    return False


@njit(cache=True, nogil=True)
def leave(choice, candidates, chain, depth, accepted):  # type: ignore[no-untyped-def]
    """Empties the chain; all take what they had before unless the new choices are ``accepted``."""
    for d in range(depth + 1):
        chain.inside[chain.agent[d]] = False
        if not accepted:
            vacate(choice, candidates, chain.agent[d])
    if not accepted:
        for d in range(depth + 1):
            occupy(choice, candidates, chain.agent[d], chain.old[d])


@njit(cache=True, nogil=True)
def choose_in_turn(choice, candidates, chain, order, revisits, pushes):  # type: ignore[no-untyped-def]
    """Every agent of ``order`` chooses, unless one before it has made it choose; it pushes only
    agents that come after it."""
    chain.mark[0] += 1
    for agent in order:
        if chain.seen[agent] != chain.mark[0]:
            rank = choice.rank[agent]
            rebuild(choice, candidates, chain, agent, revisits, pushes, rank, False)


@njit(cache=True, nogil=True)
def improve(choice, candidates, chain, tries, revisits, pushes, chance):  # type: ignore[no-untyped-def]
    """Large neighbourhood search: lets random agents choose again, ``tries`` times, and keeps what
    costs no more. ``chance`` (1,) uint64: the state of `planner.chance`."""
    for _ in range(tries):
        chain.mark[0] += 1
        agent = below(chance, len(choice.at))
        rebuild(choice, candidates, chain, agent, revisits, pushes, ANYBODY, True)
