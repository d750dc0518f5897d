"""LaCAM: a depth-first search over configurations that is complete and finds first plans fast.

K. Okumura, "LaCAM: search-based algorithm for quick multi-agent pathfinding", AAAI 2023. A node of
the search is a configuration (where everybody is) with a queue of constraints (who must go where);
each visit takes the next constraint and lets `pibt` complete it to a successor. When a node's queue
is used up all its successors are known; when no node is left there is no plan.

`search` is the compiled kernel; `lacam_reference` says the same in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.chance import below, chance
from planner.grid.one_shot.pibt import (
    TO,
    clear_away,
    new_board,
    pibt_step,
    set_out,
    settle,
)
from planner.grid.one_shot.task import GridTask

SEARCHING, FOUND, EXHAUSTED, FULL = 0, 1, 2, 3
VISITS_A_CALL = 64
_FNV = np.uint64(0x100000001B3)
_27 = np.uint64(27)


class SearchEnd(Enum):
    """How a search ended."""

    SOLVED = "solved"
    UNSOLVABLE = "unsolvable"
    OUT_OF_TIME = "out of time"


class Nodes(NamedTuple):
    """The configurations found, by number, 0 being the start.

    ``config`` and ``order`` (capacity, agents) int32: where everybody is, and who decides first.
    ``parent``, ``first`` and ``last`` (capacity,) int32: the queue of constraints, -1 when empty.
    ``slot`` (a power of two, at least twice the capacity) int32: hash table of node numbers.
    """

    config: NDArray[np.int32]
    order: NDArray[np.int32]
    parent: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    digest: NDArray[np.uint64]
    slot: NDArray[np.int32]


class Constraints(NamedTuple):
    """Who must go where, besides what the ``parent`` says; ``after``: the next in the queue."""

    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    agent: NDArray[np.int32]
    vertex: NDArray[np.int32]
    after: NDArray[np.int32]


class Used(NamedTuple):
    """How much of the arrays is used: (1,) int64 each."""

    nodes: NDArray[np.int64]
    constraints: NDArray[np.int64]
    stack: NDArray[np.int64]


class ConfigurationSearch(NamedTuple):
    """Everything a search knows. ``rank`` (agents,) int32: agents, the farthest from goal first."""

    nodes: Nodes
    constraints: Constraints
    stack: NDArray[np.int32]
    used: Used
    rank: NDArray[np.int32]


def plan_first(
    task: GridTask,
    starts: NDArray[np.int32],
    generator: np.random.Generator,
    is_over: Callable[[], bool],
) -> tuple[SearchEnd, NDArray[np.int32]]:
    """A first plan (steps + 1, agents) of vertices, not good but soon.

    ``is_over`` is asked between calls of the kernel. The plan is empty unless it is SOLVED.
    UNSOLVABLE is a proof: every configuration that can be reached, without moves round a circle,
    was seen.
    """
    state = chance(generator)
    board = new_board(len(task.lanes), task.goals)
    known = _begin(task, starts)
    while not is_over():
        told = search(task, board, known, state, VISITS_A_CALL)
        if told == FOUND:
            return SearchEnd.SOLVED, plan_to(known, known.stack[known.used.stack[0] - 1])
        if told == EXHAUSTED:
            return SearchEnd.UNSOLVABLE, np.empty((0, len(starts)), np.int32)
        if told == FULL:
            known = _larger(known)
    return SearchEnd.OUT_OF_TIME, np.empty((0, len(starts)), np.int32)


def _begin(task: GridTask, starts: NDArray[np.int32]) -> ConfigurationSearch:
    agents = len(starts)
    steps = task.distance[np.arange(agents), starts].astype(np.int64)
    rank = np.lexsort((np.arange(agents), -steps)).astype(np.int32)
    known = _room(2 * int(steps.max(initial=0)) + 64, agents, rank)
    known.nodes.config[0] = starts
    known.nodes.order[0] = rank
    remember(known, 0, -1)
    return known


def _room(capacity: int, agents: int, rank: NDArray[np.int32]) -> ConfigurationSearch:
    def numbers(length: int) -> NDArray[np.int32]:
        return np.full(length, -1, np.int32)

    nodes = Nodes(
        config=np.empty((capacity, agents), np.int32),
        order=np.empty((capacity, agents), np.int32),
        parent=numbers(capacity),
        first=numbers(capacity),
        last=numbers(capacity),
        digest=np.zeros(capacity, np.uint64),
        slot=numbers(1 << (2 * capacity - 1).bit_length()),
    )
    constraints = Constraints(*(numbers(8 * capacity) for _ in range(5)))
    used = Used(*(np.zeros(1, np.int64) for _ in range(3)))
    return ConfigurationSearch(nodes, constraints, numbers(4 * capacity), used, rank)


def _larger(known: ConfigurationSearch) -> ConfigurationSearch:
    """The same search with twice the room."""
    capacity, agents = known.nodes.config.shape
    new = _room(2 * capacity, agents, known.rank)
    old_parts: list[NDArray[Any]] = [*known.nodes[:-1], *known.constraints, known.stack]
    new_parts: list[NDArray[Any]] = [*new.nodes[:-1], *new.constraints, new.stack]
    for old, part in zip([*old_parts, *known.used], [*new_parts, *new.used], strict=True):
        part[: len(old)] = old
    rehash(new)
    return new


@njit(cache=True, nogil=True)
def hash_of(config):  # type: ignore[no-untyped-def]
    """A hash of a configuration (FNV-1a over its vertices, with a shift to stir the low bits)."""
    bits = np.uint64(0xCBF29CE484222325)
    for vertex in config:
        bits = (bits ^ np.uint64(vertex)) * _FNV
        bits ^= bits >> _27
    return bits


@njit(cache=True, nogil=True)
def slot_of(nodes, bits, config):  # type: ignore[no-untyped-def]
    """The slot of the hash table that holds ``config``, or the free one where it belongs."""
    mask = len(nodes.slot) - 1
    place = np.int64(bits & np.uint64(mask))
    while True:
        node = nodes.slot[place]
        if node < 0 or (nodes.digest[node] == bits and np.array_equal(nodes.config[node], config)):
            return place
        place = (place + 1) & mask


@njit(cache=True, nogil=True)
def rehash(known):  # type: ignore[no-untyped-def]
    """Fills an empty hash table anew."""
    for node in range(known.used.nodes[0]):
        place = slot_of(known.nodes, known.nodes.digest[node], known.nodes.config[node])
        known.nodes.slot[place] = node


@njit(cache=True, nogil=True)
def enqueue(known, node, parent, depth, agent, vertex):  # type: ignore[no-untyped-def]
    """Appends a constraint to a node's queue."""
    new = known.used.constraints[0]
    known.used.constraints[0] += 1
    all_ = known.constraints
    all_.parent[new], all_.depth[new] = parent, depth
    all_.agent[new], all_.vertex[new], all_.after[new] = agent, vertex, -1
    if known.nodes.first[node] < 0:
        known.nodes.first[node] = new
    else:
        all_.after[known.nodes.last[node]] = new
    known.nodes.last[node] = new


