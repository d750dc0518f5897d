"""Encounters as an MCAP file of ROS 2 messages: `ros2 bag play` says them again, Foxglove and RViz
show them.

Format: MCAP 1.0, profile ``ros2`` (mcap.dev/spec/registry): CDR messages, and beside them the
definitions of their types, so that they are read where these packages are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from math import atan2, cos, hypot, sin
from pathlib import Path
from typing import IO, Any

from builtin_interfaces.msg import Duration, Time
from geometry_msgs.msg import Point, Pose, PoseStamped, Quaternion, Vector3
from mcap.writer import Writer
from rclpy.serialization import serialize_message
from std_msgs.msg import ColorRGBA, Float64, Header
from visualization_msgs.msg import Marker, MarkerArray

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.near_miss import Moment, NearMiss
from fleet_core.model.proximity import ObjectClass
from fleet_core.store.near_miss_file import Kept
from fleet_nodes.names import MAP_FRAME

PARTY, OTHER, GAP, BODIES = (f"/encounter/{name}" for name in ("party", "other", "gap_m", "bodies"))
"""Poses of both, the gap between their bodies, and what to look at."""
_TYPES: dict[str, type[Any]] = {
    PARTY: PoseStamped,
    OTHER: PoseStamped,
    GAP: Float64,
    BODIES: MarkerArray,
}
_SIZES_M = {
    ObjectClass.AGV: (1.4, 0.8, 0.5),
    ObjectClass.FORKLIFT: (3.0, 1.2, 2.0),
    ObjectClass.PERSON: (0.5, 0.5, 1.8),
}
"""Of what is looked at; the gap is that of the true bodies."""
_COLOURS = ((0.18, 0.44, 0.69), (0.85, 0.51, 0.17))
_MOVES_MPS = 0.05
_LASTS_NS = 300_000_000
"""Moments are 0.2 s apart."""


def write_bag(file: IO[bytes], encounters: Sequence[Kept]) -> None:
    """One after another, by their times."""
    writer = Writer(file)
    writer.start(profile="ros2", library="fleet_controller")
    channels = {topic: _channel(writer, topic, kind) for topic, kind in _TYPES.items()}
    moments = [
        (moment.time_s, kept.id, moment, kept.near_miss)
        for kept in encounters
        for moment in kept.near_miss.moments
    ]
    for time_s, number, moment, near_miss in sorted(moments, key=lambda each: each[:2]):
        at_ns = round(time_s * 1e9)
        for topic, message in _said(number, moment, near_miss, at_ns):
            data = serialize_message(message)
            writer.add_message(channels[topic], log_time=at_ns, publish_time=at_ns, data=data)
    writer.finish()  # type: ignore[no-untyped-call]


def _said(
    number: int, moment: Moment, near_miss: NearMiss, at_ns: int
) -> Iterator[tuple[str, Any]]:
    header = Header(frame_id=MAP_FRAME, stamp=Time(sec=at_ns // 10**9, nanosec=at_ns % 10**9))
    vx, vy = moment.other_velocity_mps
    heading_rad = atan2(vy, vx) if hypot(vx, vy) > _MOVES_MPS else 0.0
    party, other = _pose(*moment.party, moment.party_heading_rad), _pose(*moment.other, heading_rad)
    yield PARTY, PoseStamped(header=header, pose=party)
    yield OTHER, PoseStamped(header=header, pose=other)
    yield GAP, Float64(data=moment.gap_m)
    words = f"{number}: {near_miss.level.value}, {near_miss.cause.value}, {moment.gap_m:.2f} m"
    kinds = (near_miss.party_kind, near_miss.other_kind)
    bodies = [
        _body(header, place, pose, kind)
        for place, (pose, kind) in enumerate(zip((party, other), kinds, strict=True))
    ]
    yield BODIES, MarkerArray(markers=[*bodies, _label(header, party, words)])


def _body(header: Header, place: int, pose: Pose, kind: ObjectClass) -> Marker:
    length_m, width_m, height_m = _SIZES_M[kind]
    red, green, blue = _COLOURS[place]
    return Marker(
        header=header,
        ns="bodies",
        id=place,
        type=Marker.CYLINDER if kind is ObjectClass.PERSON else Marker.CUBE,
        pose=Pose(
            position=Point(x=pose.position.x, y=pose.position.y, z=height_m / 2.0),
            orientation=pose.orientation,
        ),
        scale=Vector3(x=length_m, y=width_m, z=height_m),
        color=ColorRGBA(r=red, g=green, b=blue, a=1.0),
        lifetime=Duration(nanosec=_LASTS_NS),
    )


def _label(header: Header, pose: Pose, words: str) -> Marker:
    return Marker(
        header=header,
        ns="words",
        type=Marker.TEXT_VIEW_FACING,
        pose=Pose(position=Point(x=pose.position.x, y=pose.position.y, z=2.5)),
        scale=Vector3(z=0.5),
        color=ColorRGBA(r=0.1, g=0.1, b=0.1, a=1.0),
        text=words,
        lifetime=Duration(nanosec=_LASTS_NS),
    )


def _pose(x_m: float, y_m: float, heading_rad: float) -> Pose:
    half = heading_rad / 2.0
    return Pose(position=Point(x=x_m, y=y_m), orientation=Quaternion(z=sin(half), w=cos(half)))


def _channel(writer: Writer, topic: str, kind: type[Any]) -> int:
    package, name = kind.__module__.split(".")[0], kind.__name__
    schema = writer.register_schema(
        f"{package}/msg/{name}", "ros2msg", definition(package, name).encode()
    )
    return writer.register_channel(topic=topic, message_encoding="cdr", schema_id=schema)


def definition(package: str, name: str) -> str:
    """Of a message type, and after it of all types in it, as MCAP's registry has it."""
    parts, known, wanted = list[str](), {(package, name)}, [(package, name)]
    while wanted:
        home, each = wanted.pop(0)
        text = (_messages_of(home) / f"{each}.msg").read_text(encoding="utf-8")
        parts.append(text if not parts else f"MSG: {home}/{each}\n{text}")
        for found in _types_in(text, home):
            if found not in known:
                known.add(found)
                wanted.append(found)
    return f"{'=' * 80}\n".join(part.rstrip("\n") + "\n" for part in parts)


def _messages_of(package: str) -> Path:
    """The folder of a package's .msg files: below the prefix that its module is installed in, be it
    sourced or not. Raises ConfigurationError."""
    module = Path(str(import_module(package).__file__))
    for prefix in module.parents:
        folder = prefix / "share" / package / "msg"
        if folder.is_dir():
            return folder
    raise ConfigurationError(f"{package} is installed without its .msg files: {module.parent}")


def _types_in(text: str, home: str) -> Iterator[tuple[str, str]]:
    """Package and name of each field's type that is a message itself."""
    for line in text.splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        kind = words[0].split("[")[0].split("<")[0]
        if "/" in kind:
            package, _, name = kind.rpartition("/")
            yield package.removesuffix("/msg"), name
        elif kind[0].isupper():
            yield home, kind
