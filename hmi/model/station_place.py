"""Where a station is drawn and how large it is."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

from fleet_core.model.facility import Facility, StationKind, StationUse
from fleet_core.model.geometry import Point, Polygon
from fleet_core.model.layout import Station


@dataclass(frozen=True, slots=True)
class StationPlace:
    """A station on the floor."""

    id: str
    name: str
    kind: StationKind
    centre: Point
    polygon: Polygon


def station_places(facility: Facility) -> tuple[StationPlace, ...]:
    """All stations that stand somewhere."""
    places = (_place(facility, station) for station in facility.layout.stations.values())
    return tuple(place for place in places if place is not None)


def _place(facility: Facility, station: Station) -> StationPlace | None:
    use = facility.uses.get(station.id) or StationUse(station.id, StationKind.TRANSFER)
    heading_rad = station.pose.heading_rad if station.pose else 0.0
    centre: Point
    if station.pose is not None:
        centre = (station.pose.x_m, station.pose.y_m)
    else:
        nodes = [facility.layout.nodes.get(node_id) for node_id in station.interaction_node_ids]
        known = [node.point for node in nodes if node is not None]
        if not known:
            return None
        centre = known[0]
    corners = _rectangle(centre, heading_rad, use.depth_m, use.width_m)
    return StationPlace(station.id, station.name or station.id, use.kind, centre, corners)


def _rectangle(centre: Point, heading_rad: float, depth_m: float, width_m: float) -> Polygon:
    c, s = cos(heading_rad), sin(heading_rad)
    halves = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple(
        (
            centre[0] + c * a * depth_m / 2 - s * b * width_m / 2,
            centre[1] + s * a * depth_m / 2 + c * b * width_m / 2,
        )
        for a, b in halves
    )
