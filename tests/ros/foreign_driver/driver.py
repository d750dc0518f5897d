"""Drivers of a stranger, a process: they know the messages and docs/drivers.md, not the library.

    python driver.py '[{"name": "amr_1", "id": "AMR-1", "type": "amr", "pose": [0, 0, 0]}]'

Lines on stdin switch faults on and off: {"vehicle": "AMR-1", "fault": "jump", "value": [0.0, 5.0]},
without a value: off. Each fault is a key that is looked for where it does its harm.
"""

from __future__ import annotations

import json
import queue
import signal
import sys
import threading
from collections.abc import Callable
from copy import deepcopy
from math import cos, hypot, nan, sin
from typing import Any

import numpy as np
import rclpy
from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.qos import DurabilityPolicy, QoSProfile
from routes import Routes
from sensor_msgs.msg import BatteryState

LATCHED = QoSProfile(depth=1, durability=DurabilityPolicy.TRANSIENT_LOCAL)
TICK_S = 0.05
SLOWER = 4  # battery and on-board state
INTERRUPTIBLE = ("wait", "charge")
TIMES_S = {"pick": 3.0, "drop": 3.0, "charge": 1e9}


class Vehicle:
    """One vehicle: motion in straight lines, work, and its three topics."""

    def __init__(self, node: Node, words: dict[str, Any]) -> None:
        self._node, self._words = node, words
        self.faults: dict[str, Any] = dict.fromkeys(words.get("faults", ()), True)
        self._speed_mps = words.get("speed_mps", 0.9)
        self._tick_s = words.get("tick_s", TICK_S)
        self._pose = tuple(map(float, words["pose"]))
        self._luck = np.random.default_rng(words.get("seed", 1))
        self._loads: list[str] = []
        self._ended: dict[str, str] = {}
        self._late: list[tuple[float, Callable[[], None]]] = []
        self._count = 0
        name = words["name"]
        self._odometry = node.create_publisher(Odometry, f"/{name}/odom", 5)
        self._battery = node.create_publisher(BatteryState, f"/{name}/battery_state", 5)
        self._onboard = node.create_publisher(msg.OnboardState, f"/{name}/onboard_state", 5)
        self._ears: list[Any] = []
        self.start()

    def start(self) -> None:
        """Begin to drive, without a route; topics that are latched speak again."""
        self._routes = Routes(self._pose, self.faults)
        self._at = 0
        self._working = ""
        self._worked_s = 0.0
        self._moves = 0.0
        self._begun_s = self._now_s()
        for each in self._ears:
            self._node.destroy_subscription(each)
        name, listen = self._words["name"], self._node.create_subscription
        self._ears = [
            listen(msg.Route, f"/{name}/route", self._on_route, LATCHED),
            listen(msg.Release, f"/{name}/release", self._on_release, LATCHED),
        ]

    def _now_s(self) -> float:
        return self._node.get_clock().now().nanoseconds * 1e-9

    # What it hears

    def _on_route(self, message: msg.Route) -> None:
        values = [*(x for leg in message.legs for x in (*leg.x_m, *leg.y_m, *leg.heading_rad))]
        if "route" not in self._deaf() and np.isfinite(values).all():
            self._take(message, self._hear_route)

    def _on_release(self, message: msg.Release) -> None:
        if "release" not in self._deaf():
            self._take(message, self._routes.hear_release)

    def _deaf(self) -> tuple[str, ...]:
        return tuple(self.faults.get("deaf", ()))

    def _hear_route(self, message: msg.Route) -> None:
        if "one_pending" in self.faults:  # a later one pushes it out
            self._routes.early.clear()
        if "naive" in self.faults and message.legs and not self._routes.line:
            first = message.legs[0]
            self._routes.end = (first.x_m[0], first.y_m[0], first.heading_rad[0])
        self._routes.hear_route(message)

    def _take(self, message: Any, hear: Callable[[Any], None]) -> None:
        sent_s = message.header.stamp.sec + message.header.stamp.nanosec * 1e-9
        if message.vehicle_id != self._words["id"] and "follows_anybody" not in self.faults:
            return
        if sent_s < self._begun_s and "naive" not in self.faults:
            return
        if self._luck.random() < self.faults.get("loses", 0.0):
            return
        for number in range(1 + self.faults.get("repeats", 0)):
            again = deepcopy(message)
            if number:
                self._late.append((self._now_s() + 0.7 * number, lambda again=again: hear(again)))
            else:
                hear(again)

    # What it does

    def tick(self) -> None:
        due = [hear for at_s, hear in self._late if at_s <= self._now_s()]
        self._late = [each for each in self._late if each[0] > self._now_s()]
        for hear in due:
            hear()
        self._moves = 0.0
        if "freeze" not in self.faults:
            self._go_on()
        if "silence" not in self.faults:
            self._speak()

    def _go_on(self) -> None:
        routes = self._routes
        breaks = INTERRUPTIBLE if "breaks_pick" not in self.faults else (*INTERRUPTIBLE, "pick")
        if self._working:
            kind = self._working.split("|")[1]
            follows = len(routes.line) > 1
            if not (follows and kind in breaks and "stubborn" not in self.faults):
                self._work(kind)
                return
            self._ended[self._working.split("|")[0]] = "finished"
            self._working = ""
        while routes.move_on():
            self._at = 0
        leg = routes.next_leg()
        if leg is not None and not routes.hold:
            self._drive(leg)
        action = routes.due_action()
        if action is not None and self._may_begin(action):
            self._working, self._worked_s = f"{action.action_id}|{action.kind}", 0.0
            self._time_s = action.duration_s or TIMES_S.get(action.kind, 0.0)
            self._unit = action.load_unit_id

    def _may_begin(self, action: msg.StationAction) -> bool:
        return action.action_id not in self._ended or "works_again" in self.faults

    def _work(self, kind: str) -> None:
        self._worked_s += self._tick_s
        if self._worked_s < self._time_s:
            return
        if kind == "pick" and "forgets_load" not in self.faults:
            self._loads.append(self._unit)
        elif kind == "drop" and self._unit in self._loads and "keeps_load" not in self.faults:
            self._loads.remove(self._unit)
        self._ended[self._working.split("|")[0]] = "finished"
        self._working = ""

    def _drive(self, leg: msg.Leg) -> None:
        """One tick along a leg, at the most to its end."""
        left_m = min(self._speed_mps, leg.max_speed_mps or 9.0) * self._tick_s
        self._moves = -self._speed_mps if leg.reverse else self._speed_mps
        while left_m > 0.0 and self._at < len(leg.x_m):
            x_m, y_m, heading_rad = leg.x_m[self._at], leg.y_m[self._at], leg.heading_rad[self._at]
            way_m = hypot(x_m - self._pose[0], y_m - self._pose[1])
            if way_m > left_m:
                share = left_m / way_m
                x_m = self._pose[0] + share * (x_m - self._pose[0])
                y_m = self._pose[1] + share * (y_m - self._pose[1])
                self._pose = (x_m, y_m, heading_rad)
                break
            self._pose, self._at = (x_m, y_m, heading_rad), self._at + 1
            left_m -= way_m
        if self._at == len(leg.x_m):
            self._routes.done, self._at = self._routes.done + 1, 0

    # What it says

    def _speak(self) -> None:
        offset_s = self.faults.get("clock", 0.0)
        stamp = (self._node.get_clock().now() + Duration(seconds=offset_s)).to_msg()
        if self._count % SLOWER == 0:
            charging = self._working.endswith("|charge") and "hides_charge" not in self.faults
            battery = BatteryState(power_supply_status=1 if charging else 2)
            battery.percentage = float(self.faults.get("percent", 0.8))
            battery.header.stamp = stamp
            self._battery.publish(battery)
        self._onboard.publish(self._state(stamp))
        if self._count % int(self.faults.get("rare", 1)) == 0:
            self._odometry.publish(self._odom(stamp))
        self._count += 1

    def _odom(self, stamp: Any) -> Odometry:
        dx, dy = self.faults.get("jump", (0.0, 0.0))
        odometry = Odometry()
        odometry.header.stamp = stamp
        odometry.header.frame_id = self.faults.get("frame", "map")
        odometry.pose.pose.position.x = nan if "nan" in self.faults else self._pose[0] + dx
        odometry.pose.pose.position.y = self._pose[1] + dy
        odometry.pose.pose.orientation.z = sin(self._pose[2] / 2.0)
        odometry.pose.pose.orientation.w = cos(self._pose[2] / 2.0)
        odometry.twist.twist.linear.x = self._moves
        return odometry

    def _state(self, stamp: Any) -> msg.OnboardState:
        loads = [*self._loads, *self.faults.get("load", ())]
        state = msg.OnboardState(load_unit_ids=loads, mode="automatic", action_status="none")
        state.vehicle_id, state.type_id = self._words["id"], self._words["type"]
        state.header.stamp = stamp
        routes = self._routes
        if routes.line:
            route = routes.line[0]
            state.route_id, state.paused = route.route_id, routes.hold
            early = self._at > 0 and "counts_early" in self.faults
            state.legs_done, state.legs_released = routes.done + early, route.released
            state.action_id = route.action.action_id
            running = self._working.split("|")[0] == state.action_id and self._working
            ended = self._ended.get(state.action_id, "none")
            state.action_status = "running" if running else ended
        return state


