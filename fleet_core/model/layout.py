"""The roadmap as the plant drew it, in the words of LIF 1.0 (VDMA, companion of VDA 5050)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from fleet_core.model.geometry import Point, Pose


class OrientationType(StrEnum):
    """What ``vehicleOrientation`` of an edge is measured against."""

    GLOBAL = "GLOBAL"
    TANGENTIAL = "TANGENTIAL"


class RotationAllowed(StrEnum):
    """Directions in which a vehicle may turn on a node before or after an edge."""

    NONE = "NONE"
    CCW = "CCW"
    CW = "CW"
    BOTH = "BOTH"


@dataclass(frozen=True, slots=True)
class LayoutAction:
    """An action that the layout attaches to a node or an edge for one vehicle type."""

    action_type: str
    blocking_type: str
    requirement_type: str | None = None
    description: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NodeProperties:
    """What one vehicle type must know of a node."""

    vehicle_type_id: str
    heading_rad: float | None = None  # None: any
    actions: tuple[LayoutAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A place where a vehicle's origin can stand."""

    id: str
    x_m: float
    y_m: float
    properties: tuple[NodeProperties, ...]
    name: str = ""
    map_id: str = ""

    @property
    def point(self) -> Point:
        return (self.x_m, self.y_m)


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A control point of a NURBS."""

    x_m: float
    y_m: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A NURBS from the start node to the end node of an edge."""

    degree: int
    knots: tuple[float, ...]
    control_points: tuple[ControlPoint, ...]


@dataclass(frozen=True, slots=True)
class LoadRestriction:
    """Which load states may use an edge."""

    unloaded: bool = True
    loaded: bool = True
    load_set_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeProperties:
    """How one vehicle type drives along an edge. No entry: it may not use the edge."""

    vehicle_type_id: str
    orientation_rad: float = 0.0  # tangential: 0 forwards, pi backwards
    orientation_type: OrientationType = OrientationType.TANGENTIAL
    rotation_allowed: bool = False
    rotation_at_start: RotationAllowed = RotationAllowed.BOTH
    rotation_at_end: RotationAllowed = RotationAllowed.BOTH
    max_speed_mps: float | None = None  # None: the vehicle type's own limit
    max_rotation_speed_radps: float | None = None
    min_height_m: float | None = None
    max_height_m: float | None = None
    load_restriction: LoadRestriction = LoadRestriction()
    trajectory: Trajectory | None = None  # None: a straight line
    actions: tuple[LayoutAction, ...] = ()
    reentry_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A directed way from one node to another."""

    id: str
    start_node_id: str
    end_node_id: str
    properties: tuple[EdgeProperties, ...]
    name: str = ""

    def properties_for(self, vehicle_type_id: str) -> EdgeProperties | None:
        """The entry of this vehicle type, or None when it may not use the edge."""
        for entry in self.properties:
            if entry.vehicle_type_id == vehicle_type_id:
                return entry
        return None


@dataclass(frozen=True, slots=True)
class Station:
    """A place of work as LIF knows it; what is done there is the facility's ``StationUse``."""

    id: str
    interaction_node_ids: tuple[str, ...]
    name: str = ""
    description: str = ""
    height_m: float = 0.0
    pose: Pose | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout (one level of one plant)."""

    id: str
    nodes: Mapping[str, Node]
    edges: Mapping[str, Edge]
    stations: Mapping[str, Station]
    name: str = ""
    version: str = "1"
    level_id: str = ""
    description: str = ""
    vehicle_type_ids: frozenset[str] = field(default=frozenset())  # all that nodes or edges name

    def __post_init__(self) -> None:
        for name in ("nodes", "edges", "stations"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
