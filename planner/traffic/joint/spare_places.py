"""One place for each vehicle at which it may end, so that nobody stands in another's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.traffic.joint.situation import Situation


def spare_places(now: Situation, place: NDArray[np.int32]) -> list[int] | None:
    """Goal places, nearest to ``place`` first, those with the least choice first; None when the
    choice made in this way leads nowhere."""
    hops = now.graph.hops
    points = now.ground.roadmap.state_pose[hops.states[hops.states_index[:-1]], :2]
    chosen: dict[int, int] = {}
    options = [[one for one in now.goal_places(v) if now.rests[one]] for v in range(now.count)]
    for vehicle in sorted(range(now.count), key=lambda one: len(options[one])):
        free = [
            one for one in options[vehicle]
            if not any(one == other or other in now.near[one] for other in chosen.values())
        ]  # fmt: skip
        if not free:
            return None
        away = np.hypot(*(points[free] - points[place[vehicle]]).T)
        chosen[vehicle] = free[int(np.argmin(away))]
    return [chosen[vehicle] for vehicle in range(now.count)]
