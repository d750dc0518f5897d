"""One step of all agents at once: priority inheritance with backtracking, and swaps.

K. Okumura et al., "Priority inheritance with backtracking for iterative multi-agent path finding",
AIJ 2022; the swap operation: K. Okumura, "Improving LaCAM for scalable eventually optimal
multi-agent pathfinding", IJCAI 2023. Other than there, no step moves agents round a circle in which
each takes the next one's place: real vehicles are delayed, and then all of them would wait.

`pibt_step` is the compiled kernel: the recursion is laid out on a stack of its own.
`pibt_reference.pibt_step_reference` says the same in plain Python.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.chance import draw
from planner.grid.one_shot.task import DEAD_ENDS, DEGREE, RUN

NOBODY = -1
HERE = 4
"""Side of a vertex on which it is itself; 0 to 3: its neighbours."""
NO_WAY, FORK = -1, -2

NOW, NEXT = 0, 1
AT, TO, WAYS, GOAL = 0, 1, 2, 3
PUSHER, OPEN, TRIED, PULLED = 4, 5, 6, 7

_BYTE = np.uint64(255)
_VERTEX = np.int64(0x7FFFFFFF)
_SIDE = np.int64(7)
_8 = np.uint64(8)


class PibtBoard(NamedTuple):
    """Who is where now and next; scratch of a step. Few arrays: each costs time at every call.

    ``cells`` (vertices, 2) int32: who is there NOW and NEXT, or NOBODY. ``agents`` (agents, 8)
    int32: AT and TO are vertices, TO is -1 while undecided; WAYS is `Task.ways` from there; GOAL is
    a vertex. The other columns, and ``choices`` (agents, 5) int64, are the stack of those who push
    each other, a row each: PUSHER is the agent, OPEN how many choices it has, TRIED which one it is
    at, PULLED who comes along. A choice is a vertex (bits 5 to 36) and its side (bits 0 to 4).
    """

    cells: NDArray[np.int32]
    agents: NDArray[np.int32]
    choices: NDArray[np.int64]


def new_board(vertices: int, goals: NDArray[np.int32]) -> PibtBoard:
    """A board with nobody on it."""
    agents = np.full((len(goals), 8), -1, np.int32)
    agents[:, GOAL] = goals
    cells = np.full((vertices, 2), NOBODY, np.int32)
    return PibtBoard(cells, agents, np.empty((len(goals), 5), np.int64))


@njit(cache=True, nogil=True)
def set_out(task, board, config):  # type: ignore[no-untyped-def]
    """Puts the agents on their places of ``config``, undecided. Their ways are looked up here, all
    at once, since each lies elsewhere in memory and is waited for."""
    cells, agents, ways = board.cells, board.agents, task.ways
    for agent in range(len(config)):
        vertex = config[agent]
        agents[agent, AT] = vertex
        agents[agent, TO] = -1
        agents[agent, WAYS] = ways[agent, vertex]
        cells[vertex, NOW] = agent


@njit(cache=True, nogil=True)
def clear_away(board):  # type: ignore[no-untyped-def]
    """Takes everybody off the board."""
    cells, agents = board.cells, board.agents
    for agent in range(len(agents)):
        cells[agents[agent, AT], NOW] = NOBODY
        if agents[agent, TO] >= 0:
            cells[agents[agent, TO], NEXT] = NOBODY


@njit(cache=True, nogil=True, forceinline=True)
def closes_circle(cells, agents, here, vertex):  # type: ignore[no-untyped-def]
    """Whether a move from ``here`` to ``vertex`` makes those who are decided go round in a circle,
    each to the place of the next; two of them in a circle swap places."""
    other = cells[vertex, NOW]
    while other != NOBODY and agents[other, TO] >= 0 and agents[other, TO] != agents[other, AT]:
        if agents[other, TO] == here:
            return True
        other = cells[agents[other, TO], NOW]
    return False


@njit(cache=True, nogil=True)
def settle(board, agent, vertex):  # type: ignore[no-untyped-def]
    """Lets ``agent`` go to ``vertex``; False when that meets somebody who is decided already."""
    cells, agents = board.cells, board.agents
    if cells[vertex, NEXT] != NOBODY:
        return False
    here = agents[agent, AT]
    if vertex != here and closes_circle(cells, agents, here, vertex):
        return False
    cells[vertex, NEXT] = agent
    agents[agent, TO] = vertex
    return True


@njit(cache=True, nogil=True, forceinline=True)
def only_way_on(lanes, cells, agents, vertex, side):  # type: ignore[no-untyped-def]
    """The side on which a way leads on from ``vertex``, to which one came over ``side``: FORK when
    there are several, NO_WAY when there is none. Dead ends where somebody has arrived are none."""
    if lanes[vertex, DEGREE] - lanes[vertex, DEAD_ENDS] > 2:
        return FORK
    found = NO_WAY
    for k in range(4):
        nearby = lanes[vertex, k]
        if nearby < 0 or k == side ^ 2:
            continue
        if lanes[nearby, DEGREE] == 1:
            other = cells[nearby, NOW]
            if other != NOBODY and agents[other, GOAL] == nearby:
                continue
        if found != NO_WAY:
            return FORK
        found = k
    return found


@njit(cache=True, nogil=True, forceinline=True)
def swap_required(lanes, cells, agents, distance, pusher, puller, at, side):  # type: ignore[no-untyped-def]
    """Whether ``pusher``, as if it were ``at`` a vertex, wants to go to the ``side`` of it where
    ``puller`` is, along a way without a fork, and ``puller`` wants the opposite. Most often there
    is a fork before the pusher's goal, and that is known without a walk."""
    to_go = distance[pusher, at]
    if to_go >= lanes[at, RUN + side]:
        return False
    ahead = lanes[at, side]
    while distance[pusher, ahead] < distance[pusher, at]:
        onward = only_way_on(lanes, cells, agents, ahead, side)
        if onward == FORK:
            return False
        if onward == NO_WAY:
            break
        at, side = ahead, onward
        ahead = lanes[at, side]
    if distance[puller, at] >= distance[puller, ahead]:
        return False
    return distance[pusher, at] == 0 or distance[pusher, ahead] < distance[pusher, at]


