"""Lanes on which a body would touch a wall, a rack or a machine."""

from __future__ import annotations

from collections.abc import Iterator

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from fleet_core.layouts.checks.reach import commanded_types
from fleet_core.layouts.finding import Finding, warning
from fleet_core.model.facility import Facility, Wall
from planner.roadmap.footprints import body, sweep
from planner.roadmap.paths import edge_path


def wall_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """Every edge and vehicle type whose body runs into something solid, each once."""
    solid = {wall.id: _shape(wall) for wall in facility.walls}
    if not solid:
        return
    names = list(solid)
    tree = shapely.STRtree(list(solid.values()))
    for type_id in commanded_types(facility):
        outline = body(facility.vehicle_types[type_id])
        for edge in facility.layout.edges.values():
            properties = edge.properties_for(type_id)
            if properties is None:
                continue
            swept = sweep(outline, edge_path(facility.layout, edge, properties).poses)
            touched = tree.query(swept, predicate="intersects")
            if len(touched):
                wall = names[int(touched.min())]
                reason = f"brings the body of {type_id} into {wall}"
                yield warning(file, f"edge {edge.id}", reason, "touches_wall")


def _shape(wall: Wall) -> BaseGeometry:
    closed = wall.closed and len(wall.points) > 2
    return Polygon(wall.points) if closed else LineString(wall.points)
