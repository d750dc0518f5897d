"""A plant in Gazebo: its clock, what moves in it and what touches whom, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import count

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds import loads
from fleet_core.worlds.lidars import LIDAR, lidar_of
from fleet_core.worlds.vehicle_model import BODY, TOUCH
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Contact, Placement
from fleet_nodes.gazebo.transport import GazeboNode
from fleet_nodes.gazebo.vehicle import GazeboVehicle

BROUGHT = ("load_", "stand_", "crowd_")
"""How names of models begin that are brought into a world that runs."""
_MOST_CONTACTS = 10_000  # bodies that lie on each other go on touching
_CONTACT_IS_NEW_S = 0.5
"""What a load's sensor, which speaks five times a second, said last is so long true."""


class GazeboLoad:
    """A load unit: where it is, and what it touches."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: Placement | None = None
        self._touched: set[str] = set()
        self._touched_s = 0.0

    def touched(self, now_s: float) -> set[str]:
        """The models that it rests on or is held by. A load at rest on something that does not move
        falls asleep after a second, and touches nothing then."""
        return self._touched if now_s - self._touched_s < _CONTACT_IS_NEW_S else set()

    def touch(self, time_s: float, pairs: Iterable[tuple[str, str]]) -> None:
        models = {each.split("::", 1)[0] for pair in pairs for each in pair}
        self._touched, self._touched_s = models - {self.name}, time_s


class GazeboPlant:
    """All vehicles of a world, and its loads."""

    def __init__(
        self,
        node: GazeboNode,
        joints: IgnitionPublisher,
        world: str,
        types: Mapping[str, VehicleType],
        max_age_s: float = 0.5,
        scans: bool = False,
    ) -> None:
        """``scans``: hear the laser scanners of those that carry one."""
        self.now_s = 0.0
        self.runs = 0  # worlds that have begun
        self.contacts: list[Contact] = []
        """Of vehicles' bodies; with loads only where they do not belong to the vehicle's work."""
        self._watchers: list[Callable[[], object]] = []
        self._node, self._root = node, f"/gazebo/{world}"
        self.vehicles = {
            name: GazeboVehicle(name, kind, joints, max_age_s) for name, kind in types.items()
        }
        self.loads: dict[str, GazeboLoad] = {}
        self._brought: set[str] = set()  # by this, and not by one before it
        self.tidied = False
        self._factory = node.advertise(f"{self._root}/factory", messages.FACTORY)
        self._request = node.advertise(f"{self._root}/request", messages.REQUEST)
        self._modify = node.advertise(f"{self._root}/model/modify", messages.MODEL)
        self._numbers = count(1)
        node.subscribe(f"{self._root}/pose/info", messages.POSES, self._see)
        for name in types:
            topic = f"{self._root}/{name}/{BODY}/{TOUCH}"
            node.subscribe(topic, messages.CONTACTS, self._touch)
        for vehicle in self.vehicles.values() if scans else ():
            self._hear_scanner(vehicle)

    def _hear_scanner(self, vehicle: GazeboVehicle) -> None:
        if lidar_of(vehicle.type) is None:
            return
        vehicle.relies_on_scans = True

        def hear(data: bytes) -> None:
            vehicle.scan = messages.scan_of(data)

        topic = f"{self._root}/{vehicle.name}/{BODY}/{LIDAR}/scan"
        self._node.subscribe(topic, messages.SCANS, hear)

    def watch(self, see: Callable[[], object]) -> None:
        """``see`` is called whenever some have moved, in the event loop that runs the node."""
        self._watchers.append(see)

    @property
    def listens(self) -> bool:
        """Whether models can be brought in."""
        return all(each.listeners for each in (self._factory, self._request, self._modify))

    @property
    def obeys(self) -> bool:
        """Whether all that is told is heard."""
        return self.listens and all(each.obeys for each in self.vehicles.values())

    def load(self, name: str) -> GazeboLoad | None:
        """A load unit that was brought and not taken away."""
        return self.loads.get(name)

    def watch_load(self, name: str) -> GazeboLoad:
        """See and feel the load unit ``name``, which is in the world or will come."""
        load = self.loads[name] = GazeboLoad(name)
        self._node.subscribe(
            self._touch_topic(name),
            messages.CONTACTS,
            lambda data: load.touch(*messages.touches_of(data)),
        )
        return load

    def bring_load(self, name: str, load_type: str, at: Pose, height_m: float) -> None:
        """A load unit appears, its bottom ``height_m`` above the floor."""
        self.watch_load(name)
        self.bring(name, loads.load_text(name, load_type, at, height_m))

    def bring_stand(self, name: str, at: Pose) -> None:
        """A stand for AMRs appears."""
        self.bring(name, loads.stand_text(name, at))

    def bring(self, name: str, sdf: str) -> None:
        """Any other model appears; one that is there already by this name stays."""
        self._brought.add(name)
        self._factory.publish(messages.factory(sdf))

    def move(self, name: str, at: Pose) -> None:
        """A model is set to a pose on the floor."""
        self._modify.publish(messages.model_pose(name, at))

    def tidy(self) -> None:
        """Ask what is there, to take away what one before this had brought, and knew of: it was
        killed. `tidied` says that the answer has come."""
        if not self._node.hears(f"{self._root}/response"):
            self._node.subscribe(f"{self._root}/response", messages.RESPONSE, self._tidy)
        self._request.publish(messages.models_wanted(next(self._numbers)))

    def _tidy(self, data: bytes) -> None:
        models = messages.models_of(data)
        if models is None or self.tidied:
            return  # of another request
        self.tidied = True
        for name in models:
            if name.startswith(BROUGHT) and name not in self._brought:
                self._request.publish(messages.deletion(next(self._numbers), name))

    def take_away(self, name: str) -> None:
        """A load unit or a stand vanishes."""
        self.loads.pop(name, None)
        self._node.expire(self._touch_topic(name))
        self._request.publish(messages.deletion(next(self._numbers), name))

    def _touch_topic(self, load: str) -> str:
        return f"{self._root}/{load}/{loads.LOAD}/{loads.TOUCH}"

    def _see(self, data: bytes) -> None:
        poses = messages.poses_of(data, {**self.vehicles, **self.loads})
        if poses.time_s < self.now_s or not self.runs:
            self._begin_anew()
        self.now_s = poses.time_s
        moved = False
        for name, placement in poses.poses.items():
            if (vehicle := self.vehicles.get(name)) is not None:
                vehicle.see(poses.time_s, placement)
                moved = True
            elif (load := self.loads.get(name)) is not None:
                load.seen = placement
        if moved:
            for see in self._watchers:
                see()

    def _begin_anew(self) -> None:
        """Another run: what was brought in is gone."""
        self.runs += 1
        self.contacts.clear()
        if self.runs > 1:
            for name in self.loads:
                self._node.expire(self._touch_topic(name))
            self.loads.clear()
            self._brought.clear()

    def _touch(self, data: bytes) -> None:
        if len(self.contacts) < _MOST_CONTACTS:
            self.contacts.extend(messages.contacts_of(data, self._belong))

    def _belong(self, one: str, other: str) -> bool:
        """A load, and the vehicle that is at it."""
        first, second = (each.split("::", 1)[0] for each in (one, other))
        for vehicle, load in ((first, second), (second, first)):
            found = self.vehicles.get(vehicle)
            if found is not None and load == found.load_at:
                return True
        return False
