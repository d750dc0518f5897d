"""Compiles the planner's kernels once, so that the first plan does not wait for it."""

from __future__ import annotations

import numpy as np

from planner.roadmap.fields import Inward, cheapest
from planner.traffic.forecast import forecast
from planner.traffic.glide import free_at_s
from planner.traffic.occupancy import occupancy
from planner.traffic.release import FREE, before, grant, holders
from planner.traffic.roads import Roads
from planner.traffic.rows import empty_rows
from planner.traffic.sipp import plan_path


def warm_up() -> None:
    """Calls every kernel with the types it is used with; the results are kept on disk."""
    ids, index = np.zeros(1, np.int32), np.array([0, 1], np.int64)
    roads = Roads(index, ids, ids, ids, np.ones(1), ids, index, ids)
    rows = empty_rows(1, 1)
    rows.state[0], rows.length[0] = 0, 1
    taken = occupancy(roads, rows, forecast(roads, rows, 0.0), 0, 0.0, np.full(1, np.inf))
    plan_path(roads, taken, (0, 0.0), (0,), np.zeros(1), np.ones(1, np.bool_))
    cheapest(Inward(index, ids, ids), np.ones(1), np.ones(1, np.bool_), np.zeros(1, np.int64))
    before(roads, rows, 0, 0)
    holders(roads, rows, 0)
    free_at_s(roads, rows, forecast(roads, rows, 0.0))
    grant(roads, rows, np.full(len(roads.excluded_index) - 1, FREE))
