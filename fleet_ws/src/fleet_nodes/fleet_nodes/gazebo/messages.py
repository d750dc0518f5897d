"""The messages of Gazebo 11 that are spoken here, with the field numbers of its .proto files
(package libgazebo-dev, folder gazebo/msgs/proto; for joints ign-msgs 5)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import acos, atan2, cos, sin

from fleet_core.model.geometry import Pose
from fleet_nodes.gazebo.scans import Scan
from fleet_nodes.gazebo.wire import Fields, WireError, decode, encode, parts_of

POSES, STATISTICS = "PosesStamped", "WorldStatistics"
CONTACTS, CONTROL = "Contacts", "WorldControl"
FACTORY, REQUEST, MODEL = "Factory", "Request", "Model"
SCANS, RESPONSE = "LaserScanStamped", "Response"
PREFIX = "gazebo.msgs."
JOINT_COMMAND = "ignition.msgs.JointCmd"

_VECTOR = struct.Struct("<xdxdxd")
_QUATERNION = struct.Struct("<xdxdxdxd")
_NUMBER = struct.Struct("<BBBd")
_AS_USUAL = struct.Struct("<2sxdxdxd2sxdxdxdxd")
_AT_TAG, _TURN_TAG = b"\x1a\x1b", b"\x22\x24"
"""A pose as protobuf writes it: position and orientation one after the other, all numbers there."""


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
    """Of the wanted models only: there are ten times as many links, and decoding costs. Raises
    WireError."""
    found = {}
    for begin, end in parts_of(data, 2):
        # A pose begins with its name, shorter than 128 bytes wherever it is wanted.
        name = data[begin + 2 : begin + 2 + data[begin + 1]] if end > begin + 1 else b""
        model = name.decode("utf-8", "replace")
        if model in wanted:
            found[model] = _placement_at(data, begin + 2 + len(name), end)
    times = [data[begin:end] for begin, end in parts_of(data, 1)]
    if not times:
        raise WireError("a message of poses has no time")
    return Poses(_seconds(times[-1]), found)


def statistics_of(data: bytes) -> Statistics:
    """Raises WireError."""
    fields = decode(data)
    return Statistics(
        _seconds(_bytes(fields, 2)),
        _seconds(_bytes(fields, 4)),
        bool(_int(fields, 5)),
        _int(fields, 6),
    )


def contacts_of(
    data: bytes, belongs: Callable[[str, str], bool] = lambda _first, _second: False
) -> list[Contact]:
    """Without those that belong together, which are not read: a load that lies on something touches
    it in every step. Raises WireError."""
    found = []
    for begin, end in parts_of(data, 1):
        if belongs(*_bodies(data, begin, end)):
            continue
        fields = decode(data[begin:end])
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


def touches_of(data: bytes) -> tuple[float, set[tuple[str, str]]]:
    """Of the same message: when it was made, and who touches whom. Raises WireError."""
    pairs = {_bodies(data, begin, end) for begin, end in parts_of(data, 1)}
    times = [data[begin:end] for begin, end in parts_of(data, 2)]
    if not times:
        raise WireError("a message of contacts has no time")
    return _seconds(times[-1]), pairs


def _bodies(data: bytes, begin: int, end: int) -> tuple[str, str]:
    """Both names, with which a contact begins."""
    names = []
    for tag in (0x0A, 0x12):
        if begin + 1 >= end or data[begin] != tag or data[begin + 1] > 127:
            raise WireError(f"a contact does not begin with two short names at byte {begin}")
        names.append(data[begin + 2 : begin + 2 + data[begin + 1]].decode("utf-8", "replace"))
        begin += 2 + data[begin + 1]
    return names[0], names[1]


def scan_of(data: bytes) -> Scan:
    """laserscan_stamped.proto. Raises WireError."""
    fields = decode(data)
    scan = decode(_bytes(fields, 2))
    ranges = tuple(each for each in scan.get(13, ()) if isinstance(each, float))
    begin, step, nearest, furthest = (_float(scan, number) for number in (3, 5, 6, 7))
    return Scan(_seconds(_bytes(fields, 1)), begin, step, nearest, furthest, ranges)


def wheel_command(joint: str, speed_radps: float, torque_nm: float, gains: Gains) -> bytes:
    """joint_cmd.proto of ign-msgs 5: turn at a speed, with a torque that is needed anyway.
    ``joint`` is MODEL::JOINT."""
    return _named(joint) + _controller(6, speed_radps, gains) + _number(8, torque_nm)


def steer_command(joint: str, angle_rad: float, gains: Gains) -> bytes:
    """The same: turn to an angle."""
    return _named(joint) + _controller(5, angle_rad, gains)


def lift_command(joint: str, height_m: float, force_n: float, gains: Gains) -> bytes:
    """The same of a joint that slides: rise to a height, with a force that is needed anyway."""
    return _named(joint) + _controller(5, height_m, gains) + _number(8, force_n)


def factory(sdf: str) -> bytes:
    """factory.proto: a model that comes into the world."""
    return encode((1, sdf))


def deletion(number: int, model: str) -> bytes:
    """request.proto: a model that leaves it."""
    return encode((1, number), (2, "entity_delete"), (3, model))


def models_wanted(number: int) -> bytes:
    """The same: which models there are; see `models_of`."""
    return encode((1, number), (2, "entity_list"), (3, ""))


def models_of(data: bytes) -> list[str] | None:
    """response.proto with model_v.proto: names of all models; None: it answers something else.
    Raises WireError."""
    fields = decode(data)
    if _text(fields, 2) != "entity_list":
        return None
    found = _bytes(fields, 5)
    return [_text(decode(found[begin:end]), 1) for begin, end in parts_of(found, 2)]


def model_pose(name: str, at: Pose) -> bytes:
    """model.proto: a model is set to a pose on the floor."""
    position = encode((1, at.x_m), (2, at.y_m), (3, 0.0))
    half = at.heading_rad / 2.0
    turned = encode((2, 0.0), (3, 0.0), (4, sin(half)), (5, cos(half)))
    return encode((1, name), (4, encode((3, position), (4, turned))))


def step_control(steps: int) -> bytes:
    """world_control.proto: a world that is paused goes on for so many steps."""
    return encode((3, steps))


@lru_cache(maxsize=1024)
def _named(joint: str) -> bytes:
    return encode((2, joint))


def _controller(number: int, target: float, gains: Gains) -> bytes:
    """pid.proto in a field; each number is a message double.proto."""
    numbers = _gains(gains)
    return bytes((number << 3 | 2, _NUMBER.size + len(numbers))) + _number(9, target) + numbers


@lru_cache(maxsize=256)  # they change with the load only, and are told 50 times a second
def _gains(gains: Gains) -> bytes:
    numbers = (gains.p, gains.i, gains.d, gains.limit, -gains.limit, gains.limit)
    return b"".join(_number(number, each) for number, each in enumerate(numbers, 10))


def _number(number: int, value: float) -> bytes:
    """A message double.proto, in a field below 16."""
    return _NUMBER.pack(number << 3 | 2, 9, 0x11, value)


def _placement_at(data: bytes, at: int, end: int) -> Placement:
    """Of a pose behind its name."""
    if end - at > _AS_USUAL.size:
        tag, x, y, z, turn_tag, qx, qy, qz, qw = _AS_USUAL.unpack_from(data, end - _AS_USUAL.size)
        if tag == _AT_TAG and turn_tag == _TURN_TAG:
            return _placement(x, y, z, (qx, qy, qz, qw))
    fields = decode(data[at:end])
    try:
        x, y, z = _VECTOR.unpack(_bytes(fields, 3))
        qx, qy, qz, qw = _QUATERNION.unpack(_bytes(fields, 4))
    except struct.error as error:
        raise WireError(f"a pose is not made of seven doubles: {error}") from error
    return _placement(x, y, z, (qx, qy, qz, qw))


def _placement(x: float, y: float, z: float, turn: tuple[float, float, float, float]) -> Placement:
    qx, qy, qz, qw = turn
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


def _float(fields: Fields, number: int) -> float:
    values = fields.get(number)
    if not values or not isinstance(values[-1], float):
        raise WireError(f"a message lacks the number in field {number}")
    return values[-1]


def _int(fields: Fields, number: int) -> int:
    values = fields.get(number)
    if not values or not isinstance(values[-1], int):
        raise WireError(f"a message lacks the whole number in field {number}")
    return values[-1]
