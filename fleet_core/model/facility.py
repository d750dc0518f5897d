"""What LIF does not say of a plant: vehicles, zones, walls, crossings, use of the stations.

Read from ``NAME.facility.json`` beside ``NAME.lif.json``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from fleet_core.model.geometry import Polygon
from fleet_core.model.layout import Layout
from fleet_core.model.vehicle_type import VehicleType


class StationKind(StrEnum):
    """What a station is for."""

    TRANSFER = "transfer"  # loads are picked or dropped here
    CHARGER = "charger"
    PARKING = "parking"


@dataclass(frozen=True, slots=True)
class StationUse:
    """How the fleet uses a station."""

    station_id: str
    kind: StationKind
    group: str = ""  # docks, block_a, line_1_feed: orders and scenarios may name the group
    can_pick: bool = True
    can_drop: bool = True
    load_types: frozenset[str] = frozenset()  # empty: any
    width_m: float = 1.2  # for drawing
    depth_m: float = 1.2


class ZoneKind(StrEnum):
    """What holds inside a zone."""

    SPEED_LIMIT = "speed_limit"
    NO_ENTRY = "no_entry"
    MANNED_SHARED = "manned_shared"  # manned forklifts drive here as well
    SHARED_AISLE = "shared_aisle"  # blind: an AGV and a manned forklift are never both in it
    PEDESTRIAN = "pedestrian"
    INFORMATION = "information"  # drawn and named, without effect


@dataclass(frozen=True, slots=True)
class Zone:
    """An area with a rule."""

    id: str
    kind: ZoneKind
    polygon: Polygon
    name: str = ""
    max_speed_mps: float | None = None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where people cross a lane."""

    id: str
    polygon: Polygon
    name: str = ""
    max_speed_mps: float | None = None
    people_first: bool = True  # vehicles wait for who is on it, comes to it, or has asked


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall, a rack or a machine: solid, drawn, never touched. Open polyline or closed polygon."""

    id: str
    points: Polygon
    closed: bool = False
    kind: str = "wall"  # wall, rack, machine
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sensor:
    """A source of tags or detections, and the part of the floor that it watches."""

    id: str  # as the source calls itself
    polygon: Polygon
    name: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """From where a locating system measures how far tags are."""

    id: str
    x_m: float
    y_m: float


@dataclass(frozen=True, slots=True)
class FleetVehicle:
    """One vehicle of the fleet and where it begins when nothing else is known."""

    id: str
    type_id: str
    start_node_id: str
    start_heading_rad: float | None = None  # None: a heading that the node allows
    battery_soc: float = 1.0


@dataclass(frozen=True, slots=True)
class Facility:
    """A plant: its layout and all that belongs to it."""

    name: str
    layout: Layout
    vehicle_types: Mapping[str, VehicleType]
    fleet: tuple[FleetVehicle, ...] = ()
    uses: Mapping[str, StationUse] = field(default_factory=dict)  # by station id
    zones: tuple[Zone, ...] = ()
    walls: tuple[Wall, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    clearance_m: float = 0.2  # kept between any two bodies, on top of the footprints

    def __post_init__(self) -> None:
        for name in ("vehicle_types", "uses"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def stations_of(self, kind: StationKind) -> tuple[str, ...]:
        """Ids of all stations of this kind, in the order of the file."""
        return tuple(use.station_id for use in self.uses.values() if use.kind is kind)

    def stations_in_group(self, group: str) -> tuple[str, ...]:
        """Ids of all stations whose group is ``group``."""
        return tuple(use.station_id for use in self.uses.values() if use.group == group)
