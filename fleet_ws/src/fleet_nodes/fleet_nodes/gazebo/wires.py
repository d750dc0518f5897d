"""The topics of one vehicle in Gazebo: its driver's, and those of whoever steers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf

from fleet_interfaces import msg
from geometry_msgs.msg import Twist
from nav_msgs.msg import Odometry
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import LaserScan

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Release, Route
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.onboard.driver import AtStation, OnboardDriver
from fleet_nodes import names, qos
from fleet_nodes.conversions.corridors import (
    CorridorState,
    corridor_message,
    steering_of,
    twist_of,
)
from fleet_nodes.conversions.standard import pose_message
from fleet_nodes.conversions.vehicles import header
from fleet_nodes.driver_topics import DriverTopics
from fleet_nodes.gazebo.localisation import Localisation
from fleet_nodes.gazebo.onboard import OnboardComputer
from fleet_nodes.gazebo.scans import Scan
from fleet_nodes.gazebo.sightings import Sighting
from fleet_nodes.gazebo.vehicle import GazeboVehicle
from fleet_nodes.wiring import advertise, listen

_STANDING = CorridorState(0, None, 0.0, hold=False, loaded=False, more_at_s=None)


class CommandWires:
    """What a vehicle is told to drive, by whoever steers it: handed on to ``tell`` as it comes
    (see `DriveState`)."""

    def __init__(
        self, node: Node, name: str, kind: VehicleType, tell: Callable[[float, float], None]
    ) -> None:
        self._node, self._name, self._kind, self._tell = node, name, kind, tell
        if kind.kinematics is Kinematics.TRICYCLE:
            topic = names.steering_command(name)
            listen(node, msg.SteeringCommand, topic, self._on_steering, qos.COMMAND)
        else:
            listen(node, Twist, names.velocity_command(name), self._on_twist, qos.COMMAND)

    def _on_twist(self, message: Twist) -> None:
        try:
            self._tell(*twist_of(message))
        except InputError as error:
            self._refuse(error)

    def _on_steering(self, message: msg.SteeringCommand) -> None:
        try:
            steering_of(message, self._kind.wheelbase_m)  # sound?
            self._tell(message.speed_mps, message.steer_rad)
        except InputError as error:
            self._refuse(error)

    def _refuse(self, error: InputError) -> None:
        self._node.get_logger().warning(
            f"{self._name} does not do what it was told: {error}", throttle_duration_sec=10.0
        )


class OdometryWires:
    """Of a vehicle without a driver here: where it is."""

    def __init__(self, node: Node, name: str) -> None:
        self._name = name
        self._odometry = advertise(node, Odometry, names.odometry(name), qos.STATE)

    def report(self, seen: Sighting, stamp_s: float) -> None:
        self._odometry.publish(odometry_of(self._name, seen, stamp_s))


class SensorWires:
    """What a vehicle's scanner measures, and where it would believe to be."""

    def __init__(
        self, node: Node, name: str, vehicle: GazeboVehicle, localisation: Localisation | None
    ) -> None:
        self._name, self._vehicle, self._localisation = name, vehicle, localisation
        self._scans: Publisher[LaserScan] | None = None
        self._beliefs: Publisher[Odometry] | None = None
        if vehicle.relies_on_scans:
            self._scans = advertise(node, LaserScan, names.scan(name), qos.STATE)
        if localisation is not None:
            self._beliefs = advertise(node, Odometry, names.localisation(name), qos.STATE)
        self._told_s = -1.0

    def report(self, stamp_s: float) -> None:
        """``stamp_s``: the fleet's time of what was seen last."""
        scan, seen = self._vehicle.scan, self._vehicle.seen
        if seen is None:
            return
        if self._scans is not None and scan is not None and scan.time_s != self._told_s:
            self._told_s = scan.time_s
            taken_s = stamp_s - max(0.0, seen.time_s - scan.time_s)
            self._scans.publish(scan_message(scan, self._name, taken_s))
        if self._beliefs is not None and self._localisation is not None:
            message = odometry_of(self._name, seen, stamp_s)
            believed = self._localisation.believed(seen.pose, seen.time_s)
            message.pose.pose = pose_message(believed)
            message.pose.covariance = self._localisation.covariance
            self._beliefs.publish(message)


