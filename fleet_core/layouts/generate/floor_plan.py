"""A plant while it is drawn: nodes, edges and stations in the order in which they are put down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import StationUse
from fleet_core.model.geometry import Point, Pose, wrap_angle
from fleet_core.model.layout import (
    Edge,
    EdgeProperties,
    Layout,
    Node,
    NodeProperties,
    RotationAllowed,
    Station,
)


class FloorPlan:
    """Collects, then ``layout()`` gives the finished Layout."""

    def __init__(self) -> None:
        self._points: dict[str, Point] = {}
        self._names: dict[str, str] = {}
        self._headings: dict[str, dict[str, float]] = {}
        self._edges: dict[str, Edge] = {}
        self._turning: set[tuple[str, str]] = set()
        self._stations: dict[str, Station] = {}
        self.uses: dict[str, StationUse] = {}

    def node(self, node_id: str, point: Point, name: str = "") -> str:
        """Put down a node; the same id at the same point again changes nothing."""
        rounded = (round(point[0], 6), round(point[1], 6))
        if self._points.setdefault(node_id, rounded) != rounded:
            raise LayoutError(f"generator: node {node_id} is wanted at two places")
        if name:
            self._names[node_id] = name
        return node_id

    def point(self, node_id: str) -> Point:
        """Where a node is."""
        return self._points[node_id]

    def edge(self, start: str, end: str, properties: Iterable[EdgeProperties]) -> None:
        """Join two nodes; a second call for the same pair adds vehicle types."""
        edge_id = f"{start}-{end}"
        known = self._edges.get(edge_id)
        entries = (*(known.properties if known else ()), *properties)
        self._edges[edge_id] = Edge(edge_id, start, end, entries)

    def allow_turns(self, node_id: str, vehicle_type_id: str) -> None:
        """A vehicle of this type may turn on the spot here."""
        self._turning.add((node_id, vehicle_type_id))

    def station(
        self,
        use: StationUse,
        name: str,
        node_id: str,
        headings_rad: Mapping[str, float],
        pose: Pose,
    ) -> None:
        """A place of work at one node; ``headings_rad`` by vehicle type."""
        if use.station_id in self._stations:
            raise LayoutError(f"generator: station {use.station_id} is drawn twice")
        self._headings[node_id] = {
            kind: wrap_angle(heading) for kind, heading in headings_rad.items()
        }
        self._names[node_id] = name
        pose = Pose(round(pose.x_m, 6), round(pose.y_m, 6), wrap_angle(pose.heading_rad))
        self._stations[use.station_id] = Station(use.station_id, (node_id,), name, pose=pose)
        self.uses[use.station_id] = use

    def pose(self, station_id: str) -> Pose:
        """Where a station's load is, and which way one looks into it."""
        pose = self._stations[station_id].pose
        if pose is None:
            raise LayoutError(f"generator: station {station_id} has no pose")
        return pose

    def layout(self, layout_id: str, name: str, description: str) -> Layout:
        """The finished layout."""
        edges = {edge_id: self._with_turns(edge) for edge_id, edge in self._edges.items()}
        types_at: dict[str, dict[str, None]] = {node_id: {} for node_id in self._points}
        for edge in edges.values():
            for entry in edge.properties:
                types_at[edge.start_node_id][entry.vehicle_type_id] = None
                types_at[edge.end_node_id][entry.vehicle_type_id] = None
        nodes = {node_id: self._node(node_id, types) for node_id, types in types_at.items()}
        kinds = frozenset(kind for types in types_at.values() for kind in types)
        return Layout(
            layout_id,
            nodes,
            edges,
            self._stations,
            name=name,
            description=description,
            vehicle_type_ids=kinds,
        )

    def _node(self, node_id: str, types: Iterable[str]) -> Node:
        headings = self._headings.get(node_id, {})
        properties = tuple(NodeProperties(kind, headings.get(kind)) for kind in sorted(types))
        x_m, y_m = self._points[node_id]
        return Node(node_id, x_m, y_m, properties, self._names.get(node_id, ""), map_id="map")

    def _with_turns(self, edge: Edge) -> Edge:
        return replace(
            edge, properties=tuple(self._entry_with_turns(edge, one) for one in edge.properties)
        )

    def _entry_with_turns(self, edge: Edge, entry: EdgeProperties) -> EdgeProperties:
        kind = entry.vehicle_type_id
        both, none = RotationAllowed.BOTH, RotationAllowed.NONE
        return replace(
            entry,
            rotation_at_start=both if (edge.start_node_id, kind) in self._turning else none,
            rotation_at_end=both if (edge.end_node_id, kind) in self._turning else none,
        )
