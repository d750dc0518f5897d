"""Costs of moves that make traffic flow: one-way lanes from the map, corrected by what happens.

Lanes of alternating direction: Cohen, Uras and Koenig, "Feasibility Study: Using Highways for
Bounded-Suboptimal Multi-Agent Path Finding", SoCS 2015. Costs of oncoming flow and crowding,
learned while driving: Chen et al., "Traffic Flow Optimisation for Lifelong Multi-Agent Path
Finding", AAAI 2024.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.grid.grid_map import GridMap
from planner.grid.lifelong.motion import FORWARD, MotionPrimitives
from planner.grid.lifelong.traffic_record import TrafficRecord

UNIT = 4
"""Cost of one step that nothing speaks against."""

NORTH, EAST, SOUTH, WEST = range(4)


@dataclass(frozen=True)
class GuidanceSettings:
    """What a move costs more, in steps: against the lane's direction where vehicles can pass each
    other (``open_against``) and where they cannot (``corridor_against``), in a place used the other
    way round by all others (``oncoming``), into a cell where everybody waits (``crowding``)."""

    open_against: float = 2.0
    corridor_against: float = 9.0
    oncoming: float = 2.0
    crowding: float = 8.0

    @property
    def largest_cost(self) -> int:
        """No move costs more, in units."""
        lane = max(self.open_against, self.corridor_against)
        return int(UNIT * (1.0 + lane + self.oncoming + self.crowding))


def lane_costs(grid: GridMap, settings: GuidanceSettings) -> NDArray[np.float64]:
    """Steps that a move costs by the map alone: (vertices, 4), by vertex left and direction."""
    blocked = grid.neighbours < 0
    crosswise = np.logical_and(blocked[:, EAST], blocked[:, WEST])
    lengthwise = np.logical_and(blocked[:, NORTH], blocked[:, SOUTH])
    eastward = _alternating(grid.y, lengthwise, grid.height)[grid.y]
    southward = _alternating(grid.x, crosswise, grid.width)[grid.x]
    costs = np.ones((grid.vertices, 4))
    for direction, against, corridor in (
        (NORTH, southward, crosswise),
        (EAST, ~eastward, lengthwise),
        (SOUTH, ~southward, crosswise),
        (WEST, eastward, lengthwise),
    ):
        more = np.where(corridor, settings.corridor_against, settings.open_against)
        costs[:, direction] += np.where(against, more, 0.0)
    return costs


def _alternating(
    line: NDArray[np.int32], in_corridor: NDArray[np.bool_], lines: int
) -> NDArray[np.bool_]:
    """The sense of each row or column: rows with corridors alternate among themselves, and so do
    the others, because rows of corridors may all be even."""
    has_corridor = np.zeros(lines, np.bool_)
    has_corridor[line[in_corridor]] = True
    rank = np.where(has_corridor, np.cumsum(has_corridor), np.cumsum(~has_corridor))
    odd: NDArray[np.bool_] = rank % 2 == 1
    return odd


def action_costs(
    motion: MotionPrimitives,
    grid: GridMap,
    lanes: NDArray[np.float64],
    record: TrafficRecord,
    settings: GuidanceSettings,
) -> NDArray[np.uint16]:
    """Costs of all actions in units, (states, actions), from the map and the traffic so far."""
    steps = (
        lanes
        + settings.oncoming * record.oncoming_share(grid)
        + settings.crowding * record.waiting_share(grid)
    )
    moves = np.minimum(np.rint(UNIT * steps), settings.largest_cost).astype(np.uint16)
    costs = np.full(motion.after.shape, UNIT, np.uint16)
    if motion.headings == 4:
        costs[:, FORWARD] = moves.ravel()
    else:
        costs[:, :4] = moves
    return costs
