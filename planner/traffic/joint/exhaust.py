"""All placements that single hops can reach, nearest first: the last word where there are few.

An execution in continuous time, ordered by the begins of its moves, is a sequence of single hops,
so when none of these placements is the one wanted, no plan exists.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from planner.traffic.joint.lacam import EXHAUSTED, GAVE_UP, SOLVED, all_there
from planner.traffic.joint.memory import find_slot, new_memory, remember, trace
from planner.traffic.joint.step import FREE, make_hop, new_board, set_up


@njit(cache=True)
def exhaust(scene, start, limit):  # type: ignore[no-untyped-def]
    """Breadth-first search from the places ``start`` (n,) over at most ``limit`` placements.

    Returns as `lacam`: (outcome, vehicles, hops, placements reached).
    """
    board = new_board(scene, start, np.zeros(1, np.uint64))
    memory = new_memory(scene, limit)
    remember(memory, find_slot(memory, start), start)
    at = 0
    while at < memory.known[0]:
        if all_there(scene, memory.places[at]):
            vehicles, hops = trace(memory, at)
            return SOLVED, vehicles, hops, memory.known[0]
        for vehicle in range(len(start)):
            here = memory.places[at, vehicle]
            for hop in range(scene.hops.offset[here], scene.hops.offset[here + 1]):
                set_up(board, memory.places[at])
                if scene.shut[hop] or not is_clear(scene, board, vehicle, hop):
                    continue
                board.moved[0] = 0
                make_hop(scene, board, vehicle, hop)
                slot = find_slot(memory, board.place)
                if memory.table[slot] >= 0:
                    continue
                if memory.known[0] > limit:
                    return GAVE_UP, np.empty(0, np.int32), np.empty(0, np.int32), limit
                number = remember(memory, slot, board.place)
                memory.parent[number] = at
                memory.moved[number] = 1
                memory.movers[number, 0], memory.made[number, 0] = vehicle, hop
        at += 1
    return EXHAUSTED, np.empty(0, np.int32), np.empty(0, np.int32), memory.known[0]


@njit(cache=True)
def is_clear(scene, board, vehicle, hop):  # type: ignore[no-untyped-def]
    """Whether nobody else stands near a hop, and its end is on a way to the goal."""
    near = 0
    for row in range(scene.hops.near_index[hop], scene.hops.near_index[hop + 1]):
        near += board.standing[scene.hops.near[row]] not in (FREE, vehicle)
    return near == 0 and scene.to_go_s[vehicle, scene.hops.end[hop]] < np.inf
