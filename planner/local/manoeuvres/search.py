"""A coarse way for the optimiser to begin with: a search over places, headings and gears.

Hybrid A* (D. Dolgov, S. Thrun, M. Montemerlo, J. Diebel, "Path planning for autonomous vehicles in
unknown semi-structured environments", IJRR 29(5), 2010, section 2): nodes keep their exact pose, a
cell of the grid keeps its cheapest node. It runs from the goal to the start, because the tight end
leaves fewest choices; a vehicle's way can be driven back, so the way found is turned round.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import pi, sin
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene
from planner.local.manoeuvres.separation import nearest_gap, padded

CELL_M = 0.1
HEADINGS = 72
STEP_M = 0.25
"""Length of a move, of the steered wheel; a little over two cells, so that it leaves its own."""
ROOM_M = 2.5
"""How far beyond start and goal the way may lead."""
SPARE_STEER = 0.9
"""Share of the steering that the search uses; the rest is for the optimiser to join its arcs."""
ARRIVED_M, ARRIVED_RAD = 0.15, 0.12
GREED = 1.4
"""Weight of the estimate: the way may cost so much more than the best."""
MAX_NODES = 400_000


@dataclass(frozen=True, slots=True)
class Taste:
    """What makes a way costly.

    ``spare_m``: what must stay free beyond the scene's clearance; ``near_m``: below this a metre
    costs up to ``near_cost`` metres more; ``reversal_m``: what a change of gear costs. ``spins``:
    whether to turn on the spot.
    """

    spare_m: float
    near_m: float = 0.2
    near_cost: float = 2.0
    reversal_m: float = 1.0
    spins: bool = True


class Moves(NamedTuple):
    """``shift_m`` of the origin, ``turn_rad``, ``angle_rad`` of the steered wheel, each (n,), and
    ``gear``: 1 forwards, -1 backwards, 0 on the spot. ``lever_m``: of the wheel's way per turn."""

    shift_m: NDArray[np.float64]
    turn_rad: NDArray[np.float64]
    angle_rad: NDArray[np.float64]
    gear: NDArray[np.int64]
    lever_m: float


class Grid(NamedTuple):
    """Corner of the grid and its size in cells."""

    left_m: float
    bottom_m: float
    columns: int
    rows: int


def lever_m(limits: ManoeuvreLimits) -> float:
    """From the origin to the steered wheel; a differential drive is given one, a metre ahead."""
    return limits.wheelbase_m if limits.kinematics is Kinematics.TRICYCLE else 1.0


def moves_of(limits: ManoeuvreLimits, spins: bool) -> Moves:
    """Arcs of the steered wheel, and turns on the spot with the wheel square."""
    tricycle, lever = limits.kinematics is Kinematics.TRICYCLE, lever_m(limits)
    most = SPARE_STEER * (limits.max_steer_rad if tricycle else 1.2)
    angle = most * np.array([0.0, 0.25, -0.25, 0.6, -0.6, 1.0, -1.0])
    shift, turn = STEP_M * np.cos(angle), STEP_M * np.sin(angle) / lever
    square = np.array([pi / 2.0, -pi / 2.0]) if spins and limits.turns_on_spot else np.empty(0)
    return Moves(
        np.concatenate([shift, -shift, 0.0 * square]),
        np.concatenate([turn, -turn, STEP_M * np.sign(square) / lever]),
        np.concatenate([angle, angle, square]),
        np.repeat([1, -1, 0], [len(angle), len(angle), len(square)]),
        lever if len(square) else lever / sin(most),
    )


def coarse_way(scene: ManoeuvreScene, taste: Taste) -> NDArray[np.float64] | None:
    """Rows of x, y, heading, steer angle and gear from start to goal, STEP_M of the wheel apart.

    The gear and the angle of a row are those of the move that leads to it. The first row is within
    ARRIVED_M and ARRIVED_RAD of the start. None when there is no such way.
    """
    parts, part_corners = padded(scene.body)
    obstacles, obstacle_corners = padded(scene.obstacles)
    start, goal = scene.start, scene.goal
    grid = _grid(scene)
    way = search(
        (start.x_m, start.y_m, start.heading_rad), (goal.x_m, goal.y_m, goal.heading_rad),
        parts, part_corners, obstacles, obstacle_corners, moves_of(scene.limits, taste.spins), grid,
        (scene.clearance_m + taste.spare_m, taste.near_m, taste.near_cost, taste.reversal_m),
    )  # fmt: skip
    return way if len(way) else None


def _grid(scene: ManoeuvreScene) -> Grid:
    ends = np.array([(one.x_m, one.y_m) for one in (scene.start, scene.goal)])
    low, high = ends.min(axis=0) - ROOM_M, ends.max(axis=0) + ROOM_M
    columns, rows = np.ceil((high - low) / CELL_M).astype(int)
    return Grid(float(low[0]), float(low[1]), int(columns), int(rows))


