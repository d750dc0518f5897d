"""Edges that ask a vehicle type to drive backwards which cannot."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.layouts.finding import Finding, warning
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Edge
from planner.roadmap.paths import edge_path


def without_impossible_reversing(
    facility: Facility, file: str
) -> tuple[Facility, tuple[Finding, ...]]:
    """The facility with such entries left out, and an edge without entries left out as well."""
    unable = {
        kind for kind, one in facility.vehicle_types.items() if one.max_reverse_speed_mps <= 0.0
    }
    found: list[Finding] = []
    edges: dict[str, Edge] = {}
    for edge in facility.layout.edges.values():
        barred = tuple(
            entry
            for entry in edge.properties
            if entry.vehicle_type_id in unable and edge_path(facility.layout, edge, entry).reverse
        )
        for entry in barred:
            kind = entry.vehicle_type_id
            reason = (
                f"must be driven backwards by {kind}, whose max_reverse_speed_mps is 0; "
                f"read as closed for {kind}"
            )
            found.append(warning(file, f"edge {edge.id}", reason, "cannot_reverse"))
        kept = tuple(entry for entry in edge.properties if entry not in barred)
        if kept or not barred:
            edges[edge.id] = replace(edge, properties=kept) if barred else edge
    if not found:
        return facility, ()
    return replace(facility, layout=replace(facility.layout, edges=edges)), tuple(found)
