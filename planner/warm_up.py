"""Compiles the planner's kernels once, so that the first plan does not wait for it."""

from __future__ import annotations

import numpy as np

from planner.traffic.reservations import Reservations, join_spans
from planner.traffic.sipp import Graph, search


def warm_up() -> None:
    """Calls every kernel with the types it is used with; the results are kept on disk."""
    ids, index = np.zeros(1, np.int32), np.array([0, 1], np.int64)
    graph = Graph(index, ids, ids, ids, np.ones(1), ids)
    none = Reservations(np.zeros(2, np.int64), np.empty(0), np.empty(0))
    search(graph, none, np.ones(1, np.bool_), np.zeros(1), np.ones(1, np.bool_), 0, 0.0)
    join_spans(ids, np.zeros(1), np.ones(1), np.zeros(1, np.bool_))
