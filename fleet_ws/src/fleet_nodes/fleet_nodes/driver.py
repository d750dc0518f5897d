"""For makers of vehicles: a driver of one's own in a few lines.

The vehicle drives legs, does actions and says where it is (``OwnVehicle``); routes, releases,
losses, restarts and reports are this library's work. See docs/drivers.md and
examples/my_driver.py.
"""

from __future__ import annotations

from collections.abc import Callable

import rclpy
from fleet_interfaces import msg
from rclpy.clock import Clock, ClockType
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind, StationAction
from fleet_core.model.vehicle import ActionStatus, ErrorLevel, OperatingMode, VehicleError
from fleet_core.onboard.driver import OnboardDriver
from fleet_core.onboard.station_work import ActionResult
from fleet_core.onboard.vehicle import OwnVehicle, VehicleState
from fleet_nodes import names, qos
from fleet_nodes.driver_topics import DriverTopics
from fleet_nodes.station_places import StationPlaces
from fleet_nodes.wiring import listen

__all__ = [
    "ActionResult",
    "ActionStatus",
    "Driver",
    "ErrorLevel",
    "Leg",
    "LegKind",
    "OperatingMode",
    "OwnVehicle",
    "Pose",
    "StationAction",
    "VehicleError",
    "VehicleState",
    "drive",
]

RATE_HZ = 20.0
SPEAK_HZ = 10.0
"""Odometry of a vehicle that moves; whatever else is new is said at once."""


class Driver:
    """Lives in ``node``; its topics are in the namespace of the vehicle's id (``names``).

    It begins at the first tick at which there is a time (``use_sim_time``: the first /clock).
    """

    def __init__(
        self,
        node: Node,
        vehicle_id: str,
        type_id: str,
        vehicle: OwnVehicle,
        rate_hz: float = RATE_HZ,
    ) -> None:
        self._node = node
        self._places = StationPlaces()
        self._driver = OnboardDriver(vehicle_id, type_id, vehicle, self._places.near)
        name = names.vehicle_name(vehicle_id)
        self._topics = DriverTopics(node, name, self._driver.hear_route, self._driver.hear_release)
        listen(node, msg.Layout, names.LAYOUT, self._places.hear, qos.LATEST)
        self._last_s: float | None = None
        self._spoke_s = float("-inf")
        steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._timer = node.create_timer(1.0 / rate_hz, self._tick, clock=steady)

    def _tick(self) -> None:
        now_s = self._node.get_clock().now().nanoseconds * 1e-9
        if now_s <= 0.0:
            return
        dt_s = 0.0 if self._last_s is None else max(0.0, now_s - self._last_s)
        self._last_s = now_s
        report = self._driver.step(now_s, dt_s)
        due = not 0.0 <= now_s - self._spoke_s < 1.0 / SPEAK_HZ - 1e-3
        if due:
            self._spoke_s = now_s
        self._topics.publish(report, due)


def drive(
    vehicle_id: str,
    type_id: str,
    make_vehicle: Callable[[Node], OwnVehicle],
    arguments: list[str] | None = None,
) -> None:
    """A whole process: a node with one driver, until Ctrl-C. ``make_vehicle`` gets the node, for
    parameters and topics of its own; ``arguments``: of ROS, as in ``rclpy.init``."""
    rclpy.init(args=arguments)
    node = Node(f"{names.vehicle_name(vehicle_id)}_driver")
    Driver(node, vehicle_id, type_id, make_vehicle(node))
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    try:
        executor.spin()
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    finally:
        node.destroy_node()
        rclpy.try_shutdown()
