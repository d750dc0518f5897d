"""Step by step: Gazebo waits until what it showed has been answered.

On a busy machine a Gazebo that runs freely leaves its drivers behind, and what is measured then is
the machine. Gazebo tells poses in the first step after a sixtieth of a (real) second, and nothing
while it is paused; so after each answer it makes many steps, and after a pause one more to look.

What it shows while steps are still to come is no look: on a busy machine that happens, and an
answer to it would come into force later than it was meant for. A look is one that shows the time
that was asked for, or two in a row that are single steps apart. (A wish for steps replaces the one
before, so that steps that were asked for may never come.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fleet_core.worlds.world import STEP_S
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.transport import GazeboNode

STEPS = 20
"""Of physics between two looks: drives are told 50 times a simulated second."""
_TOLD_S = 0.005
"""Commands for joints and for steps go over two connections: until the first have surely come."""
_PAUSE_S = 1.0 / 60.0 + 0.001 - _TOLD_S
_POSE_WITHIN_S = 0.03


class Pacer:
    """Lets a world that was started paused go on, after each call of ``answer``."""

    def __init__(
        self,
        node: GazeboNode,
        plant: GazeboPlant,
        world: str,
        answer: Callable[[], None],
        steps: int = STEPS,
    ) -> None:
        """``steps`` of physics between two looks."""
        self._control = node.advertise(f"/gazebo/{world}/world_control", messages.CONTROL)
        self._plant, self._answer, self._steps = plant, answer, steps
        self._wanted_s: float | None = None  # Gazebo's time at the next look
        self._seen = asyncio.Event()
        plant.watch(self._seen.set)

    async def run(self) -> None:
        """Until cancelled. Begins when Gazebo listens to all that is told."""
        while not (self._control.listeners and self._plant.obeys):
            await asyncio.sleep(0.05)
        while True:
            await self._look()
            self._answer()
            await asyncio.sleep(_TOLD_S)
            steps = self._until_next_look()
            self._wanted_s = self._plant.now_s + steps * STEP_S
            self._control.publish(messages.step_control(steps - 1))
            await asyncio.sleep(_PAUSE_S)

    def _until_next_look(self) -> int:
        """Looks are at whole multiples of their period, also where one came late: who plans every
        tenth of a second and is asked every 0.11 s brakes too weakly."""
        done = round(self._plant.now_s / STEP_S) % self._steps
        left = self._steps - done
        return left if left > self._steps // 2 else left + self._steps

    async def _look(self) -> None:
        before_s: float | None = None
        while True:
            self._seen.clear()
            self._control.publish(messages.step_control(1))
            try:
                await asyncio.wait_for(self._seen.wait(), _POSE_WITHIN_S)
            except TimeoutError:
                continue
            now_s = self._plant.now_s
            if self._wanted_s is not None and abs(now_s - self._wanted_s) < 0.5 * STEP_S:
                return
            if before_s is not None and now_s - before_s < 2.5 * STEP_S:
                return
            before_s = now_s
            await asyncio.sleep(_PAUSE_S + _TOLD_S)