@njit(cache=True)
def search(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0913, PLR0915, PLR0917 - hot
    start, goal, parts, part_corners, obstacles, obstacle_corners, moves, grid, taste
):
    """The kernel of `coarse_way`; an array of no rows when there is no way."""
    gap_m, near_m, near_cost, reversal_m = taste
    count = len(moves.shift_m)
    best = np.full(grid.columns * grid.rows * HEADINGS * 3, np.inf, np.float32)
    pose = np.empty((MAX_NODES, 3))
    cost = np.empty(MAX_NODES)
    parent = np.empty(MAX_NODES, np.int64)
    by = np.empty(MAX_NODES, np.int64)
    pose[0, 0], pose[0, 1], pose[0, 2] = goal
    cost[0], parent[0], by[0] = 0.0, -1, 0
    nodes = 1
    queue = [(0.0, 0)]
    while len(queue) > 0:
        _, node = heapq.heappop(queue)
        x, y, heading = pose[node, 0], pose[node, 1], pose[node, 2]
        off = (heading - start[2] + np.pi) % (2.0 * np.pi) - np.pi
        near = np.hypot(x - start[0], y - start[1]) < ARRIVED_M and abs(off) < ARRIVED_RAD
        # Start and goal that are two, however near, need at least a drive away and back.
        if near and node > 0:
            return _turned_round(pose, parent, by, moves, node)
        gear = moves.gear[by[node]]
        if node > 0 and cost[node] > best[_cell(grid, x, y, heading, gear)] + 1e-4:
            continue
        for move in range(count):
            shift, turn = moves.shift_m[move], moves.turn_rad[move]
            if abs(turn) < 1e-9:
                ahead, aside = shift, 0.0
            else:
                ahead = shift / turn * np.sin(turn)
                aside = shift / turn * (1.0 - np.cos(turn))
            nx = x + np.cos(heading) * ahead - np.sin(heading) * aside
            ny = y + np.sin(heading) * ahead + np.cos(heading) * aside
            to = heading + turn
            cell = _cell(grid, nx, ny, to, moves.gear[move])
            if cell < 0:
                continue
            known = cost[node] + STEP_M
            if known >= best[cell]:
                continue
            if node > 0:
                last = by[node]
                if moves.gear[last] != moves.gear[move]:
                    known += reversal_m
                known += 0.1 * abs(moves.angle_rad[move] - moves.angle_rad[last])
                if known >= best[cell]:
                    continue
            gap = nearest_gap(
                parts, part_corners, obstacles, obstacle_corners, (nx, ny, to), near_m
            )
            if gap < gap_m:
                continue
            known += STEP_M * near_cost * max(0.0, 1.0 - gap / near_m)
            if known >= best[cell] or nodes == MAX_NODES:
                continue
            best[cell] = known
            pose[nodes, 0], pose[nodes, 1], pose[nodes, 2] = nx, ny, to
            cost[nodes], parent[nodes], by[nodes] = known, node, move
            rest = abs((to - start[2] + np.pi) % (2.0 * np.pi) - np.pi) * moves.lever_m
            rest = max(rest, np.hypot(nx - start[0], ny - start[1]))
            heapq.heappush(queue, (known + GREED * rest, nodes))
            nodes += 1
    return np.empty((0, 5))


@njit(cache=True)
def _cell(grid, x, y, heading, gear):  # type: ignore[no-untyped-def]
    """Index of a cell, or -1 outside."""
    column = int(np.floor((x - grid.left_m) / CELL_M))
    row = int(np.floor((y - grid.bottom_m) / CELL_M))
    if column < 0 or row < 0 or column >= grid.columns or row >= grid.rows:
        return -1
    sector = int(np.floor((heading % (2.0 * np.pi)) / (2.0 * np.pi) * HEADINGS + 0.5)) % HEADINGS
    return ((column * grid.rows + row) * HEADINGS + sector) * 3 + gear + 1


@njit(cache=True)
def _turned_round(pose, parent, by, moves, node):  # type: ignore[no-untyped-def]
    """The chain of nodes from ``node`` to the root as it is driven, with gears the other way."""
    length, one = 0, node
    while one >= 0:
        length, one = length + 1, parent[one]
    rows = np.empty((length, 5))
    one, angle, gear = node, 0.0, 0
    for k in range(length):
        rows[k, 0], rows[k, 1], rows[k, 2] = pose[one, 0], pose[one, 1], pose[one, 2]
        rows[k, 3], rows[k, 4] = angle, gear
        if parent[one] >= 0:
            gear = -moves.gear[by[one]]
            # An arc is driven back with the same steering, a turn on the spot with the other.
            angle = moves.angle_rad[by[one]] * (1.0 if gear else -1.0)
        one = parent[one]
    return rows
