"""The messages of Gazebo 11 that are spoken here, with the field numbers of its .proto files
(package libgazebo-dev, folder gazebo/msgs/proto; for joints ign-msgs 5)."""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import atan2

from fleet_core.model.geometry import Pose
from fleet_nodes.gazebo.wire import Fields, Value, WireError, decode, encode

POSES, STATISTICS = "PosesStamped", "WorldStatistics"
CONTACTS, CONTROL = "Contacts", "WorldControl"
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
class Poses:
    """poses_stamped.proto: where models are on the floor; height and tilt are left out."""

    time_s: float
    poses: Mapping[str, Pose]


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
            found[name] = _pose(pose)
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


def _pose(fields: Fields) -> Pose:
    try:
        x, y, _z = _VECTOR.unpack(_bytes(fields, 3))
        qx, qy, qz, qw = _QUATERNION.unpack(_bytes(fields, 4))
    except struct.error as error:
        raise WireError(f"a pose is not made of seven doubles: {error}") from error
    return Pose(x, y, atan2(2.0 * (qw * qz + qx * qy), 1.0 - 2.0 * (qy * qy + qz * qz)))


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
