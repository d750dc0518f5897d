"""Between one vehicle's own topics and the fleet.

What a vehicle's driver has to offer, in the namespace of the vehicle: ``odom``
(nav_msgs/Odometry in frame map), ``battery_state`` (sensor_msgs/BatteryState), ``onboard_state``
(fleet_interfaces/OnboardState); and to follow ``route`` and ``release``.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.node import Node
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_core.model.vehicle import ActionStatus, OperatingMode, VehicleReport
from fleet_core.onboard.route_inbox import RouteInbox
from fleet_nodes import names, qos
from fleet_nodes.clock_lead import ClockLead
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.routes import (
    release_message,
    release_of,
    route_message,
    route_of,
)
from fleet_nodes.conversions.standard import check_odometry, pose_of
from fleet_nodes.conversions.vehicles import errors_of, report_message
from fleet_nodes.diagnostics import ERROR, OK, Health
from fleet_nodes.parameters import AdapterParameters
from fleet_nodes.report_pace import ReportPace
from fleet_nodes.wiring import Inbox, advertise, listen

WARN_AGAIN_S = 10.0
SAME_TIME_S = 0.02
"""Stamps that differ by less mean the same moment."""
STATES_KEPT = 100
"""On-board states that are newer than any position: a driver says at most some tens a second, and
positions are refused when they are older than a second."""


class StatesHeard:
    """On-board states, to go with a position: how far a vehicle says that it is has a meaning only
    together with where it was then. On a busy machine one topic comes later than the other; a
    position of before with the progress of now would be beside every way.
    """

    def __init__(self) -> None:
        self._states: deque[msg.OnboardState] = deque(maxlen=STATES_KEPT)

    def hear(self, states: Iterable[msg.OnboardState]) -> None:
        """In the order in which they came."""
        self._states.extend(states)

    def at(self, stamp_s: float) -> msg.OnboardState | None:
        """The last one that is not newer than ``stamp_s``, or else the oldest there is. None when
        nothing was heard. Those before it are forgotten."""
        past = [k for k, each in enumerate(self._states) if _stamp_s(each) <= stamp_s + SAME_TIME_S]
        for _ in range(past[-1] if past else 0):
            self._states.popleft()
        return self._states[0] if self._states else None


class VehicleAdapter:
    """One vehicle; ``node`` carries the adapters of a process.

    Not a node of its own: with each node come a clock reader and services of its own, and rclpy's
    executor looks at all of them before every message, which with hundreds of vehicles was most of
    the work of the process.
    """

    def __init__(
        self, node: Node, vehicle_id: str, name: str, parameters: AdapterParameters
    ) -> None:
        self.vehicle_id = vehicle_id
        self.name = name
        self._node = node
        self._settings = parameters
        self._heard_battery: BatteryState | None = None
        self._states = StatesHeard()
        self._inbox = RouteInbox(vehicle_id)
        self._pace = ReportPace()
        self._warned_s = -WARN_AGAIN_S
        self._trouble = "nothing was heard on odom yet"
        self._lead = ClockLead(parameters.clock_lead_max_s)
        self._spoke_s: float | None = None  # stamp of the last odometry
        self._reports = advertise(node, msg.VehicleReport, names.VEHICLE_REPORTS, qos.STATE)
        self._route = advertise(node, msg.Route, names.vehicle_route(name), qos.LATEST)
        self._release = advertise(node, msg.Release, names.vehicle_release(name), qos.LATEST)
        self._odometry = Inbox(node, Odometry, names.odometry(name), qos.DRIVER)
        self._battery = Inbox(node, BatteryState, names.battery(name), qos.DRIVER)
        self._onboard = Inbox(node, msg.OnboardState, names.onboard_state(name), qos.DRIVER)
        listen(node, msg.Route, names.fleet_route(name), self._on_route, qos.LATEST)
        listen(node, msg.Release, names.fleet_release(name), self._on_release, qos.LATEST)

    def _now_s(self) -> float:
        return self._node.get_clock().now().nanoseconds * 1e-9

    def pass_on(self) -> None:
        """The newest odometry, if there is any, as a report, with the on-board state of the same
        time and the battery as last heard."""
        odometry = self._odometry.take()
        if not odometry:
            return
        stamp_s = _stamp_s(odometry[-1])
        self._lead.note(stamp_s, self._now_s())
        self._spoke_s = stamp_s - self._lead.correction_s
        self._heard_battery = next(reversed(self._battery.take()), self._heard_battery)
        self._states.hear(self._onboard.take())
        try:
            report = self._report(odometry[-1])
            if self._pace.is_due(report, time.monotonic()):
                self._reports.publish(report_message(report))
            self._trouble = ""
        except InputError as error:
            self._trouble = str(error)
            self._warn_of_trouble()

    def _warn_of_trouble(self) -> None:
        now_s = time.monotonic()
        if now_s >= self._warned_s + WARN_AGAIN_S:
            self._warned_s = now_s
            self._node.get_logger().warning(f"vehicle {self.vehicle_id}: {self._trouble}")

    def _report(self, odometry: Odometry) -> VehicleReport:
        """Raises InputError when a part is missing, too old or not sound: no report is better than
        one that is wrong, because the fleet treats silence as danger."""
        limits = self._settings
        battery = self._fresh(self._heard_battery, limits.battery_max_age_s, "battery_state")
        onboard = self._states.at(_stamp_s(odometry))
        onboard = self._fresh(onboard, limits.state_max_age_s, "onboard_state")
        self._fresh(odometry, limits.odometry_max_age_s, "odom")
        check_odometry(odometry)
        if onboard.vehicle_id != self.vehicle_id:
            raise InputError(f"onboard_state.vehicle_id is {onboard.vehicle_id[:40]!r}")
        twist = odometry.twist.twist
        charging = battery.power_supply_status == BatteryState.POWER_SUPPLY_STATUS_CHARGING
        return VehicleReport(
            vehicle_id=self.vehicle_id,
            type_id=checks.identifier(onboard.type_id, "onboard_state.type_id"),
            stamp_s=seconds_of(odometry.header.stamp, "odom.header.stamp")
            - self._lead.correction_s,
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
            raise InputError(f"nothing was heard on {topic} yet")
        now_s = self._now_s()
        if now_s <= 0.0:
            raise InputError("nothing was heard on /clock yet, the time is not known")
        stamp_s = seconds_of(message.header.stamp, f"{topic}.header.stamp")
        age_s = now_s - (stamp_s - self._lead.correction_s)
        if age_s < -limit_s:  # a stamp from the future is as wrong as an old one
            raise InputError(
                f"{topic} is stamped {-age_s:.1f} s ahead of the "
                f"fleet's clock; {limit_s:.1f} s is allowed"
            )
        if age_s > limit_s:
            raise InputError(
                f"{topic} is {age_s:.1f} s old; at most {limit_s:.1f} s is allowed{self._lag()}"
            )
        return message

    def _lag(self) -> str:
        """What steady words that seem old have in common, for who is to mend it."""
        lag_s = self._lead.lag_s
        if not lag_s:
            return ""
        return (
            f"; it comes steadily and {lag_s:.1f} s behind the fleet's clock: set the clock of the "
            "driver's host (NTP, PTP), or find out what holds its words up"
        )

    def _on_route(self, message: msg.Route) -> None:
        try:
            route = self._inbox.take_route(route_of(message))
        except InputError as error:
            self._node.get_logger().error(f"route refused: {error}")
            return
        if route is not None:
            self._route.publish(route_message(route, self._now_s()))

    def _on_release(self, message: msg.Release) -> None:
        try:
            route = self._inbox.take_release(release_of(message))
        except InputError as error:
            self._node.get_logger().error(f"release refused: {error}")
            return
        if route is not None:
            self._release.publish(release_message(route, self._now_s()))

    def health(self) -> Health:
        """For diagnostics of the process."""
        trouble = self._trouble or self._silence()
        if trouble:
            return Health(ERROR, trouble)
        lag_s = self._lead.lag_s
        if lag_s > 0.5 * self._settings.odometry_max_age_s:  # a real-time factor stretches both
            text = f"the vehicle is reported; its words seem {lag_s:.1f} s old, all alike"
            return Health(OK, text, {"clock_lag_s": round(lag_s, 2)})
        lead_s = self._lead.correction_s
        if lead_s:
            text = f"the vehicle is reported; its clock is {lead_s:.1f} s ahead, which is corrected"
            return Health(OK, text, {"clock_lead_s": round(lead_s, 2)})
        return Health(OK, "the vehicle is reported to the fleet")

    def _silence(self) -> str:
        silent_s = self._now_s() - (self._spoke_s or 0.0)
        if self._spoke_s is None or silent_s <= self._settings.odometry_max_age_s:
            return ""
        return f"nothing was heard on odom for {silent_s:.1f} s"


def _stamp_s(message: Any) -> float:
    stamp = message.header.stamp
    return float(stamp.sec + stamp.nanosec * 1e-9)
