"""One step of all vehicles, in the manner of PIBT.

K. Okumura et al., "Priority inheritance with backtracking for iterative multi-agent path finding",
Artificial Intelligence 310, 2022. What differs on a roadmap: a step is a *sequence* of hops, each
vehicle at most once, one after the other. A hop needs every place that its swept region excludes to
be empty, so whoever stands there is asked to go first, and nobody moves into what another asked
for.

`reference.py` says the same in plain Python, and draws the same numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.joint.places import Hops

STAY = -1
UNFORCED = -2
FREE = -1
"""A place where nobody stands; of hops, none in particular."""
TIE_S = 1e-3
"""Options that differ by less are taken in random order."""


class SearchGround(NamedTuple):
    """What does not change during a search."""

    hops: Hops
    shut: NDArray[np.bool_]  # (n_h,): hops that nobody may make
    to_go_s: NDArray[np.float64]  # (n, n_p): seconds from each place to the vehicle's goal
    nearness: NDArray[np.int32]  # (n,): vehicles in the order in which they are planned first


class StepBoard(NamedTuple):
    """Where everybody is while a step is generated; one is reused for all steps."""

    place: NDArray[np.int32]  # (n,)
    standing: NDArray[np.int32]  # (n_p,): vehicle, or FREE
    wanted: NDArray[np.int32]  # (n_p,): how many hops under consideration need it empty
    settled: NDArray[np.bool_]  # (n,): has moved or stays, or is being asked right now
    movers: NDArray[np.int32]  # (n,): who moves, in order
    made: NDArray[np.int32]  # (n,): the hops of ``movers``
    moved: NDArray[np.int64]  # (1,): how many move
    random: NDArray[np.uint64]  # (1,): state of the generator
    # Those who are being asked, each on behalf of the one before.
    asked: NDArray[np.int64]  # (n + 1,)
    trying: NDArray[np.int64]  # (n + 1,): the hop they would make, or FREE
    row: NDArray[np.int64]  # (n + 1,): how far its row of near places is looked through
    options: NDArray[np.int64]  # (n + 1, options)
    option_count: NDArray[np.int64]  # (n + 1,)
    next_option: NDArray[np.int64]  # (n + 1,)
    keys: NDArray[np.float64]  # (options,): by which the options are sorted


@njit(cache=True)
def draw(random):  # type: ignore[no-untyped-def]
    """A number in [0, 1) (xorshift64*, Vigna 2016)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    high = (x * np.uint64(2685821657736338717)) >> np.uint64(40)
    return np.float64(high) / 16777216.0


@njit(cache=True)
def new_board(scene, start, random):  # type: ignore[no-untyped-def]
    """An empty board with vehicles at the places ``start``."""
    n, place_count = scene.to_go_s.shape
    widest = 1 + np.max(scene.hops.offset[1:] - scene.hops.offset[:-1])
    return StepBoard(
        start.copy(), np.full(place_count, FREE, np.int32), np.zeros(place_count, np.int32),
        np.zeros(n, np.bool_), np.empty(n, np.int32), np.empty(n, np.int32),
        np.zeros(1, np.int64), random,
        np.empty(n + 1, np.int64), np.empty(n + 1, np.int64), np.empty(n + 1, np.int64),
        np.empty((n + 1, widest), np.int64), np.empty(n + 1, np.int64),
        np.empty(n + 1, np.int64), np.empty(widest),
    )  # fmt: skip


@njit(cache=True)
def begin_to_ask(scene, board, depth, vehicle, only):  # type: ignore[no-untyped-def]
    """Lists what a vehicle may do, best first: ``only``, or to stay and all hops."""
    board.asked[depth] = vehicle
    board.trying[depth] = FREE
    board.next_option[depth] = 0
    if only != FREE:
        board.options[depth, 0] = only
        board.option_count[depth] = 1
        return
    here = board.place[vehicle]
    first, last = scene.hops.offset[here], scene.hops.offset[here + 1]
    board.options[depth, 0] = STAY
    board.keys[0] = scene.to_go_s[vehicle, here]
    count = 1
    for hop in range(first, last):
        to_go_s = scene.to_go_s[vehicle, scene.hops.end[hop]]
        if scene.shut[hop] or to_go_s == np.inf:
            continue
        key = to_go_s + TIE_S * draw(board.random)
        at = count
        while at > 0 and board.keys[at - 1] > key:
            board.keys[at] = board.keys[at - 1]
            board.options[depth, at] = board.options[depth, at - 1]
            at -= 1
        board.keys[at] = key
        board.options[depth, at] = hop
        count += 1
    board.option_count[depth] = count


