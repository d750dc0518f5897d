"""Step by step: Gazebo waits until what it showed has been answered.

On a busy machine a Gazebo that runs freely leaves its drivers behind, and what is measured then is
the machine. Gazebo tells poses in the first step after a sixtieth of a (real) second, and nothing
while it is paused; so after each answer it makes many steps, and after a pause one more to look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.plant import GazeboPlant
from fleet_nodes.gazebo.transport import GazeboNode

STEPS = 20
"""Of physics between two looks: drives are told 50 times a simulated second."""
_PAUSE_S = 1.0 / 60.0 + 0.001
_POSE_WITHIN_S = 0.03


class Pacer:
    """Lets a world that was started paused go on, after each call of ``answer``."""

    def __init__(
        self, node: GazeboNode, plant: GazeboPlant, world: str, answer: Callable[[], None]
    ) -> None:
        self._control = node.advertise(f"/gazebo/{world}/world_control", messages.CONTROL)
        self._plant, self._answer = plant, answer
        self._seen = asyncio.Event()
        plant.on_poses = self._seen.set

    async def run(self) -> None:
        """Until cancelled. Begins when Gazebo listens to all that is told."""
        while not self._control.listeners or not all(
            each.obeys for each in self._plant.vehicles.values()
        ):
            await asyncio.sleep(0.05)
        while True:
            await self._look()
            self._answer()
            self._control.publish(messages.step_control(STEPS - 1))
            await asyncio.sleep(_PAUSE_S)

    async def _look(self) -> None:
        self._seen.clear()
        while not self._seen.is_set():
            self._control.publish(messages.step_control(1))
            try:
                await asyncio.wait_for(self._seen.wait(), _POSE_WITHIN_S)
            except TimeoutError:
                continue