@njit(cache=True, nogil=True)
def remember(known, new, parent):  # type: ignore[no-untyped-def]
    """Takes in the node ``new``, whose configuration and order are there, and visits it next."""
    nodes = known.nodes
    bits = hash_of(nodes.config[new])
    nodes.digest[new] = bits
    nodes.slot[slot_of(nodes, bits, nodes.config[new])] = new
    nodes.parent[new] = parent
    known.used.nodes[0] = new + 1
    enqueue(known, new, -1, 0, -1, -1)
    known.stack[known.used.stack[0]] = new
    known.used.stack[0] += 1


@njit(cache=True, nogil=True)
def order_after(task, known, parent, new):  # type: ignore[no-untyped-def]
    """Fills the order of ``new``: those under way longest first, then those who are at the goal."""
    config, order = known.nodes.config[new], known.nodes.order[new]
    place = 0
    for agent in known.nodes.order[parent]:
        if config[agent] != task.goals[agent]:
            order[place] = agent
            place += 1
    for agent in known.rank:
        if config[agent] == task.goals[agent]:
            order[place] = agent
            place += 1


@njit(cache=True, nogil=True)
def branch(task, known, node, constraint, chance):  # type: ignore[no-untyped-def]
    """Queues the constraints one deeper: the next agent in order, to each place it can go to."""
    depth = known.constraints.depth[constraint]
    agent = known.nodes.order[node, depth]
    here = known.nodes.config[node, agent]
    choices = np.empty(5, np.int32)
    count = 0
    for k in range(5):
        vertex = task.lanes[here, k] if k < 4 else here
        if vertex >= 0:
            other = below(chance, count + 1)
            choices[count] = choices[other]
            choices[other] = vertex
            count += 1
    for k in range(count):
        enqueue(known, node, constraint, depth + 1, agent, choices[k])