@njit(cache=True, nogil=True, forceinline=True)
def swap_possible(lanes, cells, agents, at, side):  # type: ignore[no-untyped-def]
    """Whether the way that the puller clears, on a ``side`` of the pusher who is ``at`` a vertex,
    leads to a fork where the two can change places."""
    ahead = lanes[at, side]
    while ahead != at:
        onward = only_way_on(lanes, cells, agents, ahead, side)
        if onward < 0:
            return onward == FORK
        side = onward
        ahead = lanes[ahead, side]
    return False


@njit(cache=True, nogil=True, forceinline=True)
def swap_partner(lanes, cells, agents, distance, agent, side):  # type: ignore[no-untyped-def]
    """Who must change places with ``agent``, whose first choice is on ``side``, or NOBODY."""
    here = np.int64(agents[agent, AT])
    first = np.int64(lanes[here, side])
    for turn in range(5):  # who is ahead comes first, then all others around
        k = side if turn == 0 else turn - 1
        if lanes[here, k] < 0 or (turn > 0 and k == side):
            continue
        other = cells[lanes[here, k], NOW]
        if other == NOBODY or (turn == 0 and agents[other, TO] >= 0):
            continue
        pusher, puller = (agent, other) if turn == 0 else (other, agent)
        if not swap_required(lanes, cells, agents, distance, pusher, puller, here, side):
            continue
        if swap_possible(lanes, cells, agents, first, side ^ 2):
            return np.int64(other)
    return np.int64(NOBODY)


@njit(cache=True, nogil=True, forceinline=True)
def rank_choices(lanes, choices, here, ways, bits):  # type: ignore[no-untyped-def]
    """Fills a row of choices, the nearest to the goal first, ties by lot; returns how many."""
    count = 0
    for k in range(5):
        vertex = np.int64(lanes[here, k]) if k < HERE else here
        if vertex < 0:
            continue
        rank = 1 if k == HERE else 2 - 2 * ((ways >> k) & 1)
        key = (rank << 45) | (np.int64(bits & _BYTE) << 37) | (vertex << 5) | k
        bits >>= _8
        place = count
        while place > 0 and choices[place - 1] > key:
            choices[place] = choices[place - 1]
            place -= 1
        choices[place] = key
        count += 1
    return count


