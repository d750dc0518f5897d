"""What a plan costs: when everybody arrives to stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.grid.one_shot.task import GridTask


def arrivals(plan: NDArray[np.int32], goals: NDArray[np.int32]) -> NDArray[np.int64]:
    """(agents,): the step from which on each agent of a plan (steps + 1, agents) is at its goal."""
    away = plan != goals
    last_away = len(plan) - 1 - np.argmax(away[::-1], axis=0)
    return np.where(away.any(axis=0), last_away + 1, 0).astype(np.int64)


def shortest(task: GridTask, starts: NDArray[np.int32]) -> NDArray[np.int64]:
    """(agents,): steps that each agent would need alone."""
    return task.distance[np.arange(len(starts)), starts].astype(np.int64)
