"""One vehicle in Gazebo: what was seen of it, what it was told, what its joints do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, inf, sqrt

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds.builds import build_of
from fleet_core.worlds.carriers import CARRIER_KG, LIFT_JOINT, LIFT_MPS
from fleet_core.worlds.vehicle_model import LIFT_FORCE_N
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.drives import DriveCommand, DriveController, DriveState
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Gains, Placement
from fleet_nodes.gazebo.scans import Scan, blindness, field_m
from fleet_nodes.gazebo.sightings import Sighting, next_sighting

_LONGEST_STEP_S = 0.1
_AGAIN_S = 0.5
"""Of Gazebo's time, after which joints are told again what they know."""
LOOKS_S = 0.03
"""Between two poses at worst, and until its wheels have heard."""
_BESIDE_M = 0.05
"""A protective field is so much wider than its vehicle, to either side."""

_GRAVITY_MPS2 = 9.81
_GAINS = Gains(p=4e5, i=0.0, d=0.0, limit=LIFT_FORCE_N)
"""Of 100 kg that were not counted the lift sags by 2.5 mm. Damping is the joint's own."""


class Lift:
    """Forks or a plate, raised by a force as high as they are told.

    A joint of the physics engine that would hold the load to the vehicle is not used: the load lies
    on forks or plate by its weight and by friction, so that it can slide, tip and fall as a real
    one. ``wanted_m`` above its lowest is reached at walking pace; ``load_kg`` is the weight that
    its force counts on."""

    def __init__(self, name: str, kind: VehicleType) -> None:
        self.carrier = build_of(kind).carrier
        self.wanted_m = 0.0
        self.height_m = 0.0  # as told so far
        self.load_kg = 0.0
        self._joint = f"{name}::{LIFT_JOINT}"

    @property
    def there(self) -> bool:
        """Whether it is told to be where it is wanted."""
        return abs(self.height_m - self.wanted_m) < 1e-6

    @property
    def top_m(self) -> float:
        """Of what the load rests on, above the floor."""
        return self.carrier.low_m + self.height_m

    def raise_up(self) -> None:
        self.wanted_m = self.carrier.stroke_m

    def lower(self) -> None:
        self.wanted_m = 0.0

    def step(self, step_s: float) -> Iterator[bytes]:
        """Go on for ``step_s``; what the joint is told, if there is one."""
        if not self.carrier.lifts:
            return
        most_m = LIFT_MPS * step_s
        self.height_m += max(-most_m, min(most_m, self.wanted_m - self.height_m))
        force_n = (CARRIER_KG + self.load_kg) * _GRAVITY_MPS2
        yield messages.lift_command(self._joint, self.height_m, force_n, _GAINS)


@dataclass(frozen=True, slots=True)
class FreeWay:
    """How far a vehicle may drive, from where it was when that was found out: it goes on meanwhile,
    and whoever finds it out may be busy."""

    length_m: float
    begin: Pose


class GazeboVehicle:
    """Its drives and its lift go on at every new pose."""

    def __init__(
        self, name: str, kind: VehicleType, joints: IgnitionPublisher, max_age_s: float
    ) -> None:
        self.name, self.type = name, kind
        self.seen: Sighting | None = None
        self.drives = DriveState()
        self.lift = Lift(name, kind)
        self.free_way: FreeWay | None = None  # None: turning, or whoever commands it must know
        self.load_at = ""  # the load unit that it carries, or is at: touching it is no accident
        self.tilt_rad = 0.0
        self.scan: Scan | None = None
        self.relies_on_scans = False
        self._drive = DriveController(name, kind, max_age_s)
        self._command = DriveCommand()
        self._told: object = None  # what its joints know
        self._joints_told_s = -inf
        self._joints, self._topic = joints, f"/{name}/joint_cmd"
        joints.advertise(self._topic, messages.JOINT_COMMAND)

    def command(self, speed_mps: float, steer: float, now_s: float) -> None:
        """See `DriveState`."""
        self._command = DriveCommand(DriveState(speed_mps, steer), now_s)

    def forget_command(self) -> None:
        """What was told was for something else: it brakes until it is told again."""
        self._command = DriveCommand()

    @property
    def told_s(self) -> float:
        """When it was last told what to drive; -inf: not at all."""
        return self._command.heard_s

    @property
    def obeys(self) -> bool:
        """Whether Gazebo hears what its joints shall do."""
        return self._joints.listened_to(self._topic)

    def blindness(self, now_s: float) -> str:
        """Why it cannot see; empty: it can, or drives without a scanner."""
        return blindness(self.scan, now_s) if self.relies_on_scans else ""

    def blocked_m(self, left_m: float) -> float | None:
        """How far before it something stands in its way, that it must stop for now; None: nothing.
        ``left_m``: beyond that it does not drive."""
        if not self.relies_on_scans or self.scan is None or self.seen is None:
            return None
        ys = [y for _x, y in self.type.footprint]
        field = field_m(max(0.0, self.seen.forward_mps), self.type.braking_mps2)
        free_m = self.scan.free_ahead_m(min(ys) - _BESIDE_M, max(ys) + _BESIDE_M)
        return free_m if free_m < min(field, left_m) else None

    def see(self, time_s: float, placement: Placement) -> None:
        """A new pose."""
        before = self.seen
        self.seen = next_sighting(before, time_s, placement.pose)
        self.tilt_rad = placement.tilt_rad
        if before is not None and time_s < before.time_s:
            self._begin_anew()
        step_s = min(time_s - before.time_s, _LONGEST_STEP_S) if before else 0.0
        if step_s <= 0.0:
            return
        were, height_m = self.drives, self.lift.height_m
        wanted = self._drive.advanced(were, self._command, time_s, step_s)
        self.drives = self._drive.limited(wanted, self._most_mps(self.seen))
        lifts = list(self.lift.step(step_s))
        told = (were, self.drives, self.lift.load_kg, height_m, self.lift.height_m)
        if told == self._told and time_s - self._joints_told_s < _AGAIN_S:
            return  # it stands: joints go on as they were told last
        self._told, self._joints_told_s = told, time_s
        commands = self._drive.joint_commands(were, self.drives, step_s, self.lift.load_kg)
        for message in (*commands, *lifts):
            self._joints.publish(self._topic, message)

    def _most_mps(self, seen: Sighting) -> float:
        """From which it still stops on its free way, however old or wrong the command is that it
        follows."""
        if (way := self.free_way) is None:
            return inf
        driven_m = hypot(seen.pose.x_m - way.begin.x_m, seen.pose.y_m - way.begin.y_m)
        left_m = way.length_m - driven_m - abs(seen.forward_mps) * LOOKS_S
        return sqrt(2.0 * self.type.braking_mps2 * max(0.0, left_m))

    def _begin_anew(self) -> None:
        """Gazebo was started again: everything stands where the world says."""
        self.drives, self._command = DriveState(), DriveCommand(heard_s=-inf)
        self.lift = Lift(self.name, self.type)
        self.load_at, self.scan, self._told, self.free_way = "", None, None, None
