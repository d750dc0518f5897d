"""Step by step: Gazebo waits until what it showed has been answered.

On a busy machine a Gazebo that runs freely leaves its drivers behind, and what is measured then is
the machine. So it makes as many steps as lie between two looks and waits, paused, for the answer.

Gazebo tells poses in the first step after a sixtieth of a (real) second, and nothing while it is
paused. So all steps but one are asked for; when they are surely made, and Gazebo would speak again,
the last one shows where everything is. A wish for steps replaces the one before: who asks for the
last one too early finds Gazebo at an earlier time, and asks for what is missing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from fleet_core.worlds.world import STEP_S
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.transport import GazeboNode

STEPS = 20
"""Of physics between two looks: drives are told 50 times a simulated second."""
_TOLD_S = 0.005
"""Commands for joints and for steps go over two connections: until the first have surely come."""
_SPEAKS_AFTER_S = 1.0 / 60.0 + 0.001
_POSE_WITHIN_S = 0.03
_SLOWER, _FASTER = 1.5, 0.98
_LONGEST_STEP_S = 0.05


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
        self._step_s = STEP_S  # of real time that a step takes, as found out so far
        self._heard = asyncio.Event()
        self._heard_s = 0.0
        plant.watch(self._hear)

    def _hear(self) -> None:
        self._heard_s = time.monotonic()
        self._heard.set()

    async def run(self) -> None:
        """Until cancelled. Begins when Gazebo listens to all that is told."""
        while not (self._control.listeners and self._plant.obeys):
            await asyncio.sleep(0.05)
        while True:
            # Looks are at whole multiples of their period, also where one came late: who plans
            # every tenth of a second and is asked every 0.11 s brakes too weakly.
            await self._look((self._made // self._steps + 1) * self._steps)
            self._answer()
            await asyncio.sleep(_TOLD_S)

    @property
    def _made(self) -> int:
        """Steps, as told last."""
        return round(self._plant.now_s / STEP_S)

    async def _look(self, at: int) -> None:
        """Let Gazebo make so many steps since its beginning, and see."""
        while (missing := at - self._made) > 0:
            if missing > 1:
                self._control.publish(messages.step_control(missing - 1))
                await asyncio.sleep((missing - 1) * self._step_s)
            await self._show()
            factor = _SLOWER if self._made < at else _FASTER
            self._step_s = min(self._step_s * factor, _LONGEST_STEP_S)

    async def _show(self) -> None:
        """Make one step of which poses are told, wherever Gazebo is."""
        is_told = False
        while not is_told:
            silent_s = time.monotonic() - self._heard_s
            await asyncio.sleep(max(0.0, _SPEAKS_AFTER_S - silent_s))
            self._heard.clear()
            self._control.publish(messages.step_control(1))
            with suppress(TimeoutError):
                is_told = await asyncio.wait_for(self._heard.wait(), _POSE_WITHIN_S)
