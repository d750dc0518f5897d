"""The layout as visualization_msgs/MarkerArray, for RViz and Foxglove."""

from __future__ import annotations

from collections.abc import Iterable

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point
from std_msgs.msg import ColorRGBA
from visualization_msgs.msg import Marker, MarkerArray

from fleet_core.model.facility import Facility, StationKind
from fleet_core.model.geometry import Point as FloorPoint
from fleet_nodes.names import MAP_FRAME

_GREY = ColorRGBA(r=0.55, g=0.55, b=0.55, a=1.0)
_DARK = ColorRGBA(r=0.25, g=0.25, b=0.25, a=1.0)
_AMBER = ColorRGBA(r=0.9, g=0.6, b=0.1, a=1.0)
_STATION = {
    StationKind.TRANSFER: ColorRGBA(r=0.2, g=0.4, b=0.8, a=1.0),
    StationKind.CHARGER: ColorRGBA(r=0.2, g=0.7, b=0.3, a=1.0),
    StationKind.PARKING: ColorRGBA(r=0.5, g=0.5, b=0.7, a=1.0),
}


def layout_markers(facility: Facility) -> MarkerArray:
    """Lanes, walls and zones as lines, stations as names."""
    edges = [
        (
            facility.layout.nodes[edge.start_node_id].point,
            facility.layout.nodes[edge.end_node_id].point,
        )
        for edge in facility.layout.edges.values()
    ]
    walls = [line for wall in facility.walls for line in _lines(wall.points, wall.closed)]
    areas = [zone.polygon for zone in facility.zones]
    areas += [crossing.polygon for crossing in facility.crossings]
    zones = [line for area in areas for line in _lines(area, closed=True)]
    return MarkerArray(
        markers=[
            _line_list("lanes", edges, 0.05, _GREY),
            _line_list("walls", walls, 0.15, _DARK),
            _line_list("zones", zones, 0.08, _AMBER),
            *_station_names(facility),
        ]
    )


def _lines(points: tuple[FloorPoint, ...], closed: bool) -> list[tuple[FloorPoint, FloorPoint]]:
    following = points[1:] + points[:1] if closed else points[1:]
    return list(zip(points, following, strict=False))


def _line_list(
    namespace: str,
    lines: Iterable[tuple[FloorPoint, FloorPoint]],
    width_m: float,
    colour: ColorRGBA,
) -> Marker:
    marker = _marker(namespace, 0, Marker.LINE_LIST, colour)
    marker.scale.x = width_m
    marker.points = [Point(x=x_m, y=y_m, z=0.0) for line in lines for x_m, y_m in line]
    return marker


def _station_names(facility: Facility) -> list[Marker]:
    markers = []
    for number, station in enumerate(facility.layout.stations.values()):
        use = facility.uses.get(station.id)
        kind = StationKind.TRANSFER if use is None else use.kind
        marker = _marker("stations", number, Marker.TEXT_VIEW_FACING, _STATION[kind])
        x_m, y_m = _place(facility, station.id)
        marker.pose.position = Point(x=x_m, y=y_m, z=0.5)
        marker.scale.z = 0.5  # height of the letters
        marker.text = station.name or station.id
        markers.append(marker)
    return markers


def _place(facility: Facility, station_id: str) -> FloorPoint:
    station = facility.layout.stations[station_id]
    if station.pose is not None:
        return (station.pose.x_m, station.pose.y_m)
    return facility.layout.nodes[station.interaction_node_ids[0]].point


def _marker(namespace: str, number: int, kind: int, colour: ColorRGBA) -> Marker:
    """Stamp zero: valid at all times."""
    marker = Marker(ns=namespace, id=number, type=kind, action=Marker.ADD, color=colour)
    marker.header.frame_id = MAP_FRAME
    marker.header.stamp = Time()
    marker.pose.orientation.w = 1.0
    return marker
