"""A plant in Gazebo: its clock, its vehicles' poses and contacts in, what they shall drive out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds.vehicle_model import BODY, TOUCH
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.drives import Drive, DriveCommand, DriveState
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Contact, Poses
from fleet_nodes.gazebo.sightings import Sighting, next_sighting
from fleet_nodes.gazebo.transport import GazeboNode

_LONGEST_STEP_S = 0.1
_MOST_CONTACTS = 10_000  # bodies that lie on each other go on touching


class GazeboVehicle:
    """One vehicle: what was seen of it, what it was told, what its drives do."""

    def __init__(
        self, name: str, kind: VehicleType, joints: IgnitionPublisher, max_age_s: float
    ) -> None:
        self.name, self.type = name, kind
        self.seen: Sighting | None = None
        self.drives = DriveState()
        self._drive = Drive(name, kind, max_age_s)
        self._command = DriveCommand()
        self._joints, self._topic = joints, f"/{name}/joint_cmd"
        joints.advertise(self._topic, messages.JOINT_COMMAND)

    def command(self, speed_mps: float, steer: float, now_s: float) -> None:
        """See `DriveState`."""
        self._command = DriveCommand(DriveState(speed_mps, steer), now_s)

    @property
    def obeys(self) -> bool:
        """Whether Gazebo hears what its joints shall do."""
        return self._joints.listened_to(self._topic)

    def see(self, poses: Poses) -> None:
        """A new pose: a moment for the drives to go on."""
        before = self.seen
        self.seen = next_sighting(before, poses.time_s, poses.poses[self.name])
        step_s = min(poses.time_s - before.time_s, _LONGEST_STEP_S) if before else 0.0
        if step_s > 0.0:
            were = self.drives
            self.drives = self._drive.advanced(were, self._command, poses.time_s, step_s)
            for message in self._drive.joint_commands(were, self.drives, step_s):
                self._joints.publish(self._topic, message)


class GazeboPlant:
    """All vehicles of a world. ``on_poses`` is called whenever some have moved, in the event loop
    that runs ``node`` and ``joints``."""

    def __init__(
        self,
        node: GazeboNode,
        joints: IgnitionPublisher,
        world: str,
        types: Mapping[str, VehicleType],
        max_age_s: float = 0.5,
    ) -> None:
        self.now_s = 0.0
        self.contacts: list[Contact] = []
        self.on_poses: Callable[[], None] = lambda: None
        root = f"/gazebo/{world}"
        self.vehicles = {
            name: GazeboVehicle(name, kind, joints, max_age_s) for name, kind in types.items()
        }
        node.subscribe(f"{root}/pose/info", messages.POSES, self._see)
        for name in types:
            node.subscribe(f"{root}/{name}/{BODY}/{TOUCH}/contacts", messages.CONTACTS, self._touch)

    def _see(self, data: bytes) -> None:
        poses = messages.poses_of(data, self.vehicles)
        if poses.time_s < self.now_s:
            self.contacts.clear()  # another run
        self.now_s = poses.time_s
        for name in poses.poses:
            self.vehicles[name].see(poses)
        if poses.poses:
            self.on_poses()

    def _touch(self, data: bytes) -> None:
        if len(self.contacts) < _MOST_CONTACTS:
            self.contacts.extend(messages.contacts_of(data))
