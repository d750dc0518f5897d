"""Between one vehicle's own topics and the fleet.

What a vehicle's driver has to offer, in the namespace of the vehicle: ``odom``
(nav_msgs/Odometry in frame map), ``battery_state`` (sensor_msgs/BatteryState), ``onboard_state``
(fleet_interfaces/OnboardState); and to follow ``route`` and ``release``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.clock import Clock
from rclpy.node import Node
from rclpy.parameter import Parameter
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_core.model.vehicle import ActionStatus, OperatingMode, VehicleReport
from fleet_nodes import names, qos
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.routes import release_message, route_message
from fleet_nodes.conversions.standard import check_odometry, pose_of
from fleet_nodes.conversions.vehicles import errors_of, report_message
from fleet_nodes.diagnostics import ERROR, OK, Health
from fleet_nodes.parameters import AdapterParameters
from fleet_nodes.route_inbox import RouteInbox
from fleet_nodes.wiring import advertise, listen


@dataclass
class _Heard:
    """The vehicle's latest words, as they came."""

    battery: BatteryState | None = None
    onboard: msg.OnboardState | None = None


class VehicleAdapter(Node):
    """One vehicle. No lifecycle: it holds nothing that could be configured or given up.

    ``clock`` is the process's own. A clock of its own would mean another reader of /clock for each
    vehicle, which is more work than all the rest of the adapter.
    """

    def __init__(
        self, vehicle_id: str, name: str, parameters: AdapterParameters, clock: Clock
    ) -> None:
        super().__init__(
            "fleet_adapter",
            namespace=name,
            start_parameter_services=False,
            parameter_overrides=[Parameter("use_sim_time", value=False)],
        )
        self.vehicle_id = vehicle_id
        self._settings = parameters
        self._fleet_clock = clock
        self._heard = _Heard()
        self._inbox = RouteInbox(vehicle_id)
        self._trouble = "nothing was heard of the vehicle yet"
        self._reports = advertise(self, msg.VehicleReport, names.VEHICLE_REPORTS, qos.STATE)
        self._route = advertise(self, msg.Route, names.vehicle_route(name), qos.LATEST)
        self._release = advertise(self, msg.Release, names.vehicle_release(name), qos.LATEST)
        for kind, topic, callback, profile in (
            (BatteryState, names.battery(name), self._on_battery, qos.DRIVER),
            (msg.OnboardState, names.onboard_state(name), self._on_onboard, qos.DRIVER),
            (Odometry, names.odometry(name), self._on_odometry, qos.DRIVER),
            (msg.Route, names.fleet_route(name), self._on_route, qos.LATEST),
            (msg.Release, names.fleet_release(name), self._on_release, qos.LATEST),
        ):
            listen(self, kind, topic, callback, profile)

    def _now_s(self) -> float:
        return self._fleet_clock.now().nanoseconds * 1e-9

    def _on_battery(self, message: BatteryState) -> None:
        self._heard.battery = message

    def _on_onboard(self, message: msg.OnboardState) -> None:
        self._heard.onboard = message

    def _on_odometry(self, message: Odometry) -> None:
        """Odometry sets the pace: each is passed on as a report, with the rest as last heard."""
        try:
            self._reports.publish(report_message(self._report(message)))
            self._trouble = ""
        except InputError as error:
            self._trouble = str(error)
            self.get_logger().warning(self._trouble, throttle_duration_sec=10.0)

    def _report(self, odometry: Odometry) -> VehicleReport:
        """Raises InputError when a part is missing, too old or not sound: no report is better than
        one that is wrong, because the fleet treats silence as danger."""
        limits = self._settings
        battery = self._fresh(self._heard.battery, limits.battery_max_age_s, "battery_state")
        onboard = self._fresh(self._heard.onboard, limits.state_max_age_s, "onboard_state")
        self._fresh(odometry, limits.odometry_max_age_s, "odom")
        check_odometry(odometry)
        if onboard.vehicle_id != self.vehicle_id:
            raise InputError(f"onboard_state.vehicle_id is {onboard.vehicle_id[:40]!r}")
        twist = odometry.twist.twist
        charging = battery.power_supply_status == BatteryState.POWER_SUPPLY_STATUS_CHARGING
        return VehicleReport(
            vehicle_id=self.vehicle_id,
            type_id=checks.identifier(onboard.type_id, "onboard_state.type_id"),
            stamp_s=seconds_of(odometry.header.stamp, "odom.header.stamp"),
            pose=pose_of(odometry.pose.pose, "odom.pose.pose"),
            speed_mps=checks.number(twist.linear.x, "odom.twist.linear.x", -50.0, 50.0),
            turn_rate_radps=checks.number(twist.angular.z, "odom.twist.angular.z", -50.0, 50.0),
            battery_soc=checks.number(battery.percentage, "battery_state.percentage", 0.0, 1.0),
            charging=charging,
            load_unit_ids=checks.identifiers(onboard.load_unit_ids, "load_unit_ids", 50),
            mode=checks.word(onboard.mode, OperatingMode, "onboard_state.mode"),
            errors=errors_of(onboard.errors),
            paused=onboard.paused,
            route_id=onboard.route_id,
            legs_done=onboard.legs_done,
            legs_released=onboard.legs_released,
            action_id=onboard.action_id,
            action_status=checks.word(onboard.action_status, ActionStatus, "action_status"),
            action_text=checks.text(onboard.action_text, "action_text"),
        )

    def _fresh(self, message: Any, limit_s: float, topic: str) -> Any:
        if message is None:
            raise InputError(f"vehicle {self.vehicle_id}: nothing was heard on {topic} yet")
        age_s = self._now_s() - seconds_of(message.header.stamp, f"{topic}.header.stamp")
        if not -limit_s <= age_s <= limit_s:  # a stamp from the future is as wrong as an old one
            raise InputError(
                f"vehicle {self.vehicle_id}: {topic} is {age_s:.1f} s old; "
                f"at most {limit_s:.1f} s is allowed"
            )
        return message

    def _on_route(self, message: msg.Route) -> None:
        try:
            route = self._inbox.take_route(message)
        except InputError as error:
            self.get_logger().error(f"route refused: {error}")
            return
        if route is not None:
            self._route.publish(route_message(route, self._now_s()))

    def _on_release(self, message: msg.Release) -> None:
        try:
            route = self._inbox.take_release(message)
        except InputError as error:
            self.get_logger().error(f"release refused: {error}")
            return
        if route is not None:
            self._release.publish(release_message(route, self._now_s()))

    def health(self) -> Health:
        """For diagnostics of the process."""
        if self._trouble:
            return Health(ERROR, self._trouble)
        return Health(OK, "the vehicle is reported to the fleet")
