"""A way through those who move, looked for over place and time before it is refined.

A plan that is improved step by step stays on the side of everybody on which it began. So the floor
before a vehicle is searched afresh: cells along and aside of its path, in layers of time, by
dynamic programming from the present on. From layer to layer a vehicle goes on by 0 to 3 cells, and
aside by no more than it goes on (45 degrees). Whatever it meets has a price, so that there is
always a best way. (The idea of M. McNaughton et al., "Motion planning for autonomous driving with a
conformal spatiotemporal lattice", ICRA 2011, with the corridor as it is here: wide, and everybody's
place known for seconds.)
"""

from __future__ import annotations

from math import cos, hypot, inf, sin

import numpy as np
from numba import njit

from planner.local.horizon import at_way
from planner.local.state import STAGES, STEP_S

CELL_M = 0.15
LAYER = 2
"""Stages between two layers: 0.3 s."""
LAYERS = 17
"""5.1 s; beyond the horizon others are thought to go on as at its end."""
AHEAD = 3 * LAYERS + 1
"""Cells along the path: as far as 1.5 m/s lead."""
MOST_ASIDE = 41
"""Cells across, 3 m to either side of where it is."""
WIDEST = (0, 1, 2, 1)
"""Cells aside, at most, with 0 to 3 cells on: no faster and no steeper than one drives."""

LEFT_PRICE = 1.0
"""Of a cell that is left to the end of the path at the end of the search."""
SLOW_PRICE = 0.1
"""Of a cell that was not gone on."""
ASIDE_PRICE = 0.15
"""Of a cell gone aside."""
OFF_PRICE = 0.0003
"""Of a cell off the path, squared, a layer."""
TURN_PRICE = 0.05
NEAR_PRICE = 2.0
"""Of standing where wishes are not met; grows to `HIT_PRICE`."""
HIT_PRICE = 60.0

_X, _Y, _DIRECTION, _RIGHT, _LEFT = 0, 1, 2, 4, 5


@njit(cache=True, nogil=True)
def look_for_passage(  # type: ignore[no-untyped-def]
    measured, samples, others, reach, limits, goal, x
):
    """Fill ``x`` (STAGES + 1, State) with the best way from the state ``measured`` on.

    ``others``: an `Objects`, and the vehicle's own row in it. ``reach``: radius of a body (m).
    ``limits``: highest speed, acceleration, braking, turn rate. ``goal``: way to the end, and how
    near to it (m) nobody matters. Returns the price.
    """
    objects, leave_out = others
    release_m, arrived_m = goal
    s0, n0, v0 = measured[0], measured[1], measured[3]
    middle = MOST_ASIDE // 2
    price = np.full((LAYERS + 1, AHEAD, MOST_ASIDE), inf)
    origin = np.zeros((LAYERS + 1, AHEAD, MOST_ASIDE), np.int16)
    floor_price = np.empty((AHEAD, MOST_ASIDE))
    price[0, 0, middle] = 0.0
    right, left = at_way(samples, _RIGHT, s0), at_way(samples, _LEFT, s0)
    last_cell = int(max(0.0, release_m - s0) / CELL_M)
    cell_speed = CELL_M / (LAYER * STEP_S)
    for layer in range(LAYERS):
        t = (layer + 1) * LAYER * STEP_S
        fastest = min(limits[0], v0 + limits[1] * (t - 0.5 * LAYER * STEP_S))
        slowest = max(0.0, v0 - limits[2] * t)
        if t < (abs(measured[2]) - 0.8) / limits[3]:
            fastest = 0.0  # it turns first
        most = min(3, int(fastest / cell_speed + 0.5))
        steps = (min(most, int(slowest / cell_speed)), most)
        _price_floor(floor_price, samples, s0, n0, t, objects, leave_out, reach)
        _clear_goal(floor_price, (release_m - s0) / CELL_M, n0 / CELL_M, arrived_m / CELL_M)
        _go_on(layer, price, origin, floor_price, steps, last_cell, (n0, right, left))
    for i in range(AHEAD):
        for j in range(MOST_ASIDE):
            left_m = hypot(max(0.0, release_m - s0 - i * CELL_M), n0 + (j - middle) * CELL_M)
            price[LAYERS, i, j] += LEFT_PRICE * left_m / CELL_M
    return _read_back(price, origin, measured, x)


