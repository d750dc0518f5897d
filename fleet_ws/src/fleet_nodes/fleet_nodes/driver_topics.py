"""The topics of one vehicle's driver, as the graph sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter

from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.node import Node
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_core.model.route import Release, Route
from fleet_core.model.vehicle import VehicleReport
from fleet_nodes import names, qos
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.routes import release_of, route_of
from fleet_nodes.conversions.standard import battery_message, odometry_message
from fleet_nodes.conversions.vehicles import onboard_message
from fleet_nodes.wiring import advertise, listen

_SLOWER = 5  # battery, unchanged on-board state, odometry of who stands; in odometry messages
_MOTION = attrgetter("pose", "speed_mps", "turn_rate_radps")
_ONBOARD = attrgetter(
    *{each.name for each in fields(VehicleReport)}
    - {"stamp_s", "pose", "speed_mps", "turn_rate_radps", "battery_soc"}
)

HearRoute = Callable[[Route, float], None]
"""Of a route and when it was sent (stamp of the message)."""
HearRelease = Callable[[Release, float], None]


class DriverTopics:
    """Hands on what the vehicle is told, if it is sound, and gives out its reports."""

    def __init__(self, node: Node, name: str, on_route: HearRoute, on_release: HearRelease) -> None:
        self._node, self._name = node, name
        self._hear_route, self._hear_release = on_route, on_release
        self._odometry = advertise(node, Odometry, names.odometry(name), qos.STATE)
        self._battery = advertise(node, BatteryState, names.battery(name), qos.STATE)
        self._onboard = advertise(node, msg.OnboardState, names.onboard_state(name), qos.STATE)
        listen(node, msg.Route, names.vehicle_route(name), self._on_route, qos.LATEST)
        listen(node, msg.Release, names.vehicle_release(name), self._on_release, qos.LATEST)
        self._count = 0
        self._onboard_said: object = None
        self._motion_said: object = None

    def _on_route(self, message: msg.Route) -> None:
        try:
            self._hear_route(route_of(message), seconds_of(message.header.stamp))
        except InputError as error:
            self._refuse(error)

    def _on_release(self, message: msg.Release) -> None:
        try:
            self._hear_release(release_of(message), seconds_of(message.header.stamp))
        except InputError as error:
            self._refuse(error)

    def _refuse(self, error: InputError) -> None:
        self._node.get_logger().warning(f"{self._name} does not follow: {error}")

    def publish(self, report: VehicleReport, due: bool) -> None:
        """Odometry when it is due, and at once when there is something new to say, but less often
        while the vehicle stands; it comes last, because it is what lets an adapter speak."""
        onboard = _ONBOARD(report)
        changed = onboard != self._onboard_said
        if not due and not changed:
            return
        now_and_then = self._count % _SLOWER == 0
        self._count += 1
        motion = _MOTION(report)
        if motion == self._motion_said and not changed and not now_and_then:
            return
        if changed or now_and_then:
            self._onboard.publish(onboard_message(report))
            self._onboard_said = onboard
        if now_and_then:
            self._battery.publish(battery_message(report, self._name))
        self._odometry.publish(odometry_message(report, self._name))
        self._motion_said = motion
