"""A vehicle's driver as its maker would write it: it knows the topics of docs/ros.md and no more.

It drives at an even speed, in a straight line from each pose of a leg's path to the next.
"""

from __future__ import annotations

from collections import deque
from math import cos, hypot, sin
from typing import Any

from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile
from sensor_msgs.msg import BatteryState

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
TICK_S = 0.1
SPEED_MPS = 0.9


class VehicleDriver:
    """Lives in ``node``, in the namespace ``name``; begins at ``pose`` (x m, y m, heading rad)."""

    def __init__(
        self, node: Node, name: str, vehicle_id: str, type_id: str, pose: tuple[float, ...]
    ) -> None:
        self._node = node
        self._ids = {"vehicle_id": vehicle_id, "type_id": type_id}
        self._pose = pose
        self._routes: deque[msg.Route] = deque()
        self._done = 0
        self._at = 0  # the next point of the leg that is driven
        self._ended: dict[str, str] = {}
        self.loads: list[str] = []
        self._odometry = node.create_publisher(Odometry, f"/{name}/odom", 5)
        self._battery = node.create_publisher(BatteryState, f"/{name}/battery_state", 5)
        self._onboard = node.create_publisher(msg.OnboardState, f"/{name}/onboard_state", 5)
        node.create_subscription(msg.Route, f"/{name}/route", self._on_route, LATCHED)
        node.create_subscription(msg.Release, f"/{name}/release", self._on_release, LATCHED)
        node.create_timer(TICK_S, self._tick)

    def _on_route(self, message: msg.Route) -> None:
        known = [each for each in self._routes if each.route_id == message.route_id]
        if known:
            known[0].released = max(known[0].released, message.released)
        else:
            self._routes.append(message)

    def _on_release(self, message: msg.Release) -> None:
        for each in self._routes:
            if each.route_id == message.route_id:
                each.released = max(each.released, message.released)
                each.hold = message.hold

    def _tick(self) -> None:
        moved = False
        if self._routes:
            route = self._routes[0]
            if not route.hold and self._done < route.released:
                self._drive(route.legs[self._done])
                moved = True
            elif len(self._routes) > 1:
                self._routes.popleft()
                self._done = 0
            elif self._done == len(route.legs):
                self._work(route.action)
        self._speak(1.0 if moved else 0.0)

    def _drive(self, leg: msg.Leg) -> None:
        """One tick along a leg, at the most to its end."""
        left_m = SPEED_MPS * TICK_S
        while left_m > 0.0 and self._at < len(leg.x_m):
            x_m, y_m, heading_rad = leg.x_m[self._at], leg.y_m[self._at], leg.heading_rad[self._at]
            way_m = hypot(x_m - self._pose[0], y_m - self._pose[1])
            if way_m > left_m:
                share = left_m / way_m
                x_m = self._pose[0] + share * (x_m - self._pose[0])
                y_m = self._pose[1] + share * (y_m - self._pose[1])
                self._pose = (x_m, y_m, heading_rad)
                return
            self._pose, self._at = (x_m, y_m, heading_rad), self._at + 1
            left_m -= way_m
        if self._at == len(leg.x_m):
            self._done, self._at = self._done + 1, 0

    def _work(self, action: msg.StationAction) -> None:
        if not action.action_id or action.action_id in self._ended:
            return
        if action.kind == "pick":
            self.loads.append(action.load_unit_id)
        elif action.kind == "drop":
            self.loads.remove(action.load_unit_id)
        self._ended[action.action_id] = "finished"

    def _speak(self, speed_mps: float) -> None:
        stamp = self._node.get_clock().now().to_msg()
        battery = BatteryState(percentage=0.8)
        battery.header.stamp = stamp
        self._battery.publish(battery)
        self._onboard.publish(self._state(stamp))
        x_m, y_m, heading_rad = self._pose
        odometry = Odometry()
        odometry.header.stamp = stamp
        odometry.header.frame_id = "map"
        odometry.pose.pose.position.x = x_m
        odometry.pose.pose.position.y = y_m
        odometry.pose.pose.orientation.z = sin(heading_rad / 2.0)
        odometry.pose.pose.orientation.w = cos(heading_rad / 2.0)
        odometry.twist.twist.linear.x = speed_mps
        self._odometry.publish(odometry)

    def _state(self, stamp: Any) -> msg.OnboardState:
        state = msg.OnboardState(
            **self._ids, load_unit_ids=self.loads, mode="automatic", action_status="none"
        )
        state.header.stamp = stamp
        if self._routes:
            route = self._routes[0]
            state.route_id, state.paused = route.route_id, route.hold
            state.legs_done, state.legs_released = self._done, route.released
            state.action_id = route.action.action_id
            state.action_status = self._ended.get(state.action_id, "none")
        return state