@njit(cache=True, nogil=True)
def _go_on(layer, price, origin, floor_price, steps, last_cell, across):  # type: ignore[no-untyped-def]
    """Fill the next layer. ``steps``: fewest and most cells gone on; ``across``: N of now, and of
    the corridor's sides."""
    n0, right, left = across
    middle = MOST_ASIDE // 2
    for i in range(min(3 * layer + 1, AHEAD)):
        most = min(steps[1], max(0, last_cell - i))
        for j in range(MOST_ASIDE):
            if price[layer, i, j] == inf:
                continue
            was = origin[layer, i, j]
            for on in range(min(steps[0], most), most + 1):
                missed = 3 - on if i + on < last_cell else 0
                widest = WIDEST[on]
                for jj in range(max(0, j - widest), min(MOST_ASIDE - 1, j + widest) + 1):
                    n = n0 + (jj - middle) * CELL_M
                    if (n > left and n > n0) or (n < right and n < n0):
                        continue
                    total = price[layer, i, j] + floor_price[i + on, jj] + SLOW_PRICE * missed
                    total += ASIDE_PRICE * abs(jj - j) + OFF_PRICE * (n / CELL_M) ** 2
                    if layer > 0:
                        total += TURN_PRICE * (abs(was // 8 - on) + abs(was % 8 - 3 - (jj - j)))
                    if total < price[layer + 1, i + on, jj]:
                        price[layer + 1, i + on, jj] = total
                        origin[layer + 1, i + on, jj] = on * 8 + jj - j + 3


@njit(cache=True, nogil=True)
def _clear_goal(floor_price, ahead, aside, reach):  # type: ignore[no-untyped-def]
    """Nothing is to be paid near the goal; all in cells."""
    middle = MOST_ASIDE // 2
    for i in range(max(0, int(ahead - reach)), min(AHEAD - 1, int(ahead + reach)) + 1):
        for j in range(MOST_ASIDE):
            if hypot(i - ahead, j - middle + aside) < reach:
                floor_price[i, j] = 0.0


@njit(cache=True, nogil=True)
def _price_floor(floor_price, samples, s0, n0, t, objects, leave_out, reach):  # type: ignore[no-untyped-def]
    """What it costs to be in each cell at time ``t``."""
    floor_price[:] = 0.0
    middle = MOST_ASIDE // 2
    place = t / STEP_S
    k = min(int(place), STAGES - 1)
    part = place - k  # beyond the horizon above 1: they go on
    tangent = at_way(samples, _DIRECTION, s0)
    ox, oy = at_way(samples, _X, s0), at_way(samples, _Y, s0)
    c, s = cos(tangent), sin(tangent)
    for m in range(len(objects.poses)):
        if m == leave_out:
            continue
        px = objects.poses[m, k, 0] + part * (objects.poses[m, k + 1, 0] - objects.poses[m, k, 0])
        py = objects.poses[m, k, 1] + part * (objects.poses[m, k + 1, 1] - objects.poses[m, k, 1])
        far = 0.0
        for d in range(len(objects.discs[m])):
            disc = objects.discs[m, d]
            if disc[2] > 0.0:
                far = max(far, hypot(disc[0], disc[1]) + disc[2])
        stage = min(k + 1, STAGES)
        must = reach + max(far, objects.needed_m[m, stage])
        wish = reach + far + objects.wished_m[m, stage] + 0.1
        wish = max(wish, must + 0.05)
        ahead = (c * (px - ox) + s * (py - oy)) / CELL_M
        aside = (-s * (px - ox) + c * (py - oy) - n0) / CELL_M + middle
        cells = wish / CELL_M
        for i in range(max(0, int(ahead - cells)), min(AHEAD - 1, int(ahead + cells) + 1) + 1):
            for j in range(
                max(0, int(aside - cells)), min(MOST_ASIDE - 1, int(aside + cells) + 1) + 1
            ):
                apart = CELL_M * hypot(i - ahead, j - aside)
                if apart < must:
                    floor_price[i, j] += HIT_PRICE * (1.5 - apart / must)
                elif apart < wish:
                    floor_price[i, j] += NEAR_PRICE * (wish - apart) / (wish - must)


@njit(cache=True, nogil=True)
def _read_back(price, origin, measured, x):  # type: ignore[no-untyped-def]
    """The cheapest way as states at the stages."""
    middle = MOST_ASIDE // 2
    best, bi, bj = inf, 0, middle
    for i in range(AHEAD):
        for j in range(MOST_ASIDE):
            if price[LAYERS, i, j] < best:
                best, bi, bj = price[LAYERS, i, j], i, j
    way = np.empty((LAYERS + 1, 2))
    for layer in range(LAYERS, -1, -1):
        way[layer, 0] = measured[0] + CELL_M * bi
        way[layer, 1] = measured[1] + CELL_M * (bj - middle)
        code = origin[layer, bi, bj]
        if layer > 0:
            bi, bj = bi - code // 8, bj - (code % 8 - 3)
    for _ in range(2):  # corners of the grid are no turns
        before = way[0].copy()
        for layer in range(1, LAYERS):
            here = way[layer].copy()
            way[layer] = 0.25 * before + 0.5 * here + 0.25 * way[layer + 1]
            before = here
    for k in range(STAGES + 1):
        place = min(k / LAYER, LAYERS - 1e-9)
        layer = int(place)
        on = way[layer + 1, 0] - way[layer, 0]
        aside = way[layer + 1, 1] - way[layer, 1]
        x[k, 0] = way[layer, 0] + (place - layer) * on
        x[k, 1] = way[layer, 1] + (place - layer) * aside
        x[k, 3] = hypot(on, aside) / (LAYER * STEP_S)
        x[k, 2] = np.arctan2(aside, on) if on > 1e-9 else 0.0
        if on <= 1e-9:
            x[k, 2] = x[k - 1, 2] if k > 0 else measured[2]
        x[k, 4] = 0.0
    x[0] = measured
    return best
