"""Which nodes and requests lie near each other, in place and in time; made once for a problem."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.dispatch.routing.problem import RoutingProblem

NEAREST = 100
TIME_WEIGHT = 0.3
"""Of a difference of windows against as much travel (Shaw 1998 weighs three to nine)."""


class Neighbours(NamedTuple):
    """Nearest first."""

    stop: NDArray[np.int32]  # (2r,) all nodes of requests
    near: NDArray[np.int32]  # (n, m) other nodes of requests near a node
    kin: NDArray[np.int32]  # (r, m) other requests like a request


def neighbours(problem: RoutingProblem) -> Neighbours:
    """By the costs of the first kind of vehicle, both ways."""
    stop = np.concatenate([problem.pickup, problem.drop]).astype(np.int32)
    one_way = problem.cost[0][np.ix_(problem.out, problem.into)]
    apart = one_way + one_way.T
    between = apart[np.ix_(stop, stop)]
    np.fill_diagonal(between, np.inf)
    near = np.zeros((len(problem.ready), min(NEAREST, max(0, len(stop) - 1))), np.int32)
    near[stop] = stop[_least(between, near.shape[1])]
    ready = problem.ready
    alike = (
        apart[np.ix_(problem.pickup, problem.pickup)] + apart[np.ix_(problem.drop, problem.drop)]
    )
    for end in (problem.pickup, problem.drop):
        alike = alike + TIME_WEIGHT * np.abs(ready[end][:, None] - ready[end][None, :])
    np.fill_diagonal(alike, np.inf)
    few = min(NEAREST, max(0, problem.requests - 1))
    return Neighbours(stop, near, _least(alike, few).astype(np.int32))


def _least(values: NDArray[np.float64], many: int) -> NDArray[np.intp]:
    """Columns of the ``many`` least of each row, the least first."""
    if many == 0:
        return np.zeros((len(values), 0), np.intp)
    chosen = np.sort(np.argpartition(values, many - 1, axis=1)[:, :many], axis=1)
    rank = np.argsort(np.take_along_axis(values, chosen, axis=1), axis=1, kind="stable")
    return np.take_along_axis(chosen, rank, axis=1)