@njit(cache=True)
def is_open(scene, board, vehicle, hop):  # type: ignore[no-untyped-def]
    """Whether nobody wants the end of a hop empty, and nobody who is settled stands near it."""
    if board.wanted[scene.hops.end[hop]] > 0:
        return False
    for row in range(scene.hops.near_index[hop], scene.hops.near_index[hop + 1]):
        other = board.standing[scene.hops.near[row]]
        if other not in (FREE, vehicle) and board.settled[other]:
            return False
    return True


@njit(cache=True)
def want(scene, board, hop, change):  # type: ignore[no-untyped-def]
    """Marks the floor of a hop as wanted (1), or no longer (-1)."""
    for row in range(scene.hops.near_index[hop], scene.hops.near_index[hop + 1]):
        board.wanted[scene.hops.near[row]] += change


@njit(cache=True)
def in_the_way(scene, board, depth):  # type: ignore[no-untyped-def]
    """The next vehicle that stands near the hop tried at ``depth``, or FREE."""
    vehicle, hop = board.asked[depth], board.trying[depth]
    for row in range(board.row[depth], scene.hops.near_index[hop + 1]):
        other = board.standing[scene.hops.near[row]]
        if other not in (FREE, vehicle):
            board.row[depth] = row
            return np.int64(other)
    return np.int64(FREE)


@njit(cache=True)
def make_hop(scene, board, vehicle, hop):  # type: ignore[no-untyped-def]
    """Moves a vehicle and notes it."""
    board.standing[board.place[vehicle]] = FREE
    board.place[vehicle] = scene.hops.end[hop]
    board.standing[board.place[vehicle]] = vehicle
    board.movers[board.moved[0]] = vehicle
    board.made[board.moved[0]] = hop
    board.moved[0] += 1


@njit(cache=True)
def ask(scene, board, vehicle, only):  # type: ignore[no-untyped-def]
    """Lets a vehicle choose: the hop that brings it nearest to its goal, or to stay, where nobody
    who is settled stands in the way; others in the way are asked first. ``only``: a hop that it
    must make, or FREE. False when it stays although its place is wanted, or cannot obey.

    Those who are being asked form a stack (numba cannot keep compiled recursion on disk).
    """
    depth, came_back, answer = np.int64(0), False, False
    begin_to_ask(scene, board, np.int64(0), vehicle, only)
    while depth >= 0:
        asked, hop = board.asked[depth], board.trying[depth]
        if hop == FREE:
            if board.next_option[depth] == board.option_count[depth]:
                board.settled[asked] = True
                depth, came_back, answer = depth - 1, True, False
                continue
            option = board.options[depth, board.next_option[depth]]
            board.next_option[depth] += 1
            if option == STAY:
                if board.wanted[board.place[asked]] == 0:
                    board.settled[asked] = True
                    depth, came_back, answer = depth - 1, True, True
            elif is_open(scene, board, asked, option):
                want(scene, board, option, np.int64(1))
                board.settled[asked] = True
                board.trying[depth] = option
                board.row[depth] = scene.hops.near_index[option]
                came_back, answer = False, False
            continue
        other = in_the_way(scene, board, depth)
        refused = came_back and not answer
        came_back = False
        if other == FREE and not refused:
            want(scene, board, hop, np.int64(-1))
            make_hop(scene, board, asked, hop)
            depth, came_back, answer = depth - 1, True, True
        elif refused or board.settled[other]:
            want(scene, board, hop, np.int64(-1))
            board.settled[asked] = False
            board.trying[depth] = FREE
        else:
            depth += 1
            begin_to_ask(scene, board, depth, other, np.int64(FREE))
    return answer


@njit(cache=True)
def make_step(scene, board, order, forced):  # type: ignore[no-untyped-def]
    """One step from the placement on the board. ``forced`` (n,): a hop, STAY, or UNFORCED. False
    when the vehicles cannot obey."""
    board.moved[0] = 0
    for vehicle in range(len(forced)):
        board.settled[vehicle] = forced[vehicle] == STAY
    for vehicle in order:
        if forced[vehicle] >= 0 and (
            board.settled[vehicle]
            or not ask(scene, board, np.int64(vehicle), np.int64(forced[vehicle]))
        ):
            return False
    for vehicle in order:
        if not board.settled[vehicle]:
            ask(scene, board, np.int64(vehicle), np.int64(FREE))
    return True


@njit(cache=True)
def set_up(board, places):  # type: ignore[no-untyped-def]
    """Puts the vehicles of the board at ``places``."""
    for vehicle in range(len(places)):
        board.standing[board.place[vehicle]] = FREE
    for vehicle in range(len(places)):
        board.place[vehicle] = places[vehicle]
        board.standing[places[vehicle]] = vehicle
