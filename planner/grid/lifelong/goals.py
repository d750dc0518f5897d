"""The goals of a lifelong run: an endless row of random cells for each agent.

The convention is that of EPIBT's authors with one goal a task: an agent that stands on its goal at
the end of a step has reached it and gets the next one, which is not where it stands. An agent's row
of goals depends on the seed and its number, not on the planner.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from planner.grid.grid_map import GridMap


class GoalRows:
    """Draws starts and goals among the cells of the grid's largest connected part."""

    def __init__(self, grid: GridMap, agents: int, seed: int) -> None:
        self._cells = largest_part(grid)
        if not 1 <= agents < len(self._cells):
            raise InputError(
                f"map {grid.name}: {agents} agents; possible are 1 to {len(self._cells) - 1}, as "
                f"{len(self._cells)} free cells are connected"
            )
        self._starts = np.random.default_rng(seed)
        self._rows = [np.random.default_rng([seed, agent]) for agent in range(agents)]

    def starts(self, headings: int) -> NDArray[np.int32]:
        """Random states on distinct cells, with random headings."""
        agents = len(self._rows)
        cells = self._starts.choice(self._cells, agents, replace=False)
        return (cells * headings + self._starts.integers(headings, size=agents)).astype(np.int32)

    def next_goal(self, agent: int, standing: int) -> int:
        """The next goal of ``agent``, which stands on the vertex ``standing``."""
        while True:
            goal = int(self._cells[self._rows[agent].integers(len(self._cells))])
            if goal != standing:
                return goal


def largest_part(grid: GridMap) -> NDArray[np.int32]:
    """The vertices of the largest connected part of the grid."""
    part = np.full(grid.vertices, -1)
    for first in range(grid.vertices):
        if part[first] >= 0:
            continue
        part[first] = first
        row = [first]
        while row:
            for nearby in grid.neighbours[row.pop()]:
                if nearby >= 0 and part[nearby] < 0:
                    part[nearby] = first
                    row.append(int(nearby))
    names, sizes = np.unique(part, return_counts=True)
    return np.flatnonzero(part == names[np.argmax(sizes)]).astype(np.int32)
