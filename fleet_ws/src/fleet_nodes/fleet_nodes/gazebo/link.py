"""Gazebo's transports in a thread of their own, for who has a loop of another kind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_nodes.gazebo.flow import Flow, Patience
from fleet_nodes.gazebo.gazebo_plant import GazeboLoad, GazeboPlant
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Contact
from fleet_nodes.gazebo.server import partition
from fleet_nodes.gazebo.sightings import Sighting
from fleet_nodes.gazebo.transport import HOST, GazeboNode
from fleet_nodes.gazebo.vehicle import GazeboVehicle

_END_WITHIN_S = 1.0
_ASK_AGAIN_S = 1.0
"""What was asked before the answer's connection was there is never answered."""


class GazeboLink:
    """What is seen may be asked for at any time; what is told is told by the thread. Fulfils
    `LoadFloor`."""

    def __init__(
        self,
        port: int,
        world: str,
        types: Mapping[str, VehicleType],
        max_age_s: float,
        paced: float = 0.0,
        on_poses: Callable[[], object] = lambda: None,
        *,
        scans: bool = False,
    ) -> None:
        """``port`` of Gazebo's master on this machine. ``paced``: Gazebo, which was started paused,
        goes on only while those who drive are told what to do, so many times as fast as real time
        at most; 0: it runs by itself. ``on_poses`` is called by the thread when some have moved.
        ``scans``: vehicles that carry a laser scanner rely on it."""
        self._node, joints = GazeboNode(HOST, port), IgnitionPublisher(partition(port))
        self._plant = plant = GazeboPlant(self._node, joints, world, types, max_age_s, scans)
        self.patience = Patience(plant.vehicles, lambda: plant.now_s)
        self._flow: Flow | None = None
        if paced:
            self._flow = Flow(self._node, plant, world, self.patience.may_go_on, paced)
        self._tidy_at_s = 0.0  # of the loop's clock
        plant.watch(self._tidy)
        plant.watch(on_poses)
        self._loop = asyncio.new_event_loop()
        self._joints = joints
        self._running: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._work, name="gazebo", daemon=True)
        self._thread.start()

    @property
    def connected(self) -> bool:
        return self._node.connected

    @property
    def now_s(self) -> float:
        """Simulated time of the last poses."""
        return self._plant.now_s

    @property
    def runs(self) -> int:
        """Worlds that have begun."""
        return self._plant.runs

    @property
    def vehicles(self) -> dict[str, GazeboVehicle]:
        """To be looked at; what their lifts are told may be told from any thread."""
        return self._plant.vehicles

    def seen(self, name: str) -> Sighting | None:
        """Where a vehicle is."""
        return self._plant.vehicles[name].seen

    def contacts(self) -> list[Contact]:
        """Of vehicles' bodies, since the beginning of this run."""
        return list(self._plant.contacts)

    def command(self, name: str, speed_mps: float, steer: float) -> None:
        """See `DriveState`."""
        vehicle = self._plant.vehicles[name]
        self._do(lambda: vehicle.command(speed_mps, steer, self._plant.now_s))

    def load(self, name: str) -> GazeboLoad | None:
        """See `LoadFloor`."""
        return self._plant.loads.get(name)

    def bring_load(self, name: str, load_type: str, at: Pose, height_m: float) -> None:
        """See `LoadFloor`."""
        self._do(lambda: self._plant.bring_load(name, load_type, at, height_m))

    def bring_stand(self, name: str, at: Pose) -> None:
        """See `LoadFloor`."""
        self._do(lambda: self._plant.bring_stand(name, at))

    def bring(self, name: str, sdf: str) -> None:
        """See `GazeboPlant`."""
        self._do(lambda: self._plant.bring(name, sdf))

    def move(self, name: str, at: Pose) -> None:
        """See `GazeboPlant`."""
        self._do(lambda: self._plant.move(name, at))

    def take_away(self, name: str) -> None:
        """See `LoadFloor`."""
        self._do(lambda: self._plant.take_away(name))

    def _tidy(self) -> None:
        """Once Gazebo listens, until it answers: another bridge may have been here before."""
        if not self._plant.tidied and self._plant.listens and self._loop.time() > self._tidy_at_s:
            self._tidy_at_s = self._loop.time() + _ASK_AGAIN_S
            self._plant.tidy()

    def _do(self, work: Callable[[], None]) -> None:
        self._loop.call_soon_threadsafe(work)

    def stop(self) -> None:
        """Says goodbye."""
        if self._running is not None:
            self._loop.call_soon_threadsafe(self._running.cancel)
        self._thread.join(_END_WITHIN_S)

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._running = self._loop.create_task(self._run())
        with suppress(asyncio.CancelledError):  # it was stopped
            self._loop.run_until_complete(self._running)

    async def _run(self) -> None:
        running = [self._node.run(), self._joints.run()]
        if self._flow is not None:
            running.append(self._flow.run())
        await asyncio.gather(*running)