@njit(cache=True, nogil=True)
def obey(board, all_, constraint):  # type: ignore[no-untyped-def]
    """Settles the agents as a constraint and its parents say; False when they meet."""
    while all_.depth[constraint] > 0:
        if not settle(board, all_.agent[constraint], all_.vertex[constraint]):
            return False
        constraint = all_.parent[constraint]
    return True


@njit(cache=True, nogil=True)
def visit(task, board, known, node, chance):  # type: ignore[no-untyped-def]
    """Takes the next constraint of ``node`` and makes a successor that obeys it, if possible."""
    nodes, used = known.nodes, known.used
    constraint = nodes.first[node]
    nodes.first[node] = known.constraints.after[constraint]
    if known.constraints.depth[constraint] < len(task.goals):
        branch(task, known, node, constraint, chance)
    set_out(task, board, nodes.config[node])
    new = used.nodes[0]
    made = obey(board, known.constraints, constraint) and pibt_step(
        task, board, nodes.order[node], chance
    )
    if made:
        config = nodes.config[new]
        config[:] = board.agents[:, TO]
        found = nodes.slot[slot_of(nodes, hash_of(config), config)]
        if found >= 0:
            known.stack[used.stack[0]] = found
            used.stack[0] += 1
        else:
            order_after(task, known, node, new)
            remember(known, new, node)
    clear_away(board)


@njit(cache=True, nogil=True)
def has_room(known):  # type: ignore[no-untyped-def]
    """Whether one more visit fits into the arrays."""
    return (
        known.used.nodes[0] < len(known.nodes.config)
        and known.used.constraints[0] + 6 <= len(known.constraints.depth)
        and known.used.stack[0] < len(known.stack)
    )


@njit(cache=True, nogil=True)
def search(task, board, known, chance, visits):  # type: ignore[no-untyped-def]
    """Visits nodes, the newest first; returns SEARCHING, FOUND (the goal is on top of the stack),
    EXHAUSTED or FULL."""
    for _ in range(visits):
        while known.used.stack[0] > 0 and known.nodes.first[top(known)] < 0:
            known.used.stack[0] -= 1
        if known.used.stack[0] == 0:
            return EXHAUSTED
        if not has_room(known):
            return FULL
        node = top(known)
        if np.array_equal(known.nodes.config[node], task.goals):
            return FOUND
        visit(task, board, known, node, chance)
    return SEARCHING


@njit(cache=True, nogil=True)
def top(known):  # type: ignore[no-untyped-def]
    """The newest node on the stack."""
    return known.stack[known.used.stack[0] - 1]


@njit(cache=True, nogil=True)
def plan_to(known, node):  # type: ignore[no-untyped-def]
    """The plan (steps + 1, agents) that leads from the start to ``node``."""
    steps = 0
    at = node
    while known.nodes.parent[at] >= 0:
        steps += 1
        at = known.nodes.parent[at]
    plan = np.empty((steps + 1, known.nodes.config.shape[1]), np.int32)
    for step in range(steps, -1, -1):
        plan[step] = known.nodes.config[node]
        node = known.nodes.parent[node]
    return plan
