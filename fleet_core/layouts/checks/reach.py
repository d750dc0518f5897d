"""Which stations a vehicle can reach and leave again.

On nodes and edges only: headings and rotations, which may forbid more, are the roadmap's business.
"""

from __future__ import annotations

from collections.abc import Iterator

from fleet_core.layouts.finding import Finding, note, warning
from fleet_core.layouts.way_graph import WayGraph
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Layout


def commanded_types(facility: Facility) -> tuple[str, ...]:
    """Vehicle types that the fleet drives and that the layout has edges for."""
    used = {
        one.vehicle_type_id for edge in facility.layout.edges.values() for one in edge.properties
    }
    return tuple(
        kind for kind, one in facility.vehicle_types.items() if not one.manned and kind in used
    )


def home_nodes(layout: Layout, vehicle_type_id: str) -> frozenset[str]:
    """The largest set of nodes in which the type gets from each to each: it never gets stuck."""
    ways = WayGraph(
        (edge.start_node_id, edge.end_node_id)
        for edge in layout.edges.values()
        if edge.properties_for(vehicle_type_id) is not None
    )
    return next((home for home in ways.homes() if len(home) > 1), frozenset())


def reach_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """Stations that nobody can reach and leave again, and nodes that no edge touches."""
    layout = facility.layout
    homes = {kind: home_nodes(layout, kind) for kind in commanded_types(facility)}
    for station in layout.stations.values():
        if not any(home.intersection(station.interaction_node_ids) for home in homes.values()):
            reason = "cannot be reached and left again by any vehicle type"
            yield warning(file, f"station {station.id}", reason, "unreachable")
    touched = {
        node for edge in layout.edges.values() for node in (edge.start_node_id, edge.end_node_id)
    }
    alone = [node for node in layout.nodes if node not in touched]
    if alone:
        names = ", ".join(alone[:5]) + (", ..." if len(alone) > 5 else "")
        word = "node has" if len(alone) == 1 else "nodes have"
        yield note(file, f"layout {layout.id}", f"{len(alone)} {word} no edge: {names}", "no_edge")
