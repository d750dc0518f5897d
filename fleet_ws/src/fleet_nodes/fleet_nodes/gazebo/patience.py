"""How long a Gazebo that is driven over ROS waits for those who steer.

On a busy machine commands come late, and vehicles that are steered by late commands leave their
way. So Gazebo's time stands while a vehicle that is under way has not been told what to do for
longer than usual. Who is not told in time at all, because its local planner is gone, is not waited
for again until it is told. Nor is who has not been told anything yet: it stands, and whoever
steers it may wait for the clock to go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from math import inf

from fleet_nodes.gazebo.vehicle import GazeboVehicle

TOLD_WITHIN_S = 0.16
"""Of Gazebo's time since the last command: a period of planning, and what it takes over ROS on an
idle machine."""
GIVEN_UP_S = 3.0
"""Of real time. With twelve busy processes on two cores whoever steers was silent for longer
than one second, and vehicles that were not waited for then passed their stopping points."""


class Patience:
    """Asked again and again at each look; ``driving`` are the names of those who are to be told."""

    def __init__(
        self,
        vehicles: Mapping[str, GazeboVehicle],
        now_s: Callable[[], float],
    ) -> None:
        self.driving: frozenset[str] = frozenset()
        self._vehicles, self._now_s = vehicles, now_s
        self._given_up: dict[str, float] = {}  # when each was told last before
        self._waits_since_s: float | None = None

    def may_go_on(self) -> bool:
        """Whether all that drive know what to do."""
        real_s = time.monotonic()
        late = [name for name in self.driving if self._is_late(name)]
        if late:
            if self._waits_since_s is None:
                self._waits_since_s = real_s
            if real_s - self._waits_since_s < GIVEN_UP_S:
                return False
            self._given_up |= {name: self._vehicles[name].told_s for name in late}
        self._waits_since_s = None
        return True

    def _is_late(self, name: str) -> bool:
        told_s = self._vehicles[name].told_s
        if name in self._given_up:
            if told_s == self._given_up[name]:
                return False
            del self._given_up[name]
        return told_s > -inf and self._now_s() - told_s > TOLD_WITHIN_S