def main() -> None:
    rclpy.init(args=sys.argv)
    node = Node("foreign_driver")
    vehicles = {words["id"]: Vehicle(node, words) for words in json.loads(sys.argv[1])}
    node.create_timer(  # one for all: many would leave a busy machine no time for messages
        min(words.get("tick_s", TICK_S) for words in json.loads(sys.argv[1])),
        lambda: [vehicle.tick() for vehicle in vehicles.values()],
    )
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=lambda: [lines.put(each) for each in sys.stdin], daemon=True).start()
    restarts: list[int] = []
    signal.signal(signal.SIGUSR1, lambda number, _frame: restarts.append(number))
    while rclpy.ok():
        rclpy.spin_once(node, timeout_sec=0.05)
        while not lines.empty():
            _switch(vehicles, json.loads(lines.get()))
        while restarts:
            restarts.pop()
            for vehicle in vehicles.values():
                vehicle.start()


def _switch(vehicles: dict[str, Vehicle], words: dict[str, Any]) -> None:
    vehicle = vehicles[words["vehicle"]]
    if words.get("value") is None:
        vehicle.faults.pop(words["fault"], None)
    elif words["fault"] != "restart":
        vehicle.faults[words["fault"]] = words["value"]
    if words["fault"] == "restart":
        vehicle.start()


if __name__ == "__main__":
    main()
