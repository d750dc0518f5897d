"""The messages of Gazebo 11 that are spoken here, with the field numbers of its .proto files
(package libgazebo-dev, folder gazebo/msgs/proto; for joints ign-msgs 5)."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import acos, atan2, cos, sin

from fleet_core.model.geometry import Pose
from fleet_nodes.gazebo.wire import Fields, Value, WireError, decode, encode

POSES, STATISTICS = "PosesStamped", "WorldStatistics"
CONTACTS, CONTROL = "Contacts", "WorldControl"
FACTORY, REQUEST, MODEL = "Factory", "Request", "Model"
PREFIX = "gazebo.msgs."
JOINT_COMMAND = "ignition.msgs.JointCmd"

_VECTOR = struct.Struct("<xdxdxd")
_QUATERNION = struct.Struct("<xdxdxdxd")


@dataclass(frozen=True, slots=True)
class Packet:
    """packet.proto: what goes between a node and the master, and begins every other connection."""

    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Publication:
    """publish.proto: who publishes a topic, and where."""

    topic: str
    type: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Placement:
    """pose.proto: where a model's origin is on the floor, how high, and how far it leans over."""

    pose: Pose
    height_m: float = 0.0
    tilt_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class Poses:
    """poses_stamped.proto."""

    time_s: float
    poses: Mapping[str, Placement]


@dataclass(frozen=True, slots=True)
class Statistics:
    """world_stats.proto."""

    time_s: float
    real_s: float
    paused: bool
    steps: int


@dataclass(frozen=True, slots=True)
class Contact:
    """contact.proto: two bodies that touch; names are MODEL::LINK::COLLISION."""

    time_s: float
    first: str
    second: str
    depth_m: float


@dataclass(frozen=True, slots=True)
class Gains:
    """Of a joint's controller; ``limit`` in N m."""

    p: float
    i: float
    d: float
    limit: float


def packet(kind: str, data: bytes) -> bytes:
    """The time is not read by anybody."""
    return encode((1, encode((1, 0), (2, 0))), (2, kind), (3, data))


def packet_of(data: bytes) -> Packet:
    """Raises WireError."""
    fields = decode(data)
    return Packet(_text(fields, 2), _bytes(fields, 3))


def publication(one: Publication) -> bytes:
    return encode((1, one.topic), (2, one.type), (3, one.host), (4, one.port))


def publication_of(data: bytes) -> Publication:
    """Raises WireError."""
    fields = decode(data)
    return Publication(_text(fields, 1), _text(fields, 2), _text(fields, 3), _int(fields, 4))


def subscription(one: Publication) -> bytes:
    """subscribe.proto: the same fields in another order."""
    return encode((1, one.topic), (2, one.host), (3, one.port), (4, one.type), (5, False))


def subscribed_topic(data: bytes) -> str:
    """Raises WireError."""
    return _text(decode(data), 1)


def text(data: str) -> bytes:
    """gz_string.proto."""
    return encode((1, data))


def poses_of(data: bytes, wanted: Collection[str]) -> Poses:
    """Of the wanted models only: there are many links, and decoding costs. Raises WireError."""
    fields = decode(data)
    found = {}
    for each in fields.get(2, ()):
        pose = decode(_as_bytes(each))
        name = _text(pose, 1)
        if name in wanted:
            found[name] = _placement(pose)
    return Poses(_seconds(_bytes(fields, 1)), found)


def statistics_of(data: bytes) -> Statistics:
    """Raises WireError."""
    fields = decode(data)
    return Statistics(
        _seconds(_bytes(fields, 2)),
        _seconds(_bytes(fields, 4)),
        bool(_int(fields, 5)),
        _int(fields, 6),
    )


def contacts_of(data: bytes) -> list[Contact]:
    """Raises WireError."""
    found = []
    for each in decode(data).get(1, ()):
        fields = decode(_as_bytes(each))
        depths = [value for value in fields.get(5, ()) if isinstance(value, float)]
        found.append(
            Contact(
                _seconds(_bytes(fields, 7)),
                _text(fields, 1),
                _text(fields, 2),
                max(depths, default=0.0),
            )
        )
    return found


def wheel_command(joint: str, speed_radps: float, torque_nm: float, gains: Gains) -> bytes:
    """joint_cmd.proto of ign-msgs 5: turn at a speed, with a torque that is needed anyway.
    ``joint`` is MODEL::JOINT."""
    torque = encode((2, torque_nm))
    return encode((2, joint), (6, _controller(speed_radps, gains)), (8, torque))


def steer_command(joint: str, angle_rad: float, gains: Gains) -> bytes:
    """The same: turn to an angle."""
    return encode((2, joint), (5, _controller(angle_rad, gains)))


def lift_command(joint: str, height_m: float, force_n: float, gains: Gains) -> bytes:
    """The same of a joint that slides: rise to a height, with a force that is needed anyway."""
    force = encode((2, force_n))
    return encode((2, joint), (5, _controller(height_m, gains)), (8, force))


def factory(sdf: str) -> bytes:
    """factory.proto: a model that comes into the world."""
    return encode((1, sdf))


def deletion(number: int, model: str) -> bytes:
    """request.proto: a model that leaves it."""
    return encode((1, number), (2, "entity_delete"), (3, model))


def model_pose(name: str, at: Pose) -> bytes:
    """model.proto: a model is set to a pose on the floor."""
    position = encode((1, at.x_m), (2, at.y_m), (3, 0.0))
    half = at.heading_rad / 2.0
    turned = encode((2, 0.0), (3, 0.0), (4, sin(half)), (5, cos(half)))
    return encode((1, name), (4, encode((3, position), (4, turned))))


def step_control(steps: int) -> bytes:
    """world_control.proto: a world that is paused goes on for so many steps."""
    return encode((3, steps))


def _controller(target: float, gains: Gains) -> bytes:
    """pid.proto; each number is a message double.proto."""
    numbers = (target, gains.p, gains.i, gains.d, gains.limit, -gains.limit, gains.limit)
    fields: list[tuple[int, Value]] = [
        (number, encode((2, float(each)))) for number, each in enumerate(numbers, 9)
    ]
    return encode(*fields)


def _placement(fields: Fields) -> Placement:
    try:
        x, y, z = _VECTOR.unpack(_bytes(fields, 3))
        qx, qy, qz, qw = _QUATERNION.unpack(_bytes(fields, 4))
    except struct.error as error:
        raise WireError(f"a pose is not made of seven doubles: {error}") from error
    heading = atan2(2.0 * (qw * qz + qx * qy), 1.0 - 2.0 * (qy * qy + qz * qz))
    upright = 1.0 - 2.0 * (qx * qx + qy * qy)  # the height of the tip of its upward unit vector
    return Placement(Pose(x, y, heading), z, acos(max(-1.0, min(1.0, upright))))


def _seconds(data: bytes) -> float:
    fields = decode(data)
    return _int(fields, 1) + _int(fields, 2) * 1e-9


def _text(fields: Fields, number: int) -> str:
    return _bytes(fields, number).decode("utf-8", "replace")


def _bytes(fields: Fields, number: int) -> bytes:
    values = fields.get(number)
    if not values:
        raise WireError(f"a message lacks field {number}; it has {sorted(fields)}")
    return _as_bytes(values[-1])


def _as_bytes(value: int | float | bytes) -> bytes:
    if not isinstance(value, bytes):
        raise WireError(f"a field is the number {value:g}, not a text or a message")
    return value


def _int(fields: Fields, number: int) -> int:
    values = fields.get(number)
    if not values or not isinstance(values[-1], int):
        raise WireError(f"a message lacks the whole number in field {number}")
    return values[-1]
