"""The terminal's place in the ROS graph: three subscriptions, one thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread
from time import monotonic
from typing import Any

import rclpy
from fleet_interfaces import msg
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.signals import SignalHandlerOptions

from fleet_core.model.errors import FleetError
from fleet_nodes import names, qos
from fleet_nodes.conversions.fleet import vehicles_of
from hmi.link.ros_nearness import RosNearness
from hmi.terminal.screen import TerminalPicture

_SPIN_S = 0.05
_log = logging.getLogger(__name__)


class RosTerminalLink:
    """Implements ``TerminalLink``."""

    def __init__(self) -> None:
        self._end = Event()
        self._picture = TerminalPicture()
        self._nearness = RosNearness()
        self._thread = Thread(target=self._run, name="terminal-link", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def latest(self) -> TerminalPicture:
        return self._picture

    def _run(self) -> None:
        try:
            self._serve()
        except Exception:  # the screen says within a second that nothing is heard any more
            _log.exception("the connection to ROS has ended; start the terminal again")

    def _serve(self) -> None:
        context = Context()
        rclpy.init(context=context, signal_handler_options=SignalHandlerOptions.NO)
        node = Node("terminal", context=context, start_parameter_services=False)
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(node)
        _hear(node, msg.Tracks, names.TRACKS, self._tracked, qos.STATE)
        _hear(node, msg.ProximityWarnings, names.PROXIMITY_WARNINGS, self._warned, qos.STATE)
        _hear(node, msg.FleetState, names.STATE, self._fleet, qos.STATE)
        while not self._end.is_set():
            executor.spin_once(timeout_sec=_SPIN_S)
        executor.shutdown(timeout_sec=0.0)
        node.destroy_node()
        rclpy.try_shutdown(context=context)

    def _tracked(self, message: msg.Tracks) -> None:
        self._nearness.take_tracks(message, monotonic())
        self._picture = replace(self._picture, nearness=self._nearness.value)

    def _warned(self, message: msg.ProximityWarnings) -> None:
        self._nearness.take_warnings(message, monotonic())
        self._picture = replace(self._picture, nearness=self._nearness.value)

    def _fleet(self, message: msg.FleetState) -> None:
        reports = [each.report for each in vehicles_of(message)]
        places = {each.vehicle_id: (each.pose.x_m, each.pose.y_m) for each in reports}
        self._picture = TerminalPicture(self._picture.nearness, places, monotonic())


def _hear(
    node: Node, kind: type[Any], topic: str, take: Callable[[Any], None], quality: QoSProfile
) -> None:
    """A message that makes no sense is left out; the value that it would have made grows old."""

    def guarded(message: Any) -> None:
        try:
            take(message)
        except (FleetError, ValueError) as error:
            _log.warning("%s: %s", topic, error)

    node.create_subscription(kind, topic, guarded, quality)
