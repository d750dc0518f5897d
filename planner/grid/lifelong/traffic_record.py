"""How much each move was used lately, and where vehicles waited."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.grid.grid_map import GridMap
from planner.grid.lifelong.motion import FORWARD, MotionPrimitives

MEMORY_STEPS = 200
"""Older steps fade away exponentially."""

_SELDOM = 0.01
"""Moves a step that are too few to tell anything."""

_OPPOSITE = (2, 3, 0, 1)


class TrafficRecord:
    """Averages a step: ``moves`` (vertices, 4) by vertex and direction, ``waits`` (vertices,)."""

    def __init__(self, motion: MotionPrimitives) -> None:
        self._motion = motion
        vertices = motion.states // motion.headings
        self.moves = np.zeros((vertices, 4))
        self.waits = np.zeros(vertices)

    def add(self, states: NDArray[np.int32], actions: NDArray[np.int32]) -> None:
        """Records one step of all agents."""
        vertex, heading = np.divmod(states, self._motion.headings)
        waits = actions == self._motion.wait
        turning = self._motion.headings == 4
        moves = actions == FORWARD if turning else ~waits
        directions = heading if turning else actions
        fade = 1.0 / MEMORY_STEPS
        self.moves *= 1.0 - fade
        self.waits *= 1.0 - fade
        self.moves[vertex[moves], directions[moves]] += fade
        self.waits[vertex[waits]] += fade

    def oncoming_share(self, grid: GridMap) -> NDArray[np.float64]:
        """Share of the traffic between two cells that goes against each move, (vertices, 4)."""
        ahead = grid.neighbours
        against = np.where(ahead >= 0, self.moves[ahead, _OPPOSITE], 0.0)
        share: NDArray[np.float64] = against / (self.moves + against + _SELDOM)
        return share

    def waiting_share(self, grid: GridMap) -> NDArray[np.float64]:
        """Share of the time in the cell ahead that is spent waiting, (vertices, 4)."""
        waiting = self.waits / (self.waits + self.moves.sum(axis=1) + 2.0 * _SELDOM)
        ahead = grid.neighbours
        return np.where(ahead >= 0, waiting[ahead], 0.0)
