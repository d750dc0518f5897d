"""Gazebo goes on while those who steer keep up, and they work while it computes.

Gazebo is always allowed a little more than is due, so that it need not wait for the next word; it
is told again at every pose that it shows, 60 times a (real) second at most. When it is not told
any more, because somebody is late, or nobody is there, it stands within `MOST_S`.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from math import inf

from fleet_core.worlds.world import STEP_S
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.transport import GazeboNode
from fleet_nodes.gazebo.vehicle import GazeboVehicle

MOST_S = 0.05
"""Of Gazebo's time, that it is allowed beyond what it has shown."""
LEAD_S = 0.03
"""That it may be ahead of what is due: it shows poses every 0.017 s at best."""
_SILENT_S = 0.018
"""Of real time: it has made all its steps before it could show another pose."""
_ASKED_AGAIN_S = 0.002
_LOST_S = 0.5
_KNOWN_WITHIN_S = 10.0
"""Of real time; joints are found within a second."""

TOLD_WITHIN_S = 0.16
"""Of Gazebo's time since the last command: a period of planning, and what it takes over ROS on an
idle machine."""
GIVEN_UP_S = 3.0
"""Of real time. With twelve busy processes on two cores whoever steers was silent for longer
than one second, and vehicles that were not waited for then passed their stopping points."""


class DueTime:
    """Gazebo's time that is due by real time."""

    def __init__(self, real_time_factor: float) -> None:
        self._factor = real_time_factor
        self._ahead_s: float | None = None  # Gazebo's time at real time 0, if it were in time

    def at(self, real_s: float, now_s: float) -> float:
        """``now_s``: Gazebo's time as it shows it. What it has lost is made up for, but not more
        than half a second; a Gazebo that was started again begins anew."""
        passed_s = real_s * self._factor
        if self._ahead_s is None:
            self._ahead_s = now_s - passed_s
        behind_s = self._ahead_s + passed_s - now_s
        if not -2.0 * LEAD_S - MOST_S <= behind_s <= _LOST_S:
            lost_s = _LOST_S if behind_s > _LOST_S else 0.0
            self._ahead_s = now_s + lost_s - passed_s
        return self._ahead_s + passed_s


class Flow:
    """Lets a world that was started paused go on for as long as ``may_go_on`` says so."""

    def __init__(
        self,
        node: GazeboNode,
        plant: GazeboPlant,
        world: str,
        may_go_on: Callable[[], bool],
        real_time_factor: float,
    ) -> None:
        self._control = node.advertise(f"/gazebo/{world}/world_control", messages.CONTROL)
        self._plant, self._may_go_on = plant, may_go_on
        self._due = DueTime(real_time_factor)
        self._seen = asyncio.Event()
        plant.watch(self._seen.set)

    async def run(self) -> None:
        """Until cancelled. Begins when Gazebo listens to all that is told, or does not know some
        vehicles: others say so, when they are not seen."""
        since_s = time.monotonic()
        while not self._heard(time.monotonic() - since_s):
            if not self._control.listeners:
                since_s = time.monotonic()
            await asyncio.sleep(0.05)
        while True:
            is_fresh = await self._see()
            while not self._may_go_on():
                is_fresh = False  # it has gone on meanwhile, as far as it was allowed to
                await asyncio.sleep(_ASKED_AGAIN_S)
            # A single step shows where it is.
            steps = self._allowed() if is_fresh else 1
            if steps > 0:
                self._control.publish(messages.step_control(steps))

    def _heard(self, waited_s: float) -> bool:
        if not (self._control.listeners and self._plant.listens):
            return False
        return self._plant.obeys or waited_s > _KNOWN_WITHIN_S

    async def _see(self) -> bool:
        """Whether a new pose has come; else Gazebo has made all its steps, or is busy with them."""
        try:
            await asyncio.wait_for(self._seen.wait(), _SILENT_S)
        except TimeoutError:
            return False
        self._seen.clear()
        return True

    def _allowed(self) -> int:
        now_s = self._plant.now_s
        ahead_s = self._due.at(time.monotonic(), now_s) + LEAD_S - now_s
        return round(min(ahead_s, MOST_S) / STEP_S)


class Patience:
    """How long a Gazebo that is driven over ROS waits for those who steer.

    On a busy machine commands come late, and vehicles that are steered by late commands leave their
    way. So Gazebo's time stands while a vehicle that is under way has not been told what to do for
    longer than usual. Who is not told in time at all, because its local planner is gone, is not
    waited for again until it is told. Nor is who has not been told anything yet: it stands, and
    whoever steers it may wait for the clock to go on.

    Asked again and again at each look; ``driving`` are the names of those who are to be told.
    """

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
