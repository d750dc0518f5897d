"""All publishers and subscriptions of the plant simulator: the topics of each vehicle's driver."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter

from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleReport
from fleet_nodes import names, qos
from fleet_nodes.conversions.standard import battery_message, odometry_message
from fleet_nodes.conversions.vehicles import onboard_message
from fleet_nodes.route_inbox import RouteInbox
from fleet_nodes.wiring import advertise, listen

_SLOWER = 5  # battery, unchanged on-board state, odometry of who stands; in odometry messages
_MOTION = attrgetter("pose", "speed_mps", "turn_rate_radps")
_ONBOARD = attrgetter(
    *{each.name for each in fields(VehicleReport)}
    - {"stamp_s", "pose", "speed_mps", "turn_rate_radps", "battery_soc"}
)


class _Driver:
    """One vehicle's driver as the graph sees it."""

    def __init__(
        self, node: Node, vehicle_id: str, name: str, drive: Callable[[Route], None]
    ) -> None:
        self._node = node
        self._name = name
        self._drive = drive
        self._inbox = RouteInbox(vehicle_id)
        self._odometry: Publisher = advertise(node, Odometry, names.odometry(name), qos.STATE)
        self._battery = advertise(node, BatteryState, names.battery(name), qos.STATE)
        self._onboard = advertise(node, msg.OnboardState, names.onboard_state(name), qos.STATE)
        listen(node, msg.Route, names.vehicle_route(name), self._on_route, qos.LATEST)
        listen(node, msg.Release, names.vehicle_release(name), self._on_release, qos.LATEST)
        self._count = 0
        self._onboard_said: object = None
        self._motion_said: object = None

    def _on_route(self, message: msg.Route) -> None:
        self._follow(lambda: self._inbox.take_route(message))

    def _on_release(self, message: msg.Release) -> None:
        self._follow(lambda: self._inbox.take_release(message))

    def _follow(self, take: Callable[[], Route | None]) -> None:
        try:
            route = take()
            if route is not None:
                self._drive(route)
        except InputError as error:
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


class PlantGateway:
    """Gives out reports as each vehicle's own topics, takes in each vehicle's route."""

    def __init__(
        self, node: Node, vehicle_ids: Iterable[str], drive: Callable[[Route], None]
    ) -> None:
        self._drivers = {
            vehicle_id: _Driver(node, vehicle_id, name, drive)
            for vehicle_id, name in names.vehicle_names(vehicle_ids).items()
        }

    def publish(self, reports: Iterable[VehicleReport], due: bool) -> None:
        """``due``: every vehicle speaks; otherwise those that have something new to say."""
        for report in reports:
            self._drivers[report.vehicle_id].publish(report, due)
