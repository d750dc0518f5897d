"""What a vehicle on a grid can do in one step: with headings (rotate) or without (shift)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from planner.grid.grid_map import GridMap

MODELS = ("rotate", "shift")

FORWARD, RIGHT, LEFT, WAIT = range(4)
"""Actions of the model rotate; a turn is by 90 degrees and takes a step, as in the League of Robot
Runners."""


@dataclass(frozen=True)
class MotionPrimitives:
    """States and actions of one vehicle.

    A state is ``vertex * headings + heading``; with one heading it is the vertex. ``after``
    (states, actions) int32: the state that an action leads to, -1 where it cannot be done;
    ``before`` of the same shape: the state that it comes from. The last action is to wait.
    """

    model: str
    headings: int
    after: NDArray[np.int32]
    before: NDArray[np.int32]

    @property
    def states(self) -> int:
        return len(self.after)

    @property
    def actions(self) -> int:
        return int(self.after.shape[1])

    @property
    def wait(self) -> int:
        """The action of standing still."""
        return self.actions - 1


def motion_of(grid: GridMap, model: str) -> MotionPrimitives:
    """The motion on ``grid`` by the name of a model. Raises InputError on another name."""
    if model not in MODELS:
        raise InputError(f"model {model!r} is unknown; there are {' and '.join(MODELS)}")
    after = _rotating(grid) if model == "rotate" else _shifting(grid)
    return MotionPrimitives(model, 4 if model == "rotate" else 1, after, _reversed(after))


def _shifting(grid: GridMap) -> NDArray[np.int32]:
    standing = np.arange(grid.vertices, dtype=np.int32)[:, None]
    return np.ascontiguousarray(np.hstack([grid.neighbours, standing]))


def _rotating(grid: GridMap) -> NDArray[np.int32]:
    vertex, heading = np.divmod(np.arange(4 * grid.vertices, dtype=np.int32), np.int32(4))
    after = np.empty((4 * grid.vertices, 4), np.int32)
    ahead = grid.neighbours[vertex, heading]
    after[:, FORWARD] = np.where(ahead < 0, -1, 4 * ahead + heading)
    after[:, RIGHT] = 4 * vertex + (heading + 1) % 4
    after[:, LEFT] = 4 * vertex + (heading + 3) % 4
    after[:, WAIT] = 4 * vertex + heading
    return after


def _reversed(after: NDArray[np.int32]) -> NDArray[np.int32]:
    before = np.full_like(after, -1)
    state, action = np.nonzero(after >= 0)
    before[after[state, action], action] = state
    return before
