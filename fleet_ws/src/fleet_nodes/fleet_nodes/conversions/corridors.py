"""What a vehicle may drive now, and what its drives shall do, between driver and local planner."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from fleet_interfaces import msg
from geometry_msgs.msg import PoseStamped, Twist
from nav_msgs.msg import Path
from numpy.typing import NDArray

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_core.model.local_state import Obstacle
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import (
    optional_seconds_of,
    optional_time_message,
    seconds_of,
    time_message,
)
from fleet_nodes.conversions.standard import pose_message, pose_of
from fleet_nodes.conversions.vehicles import header, heading
from fleet_nodes.names import MAP_FRAME
from planner.local.sight import Task
from planner.local.state import STAGES, STEP_S
from planner.local.stretch import Line, Stretch, stretch_along
from planner.local.turning import TurnOnSpot

_MOST_SAMPLES = 100_000
_FASTEST = 50.0  # m/s or rad/s; more is a broken number
_MOST_OBJECTS = 1000
_SHOWN_STAGES = range(0, STAGES + 1, 2)
"""Of a plan that is published: what 0.3 s apart is is straight enough between."""


@dataclass(frozen=True, slots=True)
class CorridorState:
    """A `Corridor` message, checked."""

    number: int
    task: Task
    way_m: float
    hold: bool
    loaded: bool
    more_at_s: float | None


def corridor_message(state: CorridorState, stamp_s: float) -> msg.Corridor:
    message = msg.Corridor(
        header=header(stamp_s),
        number=state.number,
        kind=msg.Corridor.STAND,
        hold=state.hold,
        loaded=state.loaded,
        more_at=optional_time_message(state.more_at_s),
        way_m=state.way_m,
    )
    if isinstance(state.task, TurnOnSpot):
        message.kind = msg.Corridor.TURN
        message.end_heading_rad = state.task.heading_rad
        message.clockwise = state.task.direction < 0
        message.max_turn_radps = state.task.limit_radps
    elif isinstance(state.task, Stretch):
        line = state.task.line
        message.kind = msg.Corridor.DRIVE
        message.reverse = line.direction < 0
        message.ways_m = line.way_m.tolist()
        message.x_m, message.y_m, message.heading_rad = line.poses.T.tolist()
        message.max_speed_mps = line.limit_mps.tolist()
        message.half_width_m = line.half_width_m
    return message


def corridor_of(message: msg.Corridor) -> CorridorState:
    """Raises InputError for what cannot be driven."""
    if message.header.frame_id != MAP_FRAME:
        raise InputError(f"corridor.header.frame_id is {message.header.frame_id[:40]!r}, not 'map'")
    match message.kind:
        case msg.Corridor.STAND:
            task: Task = None
        case msg.Corridor.TURN:
            task = TurnOnSpot(
                heading(message.end_heading_rad, "corridor.end_heading_rad"),
                -1 if message.clockwise else 1,
                checks.number(message.max_turn_radps, "corridor.max_turn_radps", 0.0, _FASTEST),
            )
        case msg.Corridor.DRIVE:
            task = stretch_along(_line_of(message))
        case _:
            raise InputError(f"corridor.kind is {message.kind[:40]!r}; stand, drive or turn")
    return CorridorState(
        message.number,
        task,
        checks.number(message.way_m, "corridor.way_m", -1e6, 1e6),
        message.hold,
        message.loaded,
        optional_seconds_of(message.more_at, "corridor.more_at"),
    )


def _line_of(message: msg.Corridor) -> Line:
    count = len(checks.items(message.ways_m, "corridor.ways_m", _MOST_SAMPLES, least=2))
    columns = (message.x_m, message.y_m, message.heading_rad, message.max_speed_mps)
    if any(len(column) != count for column in columns):
        lengths = ", ".join(str(len(column)) for column in columns)
        raise InputError(f"corridor: {count} ways_m, but {lengths} of x, y, heading and speed")
    x, y, headings, speeds = (np.asarray(column, np.float64) for column in columns)
    ways = np.asarray(message.ways_m, np.float64)
    if not all(np.all(np.isfinite(each)) for each in (ways, x, y, headings, speeds)):
        raise InputError("corridor: a number among its samples is not finite")
    if ways[0] != 0.0 or np.any(np.diff(ways) <= 0.0) or ways[-1] > checks.PLANT_EXTENT_M:
        raise InputError("corridor.ways_m must begin with 0 and rise")
    if max(np.abs(x).max(), np.abs(y).max()) > checks.PLANT_EXTENT_M:
        raise InputError("corridor: a point lies outside of any plant")
    if speeds.min() < 0.0 or speeds.max() > _FASTEST:
        raise InputError(f"corridor.max_speed_mps must lie between 0 and {_FASTEST:g}")
    width_m = checks.number(message.half_width_m, "corridor.half_width_m", 0.0, 100.0)
    poses = np.column_stack([x, y, headings])
    return Line(poses, ways, speeds, -1 if message.reverse else 1, width_m)


def twist_message(forward_mps: float, turn_radps: float) -> Twist:
    """Speed along the body's x axis, and turn rate."""
    message = Twist()
    message.linear.x, message.angular.z = forward_mps, turn_radps
    return message


