"""All topics of the local planner: of each vehicle that it steers, and of what else moves; and what
was heard of others, as the planner needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import nan

import numpy as np
from fleet_interfaces import msg
from geometry_msgs.msg import Twist
from nav_msgs.msg import Odometry, Path
from numpy.typing import NDArray
from rclpy.node import Node

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_core.model.local_state import VEHICLE, Obstacle
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_nodes import names, qos
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.corridors import (
    CorridorState,
    SeenObjects,
    corridor_of,
    objects_of,
    plan_message,
    plan_of,
    steering_message,
    twist_message,
)
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.standard import check_odometry, pose_of
from fleet_nodes.wiring import Inbox, advertise, listen
from planner.local.body import body
from planner.local.objects import Objects, joined, moving_discs, no_objects, planned_bodies
from planner.local.settings import LocalSettings
from planner.local.sight import Task
from planner.local.state import STAGES, STEP_S

_STANDING = CorridorState(0, None, 0.0, hold=False, loaded=False, more_at_s=None)

FORGOTTEN_S = 10.0
"""What was not seen again for so long is no longer where it could be told."""


@dataclass(frozen=True, slots=True)
class CheckedOdometry:
    """A vehicle's odometry, checked."""

    stamp_s: float
    pose: Pose
    forward_mps: float
    turn_radps: float


NEVER = CheckedOdometry(-1e9, Pose(nan, nan, nan), 0.0, 0.0)


class SteeredVehicle:
    """The topics of one vehicle that the planner steers."""

    def __init__(self, node: Node, vehicle_id: str, name: str, kind: VehicleType) -> None:
        self.id, self.name, self.type = vehicle_id, name, kind
        self.corridor = _STANDING
        self.seen = NEVER
        self.refused = ""  # what was wrong with the last message that was refused
        self._odometry = Inbox(node, Odometry, names.odometry(name), qos.DRIVER)
        listen(node, msg.Corridor, names.corridor(name), self._on_corridor, qos.LATEST)
        self._plan = advertise(node, Path, names.local_plan(name), qos.STATE)
        self._is_tricycle = kind.kinematics is Kinematics.TRICYCLE
        if self._is_tricycle:
            self._command = advertise(
                node, msg.SteeringCommand, names.steering_command(name), qos.COMMAND
            )
        else:
            self._command = advertise(node, Twist, names.velocity_command(name), qos.COMMAND)
        self._fresh: CorridorState | None = None

    def take(self) -> CorridorState | None:
        """Take in odometry; returns the corridor if a new one has come since."""
        for message in self._odometry.take():
            self._trying(partial(self._see, message))
        fresh, self._fresh = self._fresh, None
        return fresh

    def command(self, forward_mps: float, steer: float, turn_radps: float, now_s: float) -> None:
        """Speed along the body, turn rate or steer angle, and turn rate of a turn on the spot."""
        if self._is_tricycle:
            self._command.publish(
                steering_message(forward_mps, steer, turn_radps, self.type.wheelbase_m, now_s)
            )
        else:
            self._command.publish(twist_message(forward_mps, turn_radps or steer))

    def show(self, poses: NDArray[np.float64], now_s: float) -> None:
        """Publish the plan."""
        self._plan.publish(plan_message(poses, now_s))

    def _on_corridor(self, message: msg.Corridor) -> None:
        self._trying(lambda: self._take_corridor(message))

    def _take_corridor(self, message: msg.Corridor) -> None:
        self.corridor = self._fresh = corridor_of(message)

    def _see(self, message: Odometry) -> None:
        check_odometry(message)
        twist = message.twist.twist
        self.seen = CheckedOdometry(
            seconds_of(message.header.stamp, "odom.stamp"),
            pose_of(message.pose.pose, "odom.pose"),
            checks.number(twist.linear.x, "odom.twist.linear.x", -50.0, 50.0),
            checks.number(twist.angular.z, "odom.twist.angular.z", -50.0, 50.0),
        )

    def _trying(self, take: Callable[[], None]) -> None:
        try:
            take()
            self.refused = ""
        except InputError as error:
            self.refused = str(error)

    @property
    def task(self) -> Task:
        return self.corridor.task


class MovingObstacles:
    """What moves and is not steered here: other vehicles by their plans, people by their tracks."""

    def __init__(self, node: Node, vehicles: dict[str, tuple[str, VehicleType]]) -> None:
        """``vehicles``: name and type by id."""
        self._node = node
        self.plans: dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
        self.types = {vehicle_id: kind for vehicle_id, (_name, kind) in vehicles.items()}
        self.objects: dict[str, SeenObjects] = {}
        for vehicle_id, (name, _kind) in vehicles.items():
            topic = names.local_plan(name)
            listen(node, Path, topic, self._hear_plan(vehicle_id), qos.DRIVER)
        listen(node, msg.MovingObjects, names.MOVING_OBJECTS, self._hear_objects, qos.EVENTS)

    def _hear_plan(self, vehicle_id: str) -> Callable[[Path], None]:
        def hear(message: Path) -> None:
            try:
                self.plans[vehicle_id] = plan_of(message)
            except InputError as error:
                self._warn(f"plan of {vehicle_id}: {error}")

        return hear

    def _hear_objects(self, message: msg.MovingObjects) -> None:
        try:
            seen = objects_of(message)
        except InputError as error:
            self._warn(str(error))
        else:
            self.objects[seen.source] = seen

    def _warn(self, text: str) -> None:
        self._node.get_logger().warning(text, throttle_duration_sec=10.0)


def objects_around(
    obstacles: MovingObstacles, now_s: float, settings: LocalSettings
) -> tuple[Objects, list[Obstacle]]:
    """Vehicles that publish their plans, and all that sources have seen, predicted, aged and
    widened; and who they are."""
    found, named = no_objects(), list[Obstacle]()
    heard = {v: plan for v, plan in obstacles.plans.items() if now_s - plan[0][0] <= FORGOTTEN_S}
    if heard:
        stages_s = now_s + np.arange(STAGES + 1) * STEP_S
        poses = np.empty((len(heard), STAGES + 1, 3))
        for row, (times_s, plan) in enumerate(heard.values()):
            for column in range(2):
                poses[row, :, column] = np.interp(stages_s, times_s, plan[:, column])
            poses[row, :, 2] = np.interp(stages_s, times_s, np.unwrap(plan[:, 2]))
        ages_s = np.array([max(0.0, now_s - times_s[0]) for times_s, _plan in heard.values()])
        bodies = [body(obstacles.types[vehicle_id].loaded_footprint) for vehicle_id in heard]
        found = joined(found, planned_bodies(bodies, poses, ages_s, settings))
        named += [Obstacle(vehicle_id, VEHICLE) for vehicle_id in heard]
    for seen in obstacles.objects.values():
        age_s = max(0.0, now_s - seen.stamp_s)
        if age_s <= FORGOTTEN_S and len(seen.radius_m):
            ages_s = np.full(len(seen.radius_m), age_s)
            discs = moving_discs(seen.position, seen.velocity, seen.radius_m, ages_s, settings)
            found = joined(found, discs)
            named += seen.names
    return found, named
