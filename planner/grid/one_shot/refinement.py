"""Better plans for as long as there is time: large neighbourhood search.

J. Li et al., "Anytime Multi-Agent Path Finding via Large Neighborhood Search", IJCAI 2021. A few
agents are taken out of the plan and put back one after the other, each on the earliest path that
the others leave (`earliest_path`); the change is kept when the sum of arrivals does not grow. Which
choice of agents is tried is learned from what each gained for its work.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.chance import below, draw
from planner.grid.one_shot.bitboard import BitLayout, Space, toggle
from planner.grid.one_shot.earliest_path import NONE, flood_space, trace_back
from planner.grid.one_shot.neighbourhood import KINDS, choose
from planner.grid.one_shot.task import GridTask

SIZES = (2, 4, 8, 16)
LARGEST = 16
_SMOOTHING = 0.01
_LEAST = 0.02
_DRAWS = 4
_11 = np.uint64(11)


class Arms(NamedTuple):
    """The choices to learn between: ``kind`` and ``size`` (arms,) int64; ``worth`` (arms,): gain
    for work, smoothed; ``tries``, ``accepted``, ``gained`` (arms,) int64."""

    kind: NDArray[np.int64]
    size: NDArray[np.int64]
    worth: NDArray[np.float64]
    tries: NDArray[np.int64]
    accepted: NDArray[np.int64]
    gained: NDArray[np.int64]


class RefinementState(NamedTuple):
    """A plan that is being refined, and scratch.

    ``space``: what the plan leaves free. ``paths`` (steps + 1, agents) int32: bits of the layout.
    ``arrival`` and ``shortest`` (agents,) int64. ``reach`` (steps + 1, words) uint64. ``had_turn``
    (agents,) bool. ``chosen`` and ``turn`` (agents,): who is planned anew, in which order. ``old``
    and ``new`` (LARGEST, steps + 1) int32: their paths; ``nearest`` (agents,) int64.
    """

    task: GridTask
    layout: BitLayout
    space: Space
    paths: NDArray[np.int32]
    arrival: NDArray[np.int64]
    shortest: NDArray[np.int64]
    reach: NDArray[np.uint64]
    had_turn: NDArray[np.bool_]
    chosen: NDArray[np.int64]
    turn: NDArray[np.int64]
    old: NDArray[np.int32]
    new: NDArray[np.int32]
    new_arrival: NDArray[np.int64]
    nearest: NDArray[np.int64]
    arms: Arms


def new_arms() -> Arms:
    """Every kind of neighbourhood in every size."""
    kinds = np.repeat(np.arange(KINDS), len(SIZES))
    sizes = np.tile(SIZES, KINDS)
    counts = [np.zeros(len(kinds), np.int64) for _ in range(3)]
    return Arms(kinds, sizes, np.ones(len(kinds)), counts[0], counts[1], counts[2])


@njit(cache=True, nogil=True)
def occupy(layout, space, paths):  # type: ignore[no-untyped-def]
    """Puts all paths (steps + 1, agents) into an empty space."""
    for agent in range(paths.shape[1]):
        toggle(layout, space, paths[:, agent].copy())


@njit(cache=True, nogil=True)
def draw_arm(arms, chance):  # type: ignore[no-untyped-def]
    """An arm by its worth; none is ever given up."""
    floor = _LEAST * arms.worth.max() + 1e-12
    total = 0.0
    for worth in arms.worth:
        total += worth + floor
    left = total * (np.float64(draw(chance) >> _11) / 9007199254740992.0)
    for arm in range(len(arms.worth)):
        left -= arms.worth[arm] + floor
        if left < 0.0:
            return arm
    return len(arms.worth) - 1


@njit(cache=True, nogil=True)
def take_out(state, count, chance):  # type: ignore[no-untyped-def]
    """Takes the chosen out of the plan and draws their order; returns the sum of their delays."""
    delay = 0
    for k in range(count):
        agent = state.chosen[k]
        state.old[k] = state.paths[:, agent]
        toggle(state.layout, state.space, state.old[k])
        state.paths[:, agent] = NONE
        delay += state.arrival[agent] - state.shortest[agent]
        other = below(chance, k + 1)
        state.turn[k] = state.turn[other]
        state.turn[other] = k
    return delay


@njit(cache=True, nogil=True)
def put_back(state, count, delay, chance):  # type: ignore[no-untyped-def]
    """Plans the chosen anew, one after the other, with no more ``delay`` in sum than they had.
    Returns how many of them found a path, what is left of the delay, and the work in steps."""
    steps = len(state.paths) - 1
    work = 0
    for turn in range(count):
        k = state.turn[turn]
        shortest = state.shortest[state.chosen[k]]
        start, goal = state.old[k, 0], state.old[k, steps]
        last = min(steps, shortest + delay)
        arrival = flood_space(state.layout, state.space, start, goal, last, state.reach)
        work += last if arrival == NONE else arrival
        if arrival == NONE:
            return turn, delay, work
        path = state.new[k]
        for draw_ in range(_DRAWS):
            if trace_back(
                state.layout, state.space, state.paths, state.reach, goal, arrival, path, chance
            ):
                break
            if draw_ == _DRAWS - 1:
                return turn, delay, work
        toggle(state.layout, state.space, path)
        state.paths[:, state.chosen[k]] = path
        state.new_arrival[k] = arrival
        delay -= arrival - shortest
    return count, delay, work


@njit(cache=True, nogil=True)
def try_once(state, kind, size, chance):  # type: ignore[no-untyped-def]
    """Plans one neighbourhood anew and keeps the change unless it is worse. Returns whether it was
    kept, the steps gained, and the work."""
    count = choose(state, kind, size, chance)
    delay = take_out(state, count, chance)
    done, left, work = put_back(state, count, delay, chance)
    if done < count:
        for turn in range(done):
            toggle(state.layout, state.space, state.new[state.turn[turn]])
        for k in range(count):
            toggle(state.layout, state.space, state.old[k])
            state.paths[:, state.chosen[k]] = state.old[k]
        return False, 0, work
    for k in range(count):
        state.arrival[state.chosen[k]] = state.new_arrival[k]
    return True, left, work


@njit(cache=True, nogil=True)
def improve(state, tries, chance):  # type: ignore[no-untyped-def]
    """Tries ``tries`` neighbourhoods; returns the steps gained."""
    total = 0
    arms = state.arms
    for _ in range(tries):
        arm = draw_arm(arms, chance)
        kept, gain, work = try_once(state, arms.kind[arm], arms.size[arm], chance)
        arms.worth[arm] += _SMOOTHING * (gain / (work + 20.0) - arms.worth[arm])
        arms.tries[arm] += 1
        arms.accepted[arm] += kept
        arms.gained[arm] += gain
        total += gain
    return total