@njit(cache=True, nogil=True, forceinline=True)
def enter(lanes, cells, agents, distance, choices, depth, agent, chance):  # type: ignore[no-untyped-def]
    """Puts ``agent`` on the stack with its choices; in reverse order when it has to swap."""
    here, ways = np.int64(agents[agent, AT]), np.int64(agents[agent, WAYS])
    row = choices[depth]
    count = rank_choices(lanes, row, here, ways, draw(chance))
    side = row[0] & _SIDE
    partner = np.int64(NOBODY)
    if side != HERE:
        partner = swap_partner(lanes, cells, agents, distance, agent, side)
    if partner != NOBODY:
        for k in range(count // 2):
            row[k], row[count - 1 - k] = row[count - 1 - k], row[k]
    agents[depth, PUSHER] = agent
    agents[depth, OPEN] = count
    agents[depth, TRIED] = -1
    agents[depth, PULLED] = partner


@njit(cache=True, nogil=True, forceinline=True)
def next_choice(cells, agents, choices, depth):  # type: ignore[no-untyped-def]
    """Settles the agent on top of the stack on its next choice that is open, or on its own place
    when none is. Returns who is to be pushed away by that (NOBODY: nobody), and whether it found
    one."""
    agent = agents[depth, PUSHER]
    here = agents[agent, AT]
    for k in range(agents[depth, TRIED] + 1, agents[depth, OPEN]):
        vertex = (choices[depth, k] >> 5) & _VERTEX
        if cells[vertex, NEXT] != NOBODY:
            continue
        if vertex != here and closes_circle(cells, agents, here, vertex):
            continue
        other = np.int64(cells[vertex, NOW])
        cells[vertex, NEXT] = agent
        agents[agent, TO] = vertex
        agents[depth, TRIED] = k
        if other == NOBODY or agents[other, TO] >= 0:
            return np.int64(NOBODY), True
        return other, True
    cells[here, NEXT] = agent
    agents[agent, TO] = here
    return np.int64(NOBODY), False


@njit(cache=True, nogil=True, forceinline=True)
def pull(cells, agents, depth):  # type: ignore[no-untyped-def]
    """Lets the partner of a swap follow when the other got its first choice."""
    partner = agents[depth, PULLED]
    if agents[depth, TRIED] != 0 or partner == NOBODY or agents[partner, TO] >= 0:
        return
    left = agents[agents[depth, PUSHER], AT]
    if cells[left, NEXT] == NOBODY and not closes_circle(cells, agents, agents[partner, AT], left):
        cells[left, NEXT] = partner
        agents[partner, TO] = left


@njit(cache=True, nogil=True)
def decide(lanes, cells, agents, distance, choices, agent, chance):  # type: ignore[no-untyped-def]
    """Settles ``agent`` and whoever it must push away; False when it cannot but stay and somebody
    else comes."""
    depth = 0
    pushed, found = np.int64(agent), True
    while True:
        if found and pushed != NOBODY:
            enter(lanes, cells, agents, distance, choices, depth, pushed, chance)
            depth += 1
        elif found:
            for k in range(depth - 1, -1, -1):
                pull(cells, agents, k)
            return True
        elif depth == 1:
            return False
        else:
            depth -= 1
        pushed, found = next_choice(cells, agents, choices, depth - 1)


@njit(cache=True, nogil=True)
def pibt_step(task, board, order, chance):  # type: ignore[no-untyped-def]
    """Decides for everybody on the board who is undecided, in ``order``; False when somebody is
    left without a place. The board is then unusable but for `clear_away`."""
    lanes, distance = task.lanes, task.distance
    cells, agents, choices = board.cells, board.agents, board.choices
    for agent in order:
        if agents[agent, TO] >= 0:
            continue
        if not decide(lanes, cells, agents, distance, choices, agent, chance):
            return False
    return True