def twist_of(message: Twist) -> tuple[float, float]:
    """Raises InputError for numbers that no vehicle can do."""
    return (
        checks.number(message.linear.x, "cmd_vel.linear.x", -_FASTEST, _FASTEST),
        checks.number(message.angular.z, "cmd_vel.angular.z", -_FASTEST, _FASTEST),
    )


def steering_message(
    forward_mps: float, steer_rad: float, turn_radps: float, wheelbase_m: float, stamp_s: float
) -> msg.SteeringCommand:
    """Of a body that drives forward with its wheel at an angle, or (``forward_mps`` 0) turns on the
    spot with the wheel across."""
    if turn_radps != 0.0:
        steer_rad, speed = pi / 2.0, turn_radps * wheelbase_m
    else:
        speed = forward_mps / cos(steer_rad)
    return msg.SteeringCommand(stamp=time_message(stamp_s), speed_mps=speed, steer_rad=steer_rad)


def steering_of(message: msg.SteeringCommand, wheelbase_m: float) -> tuple[float, float, float]:
    """Forward speed, steer angle and turn rate of the body. Raises InputError."""
    speed = checks.number(message.speed_mps, "cmd_steering.speed_mps", -_FASTEST, _FASTEST)
    steer = checks.number(message.steer_rad, "cmd_steering.steer_rad", -pi / 2.0, pi / 2.0)
    return speed * cos(steer), steer, speed * sin(steer) / wheelbase_m


def plan_message(poses: NDArray[np.float64], now_s: float) -> Path:
    """A plan (STAGES + 1, 3) that begins now, with the time of each pose."""
    return Path(
        header=header(now_s),
        poses=[
            PoseStamped(
                header=header(now_s + k * STEP_S), pose=pose_message(Pose(*poses[k].tolist()))
            )
            for k in _SHOWN_STAGES
        ],
    )


def plan_of(message: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times (n,) and poses (n, 3) of a published plan. Raises InputError."""
    checks.items(message.poses, "local_plan.poses", 1000, least=1)
    times = np.array([seconds_of(each.header.stamp, "local_plan.stamp") for each in message.poses])
    if np.any(np.diff(times) <= 0.0):
        raise InputError("local_plan: times must rise")
    found = [pose_of(each.pose, "local_plan.pose") for each in message.poses]
    return times, np.array([(pose.x_m, pose.y_m, pose.heading_rad) for pose in found])


@dataclass(frozen=True, slots=True)
class SeenObjects:
    """A `MovingObjects` message, checked."""

    source: str
    stamp_s: float
    position: NDArray[np.float64]  # (M, 2)
    velocity: NDArray[np.float64]  # (M, 2)
    radius_m: NDArray[np.float64]  # (M,)
    names: tuple[Obstacle, ...]  # (M,)


def objects_of(message: msg.MovingObjects) -> SeenObjects:
    """Raises InputError."""
    if message.header.frame_id != MAP_FRAME:
        raise InputError(f"objects.header.frame_id is {message.header.frame_id[:40]!r}, not 'map'")
    rows = [
        (
            checks.coordinate(each.x_m, "objects.x_m"),
            checks.coordinate(each.y_m, "objects.y_m"),
            checks.number(each.vx_mps, "objects.vx_mps", -_FASTEST, _FASTEST),
            checks.number(each.vy_mps, "objects.vy_mps", -_FASTEST, _FASTEST),
            checks.number(each.radius_m, "objects.radius_m", 0.01, 10.0),
        )
        for each in checks.items(message.objects, "objects", _MOST_OBJECTS)
    ]
    table = np.array(rows, np.float64).reshape(-1, 5)
    named = tuple(
        Obstacle(
            checks.identifier(each.id, "objects.id", empty=True),
            checks.identifier(each.kind, "objects.kind", empty=True),
        )
        for each in message.objects
    )
    return SeenObjects(
        checks.identifier(message.source, "objects.source"),
        seconds_of(message.header.stamp, "objects.stamp"),
        table[:, :2],
        table[:, 2:4],
        table[:, 4],
        named,
    )
