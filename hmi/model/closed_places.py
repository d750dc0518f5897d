"""What can be closed, what people call it, and what of it is closed now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Polygon
from fleet_core.model.layout import Edge, Layout
from hmi.model import selection
from hmi.model.fleet_arrays import Floats
from hmi.model.roadmap_lines import edge_points
from hmi.model.selection import Kind, Selection


@dataclass(frozen=True, slots=True)
class ClosedWay:
    """A way as it is drawn. ``aside``: the other direction is open, so it is drawn on the side
    that its vehicles see on their right."""

    points: Floats  # (n, 2), metres
    aside: bool
    for_all: bool


@dataclass(frozen=True, slots=True)
class ClosedArea:
    """A zone as it is drawn."""

    polygon: Polygon
    for_all: bool


@dataclass(frozen=True, slots=True)
class ClosedPlaces:
    """Everything that is closed at the moment."""

    ways: tuple[ClosedWay, ...] = ()
    areas: tuple[ClosedArea, ...] = ()


def for_all(closure: Closure) -> bool:
    """For everybody, not only for some types or vehicles."""
    return not (closure.type_ids or closure.vehicle_ids)


def closed_places(facility: Facility, closures: Iterable[Closure]) -> ClosedPlaces:
    """What is closed for everybody is drawn so, whatever else is closed there."""
    ways: dict[str, bool] = {}
    areas: dict[str, bool] = {}
    for closure in closures:
        for edge_id in closure.edge_ids:
            ways[edge_id] = ways.get(edge_id, False) or for_all(closure)
        if closure.zone_id:
            areas[closure.zone_id] = areas.get(closure.zone_id, False) or for_all(closure)
    edges = facility.layout.edges
    drawn = [
        _closed_way(facility.layout, edges[edge_id], ways)
        for edge_id in sorted(ways)
        if edge_id in edges
    ]
    return ClosedPlaces(
        tuple(sorted(drawn, key=lambda way: way.for_all)),
        tuple(
            ClosedArea(zone.polygon, areas[zone.id]) for zone in facility.zones if zone.id in areas
        ),
    )


def _closed_way(layout: Layout, edge: Edge, ways: dict[str, bool]) -> ClosedWay:
    back = opposite(layout, edge.id)
    aside = bool(back) and ways.get(back) is not ways[edge.id]
    return ClosedWay(edge_points(layout, edge), aside, ways[edge.id])


def opposite(layout: Layout, edge_id: str) -> str:
    """The edge that leads back from the end of this one to its start, or an empty string."""
    edge = layout.edges.get(edge_id)
    if edge is None:
        return ""
    there = (edge.end_node_id, edge.start_node_id)
    back = (
        other.id
        for other in layout.edges.values()
        if (other.start_node_id, other.end_node_id) == there
    )
    return next(back, "")


def closures_at(place: Selection, closures: Iterable[Closure]) -> list[Closure]:
    """Closures of this edge or zone, those for everybody first."""
    found = [
        closure
        for closure in closures
        if (place.kind is Kind.EDGE and place.id in closure.edge_ids)
        or (place.kind is Kind.ZONE and place.id == closure.zone_id)
    ]
    return sorted(found, key=lambda closure: not for_all(closure))


def place_name(facility: Facility | None, closure: Closure) -> str:
    """The closed zone or ways by name."""
    if facility is None:
        return closure.place
    if closure.zone_id:
        return zone_name(facility, closure.zone_id)
    ids = sorted(closure.edge_ids)
    if len(ids) == 2 and opposite(facility.layout, ids[0]) == ids[1]:
        return f"{edge_name(facility, ids[0])} ↔"
    return ", ".join(edge_name(facility, edge_id) for edge_id in ids)


def zone_name(facility: Facility, zone_id: str) -> str:
    names = {zone.id: zone.name for zone in facility.zones}
    return _told_apart(zone_id, names)


def edge_name(facility: Facility, edge_id: str) -> str:
    edge = facility.layout.edges.get(edge_id)
    return (edge.name if edge is not None else "") or edge_id


def closable_places(facility: Facility) -> list[tuple[str, Selection]]:
    """Zones and edges, each with a name of its own."""
    zones = {zone.id: zone.name for zone in facility.zones}
    edges = {edge.id: edge.name for edge in facility.layout.edges.values()}
    return [
        *((name, selection.zone(one)) for one, name in _names(zones).items()),
        *((name, selection.edge(one)) for one, name in _names(edges).items()),
    ]


def _told_apart(key: str, names: dict[str, str]) -> str:
    return _names(names).get(key, key)


def _names(names: dict[str, str]) -> dict[str, str]:
    """The name, or the id where there is none; with the id where two have the same."""
    times = Counter(names.values())
    return {
        key: (name if times[name] == 1 else f"{name} ({key})") if name else key
        for key, name in names.items()
    }