def scan_message(scan: Scan, name: str, stamp_s: float) -> LaserScan:
    """Beams that met nothing are inf (REP 117)."""
    count = len(scan.ranges_m)
    return LaserScan(
        header=header(stamp_s, frame_id=names.scanner_frame(name)),
        angle_min=scan.angle_min_rad,
        angle_max=scan.angle_min_rad + scan.angle_step_rad * max(0, count - 1),
        angle_increment=scan.angle_step_rad,
        range_min=scan.nearest_m,
        range_max=scan.furthest_m,
        ranges=[each if each < scan.furthest_m else inf for each in scan.ranges_m],
    )


def odometry_of(name: str, seen: Sighting, stamp_s: float) -> Odometry:
    """Its true pose, and its speed in its own frame."""
    message = Odometry(header=header(stamp_s), child_frame_id=names.base_frame(name))
    message.pose.pose = pose_message(seen.pose)
    message.twist.twist.linear.x = seen.forward_mps
    message.twist.twist.angular.z = seen.turn_radps
    return message


class DriverWires:
    """A driver with its on-board computer: routes in, reports and corridors out."""

    def __init__(self, node: Node, vehicle_id: str, name: str, at_station: AtStation) -> None:
        self._id, self._at_station = vehicle_id, at_station
        self._topics = DriverTopics(node, name, self._hear_route, self._hear_release)
        self._corridor = advertise(node, msg.Corridor, names.corridor(name), qos.LATEST)
        self._driver: OnboardDriver | None = None
        self.computer: OnboardComputer | None = None
        self._told = _STANDING
        self._told_of: tuple[int, bool] | None = None

    @property
    def drives(self) -> bool:
        """Whether it is to be told what to do now."""
        follower = self.computer.follower if self.computer is not None else None
        return follower is not None and follower.task is not None and not follower.hold

    def switch_on(self, computer: OnboardComputer) -> None:
        """At first, or anew: it is on no route."""
        self.computer, self._told_of = computer, None
        self._driver = OnboardDriver(self._id, computer.vehicle.type.id, computer, self._at_station)

    def step(self, now_s: float, dt_s: float, late_s: float) -> None:
        """Go on for ``dt_s`` and report. ``late_s``: what is seen is so much older than now."""
        if self._driver is None or self.computer is None:
            return
        report = self._driver.step(now_s, dt_s)
        self.computer.expect(self._driver.next_action)
        self._topics.publish(replace(report, stamp_s=now_s - late_s), True)
        self._tell_corridor(self.computer, now_s)

    def _hear_route(self, route: Route, sent_s: float) -> None:
        if self._driver is not None:
            self._driver.hear_route(route, sent_s)

    def _hear_release(self, release: Release, sent_s: float) -> None:
        if self._driver is not None:
            self._driver.hear_release(release, sent_s)

    def _tell_corridor(self, computer: OnboardComputer, now_s: float) -> None:
        """When it has changed."""
        follower, loaded = computer.follower, computer.handling.loaded
        told, told_of = self._told, (follower.number, follower.task is None)
        is_new = told_of != self._told_of
        same = follower.task is told.task and not is_new
        if same and (follower.hold, loaded) == (told.hold, told.loaded):
            return
        self._told_of = told_of
        self._told = CorridorState(
            (told.number + is_new) % 2**32,
            follower.task,
            follower.way_m,
            follower.hold,
            loaded,
            more_at_s=None,
        )
        self._corridor.publish(corridor_message(self._told, now_s))


def at_nodes(places: dict[str, list[tuple[float, float]]], reach_m: float) -> AtStation:
    """Whether a pose is at a station, of which ``places`` are the nodes."""

    def near(station_id: str, pose: Pose) -> bool | None:
        found = places.get(station_id)
        if found is None:
            return None
        return any(abs(complex(x - pose.x_m, y - pose.y_m)) <= reach_m for x, y in found)

    return near
