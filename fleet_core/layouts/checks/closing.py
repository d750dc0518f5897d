"""Edges closed to vehicle types that cannot drive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fleet_core.layouts.finding import Finding, warning
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Edge, EdgeProperties
from fleet_core.model.vehicle_type import VehicleType

Obstacle = Callable[[Edge, EdgeProperties, VehicleType], str | None]
"""Why the type can never drive the edge, or None."""


def closed_where(
    facility: Facility, obstacle: Obstacle, file: str, code: str
) -> tuple[Facility, tuple[Finding, ...]]:
    """The facility with such entries left out, and an edge without entries left out as well."""
    found: list[Finding] = []
    edges: dict[str, Edge] = {}
    for edge in facility.layout.edges.values():
        kept: list[EdgeProperties] = []
        for entry in edge.properties:
            kind = entry.vehicle_type_id
            known = facility.vehicle_types.get(kind)
            why = None if known is None else obstacle(edge, entry, known)
            if why is None:
                kept.append(entry)
            else:
                reason = f"{why}; read as closed for {kind}"
                found.append(warning(file, f"edge {edge.id}", reason, code))
        if len(kept) == len(edge.properties):
            edges[edge.id] = edge
        elif kept:
            edges[edge.id] = replace(edge, properties=tuple(kept))
    if not found:
        return facility, ()
    return replace(facility, layout=replace(facility.layout, edges=edges)), tuple(found)
