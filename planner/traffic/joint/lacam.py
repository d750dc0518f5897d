"""LaCAM over placements of all vehicles: complete, and fast where there is room.

K. Okumura, "LaCAM: Search-Based Algorithm for Quick Multi-Agent Pathfinding", AAAI 2023. A step is
a sequence of hops (see `step`), and that loses nothing: of any execution in continuous time, the
moves ordered by their begins are such a sequence, because the region of a move holds both its
places. Rotations in which all would have to move at the same time are impossible on a roadmap
anyway, and the order of passing that follows from a sequence has no cycle.

`reference.py` says the same in plain Python, and draws the same numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from planner.traffic.joint.memory import find_slot, new_memory, next_constraint, remember, trace
from planner.traffic.joint.step import draw, make_step, new_board, set_up

SOLVED, EXHAUSTED, GAVE_UP = 0, 1, 2
RESTART_SHARE = 0.001
"""How often a placement that is reached again sends the search back to the beginning."""


@njit(cache=True)
def lacam(scene, start, limit, seed):  # type: ignore[no-untyped-def]
    """Searches for a sequence of steps from the places ``start`` (n,) to a placement in which
    everybody's way to go is zero.

    At most ``limit`` steps are generated. Returns (outcome, vehicles, hops, generated): on SOLVED
    the hops in the order in which they are made, each with its vehicle; EXHAUSTED proves that there
    is no such sequence.
    """
    random = np.array([np.uint64(seed) * np.uint64(2654435761) + np.uint64(88172645463325252)])
    board = new_board(scene, start, random)
    memory = new_memory(scene, limit)
    begin(scene, memory, start)
    forced = np.empty(len(start), np.int32)
    stack = np.zeros(limit + 2, np.int64)
    top = 0
    if all_there(scene, start):
        return SOLVED, np.empty(0, np.int32), np.empty(0, np.int32), 0
    for tried in range(limit):
        while top >= 0 and memory.first[stack[top]] < 0:
            top -= 1
        if top < 0:
            return EXHAUSTED, np.empty(0, np.int32), np.empty(0, np.int32), tried
        at = stack[top]
        next_constraint(scene, memory, at, forced)
        set_up(board, memory.places[at])
        if not make_step(scene, board, memory.order[at], forced):
            continue
        slot = find_slot(memory, board.place)
        top += 1
        if memory.table[slot] >= 0:
            stack[top] = memory.table[slot] if draw(random) >= RESTART_SHARE else 0
            continue
        number = remember(memory, slot, board.place)
        note_step(scene, memory, board, at, number)
        if all_there(scene, board.place):
            vehicles, hops = trace(memory, number)
            return SOLVED, vehicles, hops, tried + 1
        stack[top] = number
    return GAVE_UP, np.empty(0, np.int32), np.empty(0, np.int32), limit


@njit(cache=True)
def begin(scene, memory, start):  # type: ignore[no-untyped-def]
    """Remembers the first placement; who is far from the goal is planned first."""
    remember(memory, find_slot(memory, start), start)
    n = len(start)
    for rank in range(n):
        memory.order[0, rank] = scene.nearness[rank]
        memory.waited[0, scene.nearness[rank]] = np.float32(0.5 * (n - rank) / n)


@njit(cache=True)
def note_step(scene, memory, board, at, number):  # type: ignore[no-untyped-def]
    """How a placement was reached, and the order of planning there: who has waited longest first;
    at the goal one has not waited."""
    memory.parent[number] = at
    memory.moved[number] = board.moved[0]
    memory.movers[number] = board.movers
    memory.made[number] = board.made
    waited, before = memory.waited[number], memory.waited[at]
    for vehicle in range(len(board.place)):
        if scene.to_go_s[vehicle, board.place[vehicle]] == 0.0:
            waited[vehicle] = before[vehicle] - np.floor(before[vehicle])
        else:
            waited[vehicle] = before[vehicle] + np.float32(1.0)
    order = memory.order[number]
    for vehicle in range(len(order)):
        rank = vehicle
        while rank > 0 and waited[order[rank - 1]] < waited[vehicle]:
            order[rank] = order[rank - 1]
            rank -= 1
        order[rank] = vehicle


@njit(cache=True)
def all_there(scene, places):  # type: ignore[no-untyped-def]
    """Whether everybody is at the goal."""
    there = 0
    for vehicle in range(len(places)):
        there += scene.to_go_s[vehicle, places[vehicle]] == 0.0
    return there == len(places)
