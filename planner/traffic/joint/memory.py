"""What a search over placements remembers: placements, and what is still to be tried from each."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.joint.step import STAY, UNFORCED


class Memory(NamedTuple):
    """Placements by number, in the order in which they were reached; room for all from the outset
    (pages that are never touched cost nothing)."""

    places: NDArray[np.int32]  # (room, n)
    parent: NDArray[np.int32]  # (room,): from where it was reached first
    movers: NDArray[np.int32]  # (room, n): who moved then, in order
    made: NDArray[np.int32]  # (room, n): their hops
    moved: NDArray[np.int32]  # (room,): how many moved
    waited: NDArray[np.float32]  # (room, n): steps since each was at its goal
    order: NDArray[np.int32]  # (room, n): who is planned first
    table: NDArray[np.int32]  # hash table: number, or -1
    known: NDArray[np.int64]  # (1,): how many there are
    # What is still to be tried: a queue of constraints for each placement.
    first: NDArray[np.int64]  # (room,)
    last: NDArray[np.int64]  # (room,)
    # Constraints: a chain of (vehicle, hop or STAY), one for each vehicle down the order.
    above: NDArray[np.int64]
    later: NDArray[np.int64]
    who: NDArray[np.int32]
    what: NDArray[np.int32]
    depth: NDArray[np.int32]
    constraints: NDArray[np.int64]  # (1,): how many there are


@njit(cache=True)
def new_memory(scene, limit):  # type: ignore[no-untyped-def]
    """Room for a search of ``limit`` steps."""
    n, room = len(scene.to_go_s), limit + 2
    widest = 1 + np.max(scene.hops.offset[1:] - scene.hops.offset[:-1])
    pool = (limit + 1) * (widest + 1) + 2
    size = 4
    while size < 2 * room:
        size *= 2
    return Memory(
        np.empty((room, n), np.int32), np.full(room, -1, np.int32), np.empty((room, n), np.int32),
        np.empty((room, n), np.int32), np.zeros(room, np.int32), np.zeros((room, n), np.float32),
        np.empty((room, n), np.int32), np.full(size, -1, np.int32), np.zeros(1, np.int64),
        np.empty(room, np.int64), np.empty(room, np.int64), np.empty(pool, np.int64),
        np.empty(pool, np.int64), np.empty(pool, np.int32), np.empty(pool, np.int32),
        np.empty(pool, np.int32), np.zeros(1, np.int64),
    )  # fmt: skip


@njit(cache=True)
def hash_of(places):  # type: ignore[no-untyped-def]
    """FNV-1a over the places."""
    value = np.uint64(14695981039346656037)
    for place in places:
        value = (value ^ np.uint64(place)) * np.uint64(1099511628211)
    return value ^ (value >> np.uint64(29))


@njit(cache=True)
def find_slot(memory, places):  # type: ignore[no-untyped-def]
    """Where a placement is in the hash table, or the empty slot where it belongs."""
    table = memory.table
    mask = np.uint64(len(table) - 1)
    slot = hash_of(places) & mask
    while table[slot] >= 0:
        known = memory.places[table[slot]]
        same = True
        for vehicle in range(len(places)):
            if known[vehicle] != places[vehicle]:
                same = False
                break
        if same:
            return slot
        slot = (slot + np.uint64(1)) & mask
    return slot


@njit(cache=True)
def remember(memory, slot, places):  # type: ignore[no-untyped-def]
    """A new placement, reached from nowhere yet, with everything to be tried; its number."""
    number = memory.known[0]
    memory.known[0] += 1
    memory.table[slot] = number
    memory.places[number] = places
    memory.first[number] = -1
    constrain(memory, number, np.int64(-1), np.int64(-1), np.int64(UNFORCED))
    return number


@njit(cache=True)
def constrain(memory, number, above, who, what):  # type: ignore[no-untyped-def]
    """Puts a constraint at the end of a placement's queue."""
    new = memory.constraints[0]
    memory.constraints[0] += 1
    memory.above[new], memory.later[new] = above, -1
    memory.who[new], memory.what[new] = who, what
    memory.depth[new] = 0 if above < 0 else memory.depth[above] + 1
    if memory.first[number] < 0:
        memory.first[number] = new
    else:
        memory.later[memory.last[number]] = new
    memory.last[number] = new


@njit(cache=True)
def next_constraint(scene, memory, number, forced):  # type: ignore[no-untyped-def]
    """Takes the next constraint off a placement's queue into ``forced`` (n,), and queues what
    follows from it: the next vehicle down the order is forced to each thing that it could do."""
    low = memory.first[number]
    memory.first[number] = memory.later[low]
    if memory.depth[low] < len(forced):
        vehicle = np.int64(memory.order[number, memory.depth[low]])
        here = memory.places[number, vehicle]
        constrain(memory, number, low, vehicle, np.int64(STAY))
        for hop in range(scene.hops.offset[here], scene.hops.offset[here + 1]):
            if not scene.shut[hop] and scene.to_go_s[vehicle, scene.hops.end[hop]] < np.inf:
                constrain(memory, number, low, vehicle, hop)
    forced[:] = UNFORCED
    while memory.above[low] >= 0:
        forced[memory.who[low]] = memory.what[low]
        low = memory.above[low]


@njit(cache=True)
def trace(memory, last):  # type: ignore[no-untyped-def]
    """Vehicles and hops of all steps that lead to placement ``last``, in order."""
    total = 0
    at = last
    while at >= 0:
        total += memory.moved[at]
        at = memory.parent[at]
    vehicles, hops = np.empty(total, np.int32), np.empty(total, np.int32)
    at = last
    while at >= 0:
        count = memory.moved[at]
        total -= count
        vehicles[total : total + count] = memory.movers[at, :count]
        hops[total : total + count] = memory.made[at, :count]
        at = memory.parent[at]
    return vehicles, hops
