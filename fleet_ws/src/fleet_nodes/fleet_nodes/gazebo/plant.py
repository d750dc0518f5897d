"""A plant in Gazebo: its clock, what moves in it and what touches whom, and what it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds import loads
from fleet_core.worlds.vehicle_model import BODY, TOUCH
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Contact, Placement
from fleet_nodes.gazebo.transport import GazeboNode
from fleet_nodes.gazebo.vehicle import GazeboVehicle

_MOST_CONTACTS = 10_000  # bodies that lie on each other go on touching
_CONTACT_IS_NEW_S = 0.5
"""What a load's sensor, which speaks five times a second, said last is so long true."""


class GazeboLoad:
    """A load unit: where it is, and what it touches."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: Placement | None = None
        self._touched: dict[str, float] = {}  # until when, by model of the other

    def touches(self, model: str, now_s: float) -> bool:
        """Whether it rests on, or is held by, a model."""
        return self._touched.get(model, 0.0) >= now_s

    def touch(self, contacts: list[Contact]) -> None:
        for one in contacts:
            for each in (one.first, one.second):
                model = each.split("::", 1)[0]
                if model != self.name:
                    self._touched[model] = one.time_s + _CONTACT_IS_NEW_S


class GazeboPlant:
    """All vehicles of a world, and its loads. ``on_poses`` is called whenever some have moved, in
    the event loop that runs ``node`` and ``joints``."""

    def __init__(
        self,
        node: GazeboNode,
        joints: IgnitionPublisher,
        world: str,
        types: Mapping[str, VehicleType],
        max_age_s: float = 0.5,
    ) -> None:
        self.now_s = 0.0
        self.runs = 0  # worlds that have begun
        self.contacts: list[Contact] = []
        """Of vehicles' bodies; with loads only where they do not belong to the vehicle's work."""
        self.on_poses: Callable[[], None] = lambda: None
        self._node, self._root = node, f"/gazebo/{world}"
        self.vehicles = {
            name: GazeboVehicle(name, kind, joints, max_age_s) for name, kind in types.items()
        }
        self.loads: dict[str, GazeboLoad] = {}
        self._factory = node.advertise(f"{self._root}/factory", messages.FACTORY)
        self._request = node.advertise(f"{self._root}/request", messages.REQUEST)
        self._modify = node.advertise(f"{self._root}/model/modify", messages.MODEL)
        self._numbers = count(1)
        node.subscribe(f"{self._root}/pose/info", messages.POSES, self._see)
        for name in types:
            topic = f"{self._root}/{name}/{BODY}/{TOUCH}/contacts"
            node.subscribe(topic, messages.CONTACTS, self._touch)

    @property
    def listens(self) -> bool:
        """Whether models can be brought in."""
        return all(each.listeners for each in (self._factory, self._request, self._modify))

    def load(self, name: str) -> GazeboLoad | None:
        """A load unit that was brought and not taken away."""
        return self.loads.get(name)

    def watch_load(self, name: str) -> GazeboLoad:
        """See the load unit ``name``, which is in the world or will come."""
        load = self.loads[name] = GazeboLoad(name)
        self._node.subscribe(
            self._touch_topic(name),
            messages.CONTACTS,
            lambda data: load.touch(messages.contacts_of(data)),
        )
        return load

    def bring_load(self, name: str, load_type: str, at: Pose, height_m: float) -> None:
        """A load unit appears, its bottom ``height_m`` above the floor."""
        self.watch_load(name)
        self._factory.publish(messages.factory(loads.load_text(name, load_type, at, height_m)))

    def bring_stand(self, name: str, at: Pose) -> None:
        """A stand for AMRs appears."""
        self._factory.publish(messages.factory(loads.stand_text(name, at)))

    def bring(self, sdf: str) -> None:
        """Any other model appears."""
        self._factory.publish(messages.factory(sdf))

    def move(self, name: str, at: Pose) -> None:
        """A model is set to a pose on the floor."""
        self._modify.publish(messages.model_pose(name, at))

    def take_away(self, name: str) -> None:
        """A load unit or a stand vanishes."""
        if self.loads.pop(name, None) is not None:
            self._node.forget(self._touch_topic(name))
        self._request.publish(messages.deletion(next(self._numbers), name))

    def _touch_topic(self, load: str) -> str:
        return f"{self._root}/{load}/{loads.LOAD}/{loads.TOUCH}/contacts"

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
            self.on_poses()

    def _begin_anew(self) -> None:
        """Another run: what was brought in is gone."""
        self.runs += 1
        self.contacts.clear()
        if self.runs > 1:
            for name in tuple(self.loads):
                self._node.forget(self._touch_topic(name))
            self.loads.clear()

    def _touch(self, data: bytes) -> None:
        if len(self.contacts) < _MOST_CONTACTS:
            self.contacts.extend(
                one for one in messages.contacts_of(data) if not self._belongs(one)
            )

    def _belongs(self, one: Contact) -> bool:
        """A load that the vehicle is at."""
        first, second = (each.split("::", 1)[0] for each in (one.first, one.second))
        for vehicle, other in ((first, second), (second, first)):
            found = self.vehicles.get(vehicle)
            if found is not None and other == found.load_at:
                return True
        return False
