"""Edges that a vehicle type cannot drive, or only at a crawl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import inf

from fleet_core.layouts.checks.reach import commanded_types
from fleet_core.layouts.finding import Finding, warning
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Edge, EdgeProperties
from fleet_core.model.vehicle_type import VehicleType
from planner.roadmap.paths import EdgePath, edge_path
from planner.roadmap.turning import curvature_radpm, tightest_radpm

ROUNDING = 1.01
"""Curvature of samples 0.1 m apart, over that of the curve: what is drawn exactly as tight as a
type can drive stays open."""

CRAWL_SHARE = 0.2
"""Of the speed that the type would drive the edge at if it were straight. Below it a turn on the
spot is faster, and whoever drew the curve hardly meant it."""

_Obstacle = Callable[[Edge, EdgeProperties, VehicleType], str | None]
"""Why the type can never drive the edge, or None."""


def without_impossible_reversing(
    facility: Facility, file: str
) -> tuple[Facility, tuple[Finding, ...]]:
    """The facility with edges closed to the types that cannot drive backwards on them."""

    def obstacle(edge: Edge, entry: EdgeProperties, kind: VehicleType) -> str | None:
        if kind.max_reverse_speed_mps > 0.0 or not edge_path(facility.layout, edge, entry).reverse:
            return None
        return f"must be driven backwards by {kind.id}, whose max_reverse_speed_mps is 0"

    return _closed_where(facility, obstacle, file, "cannot_reverse")


def without_too_tight_curves(facility: Facility, file: str) -> tuple[Facility, tuple[Finding, ...]]:
    """The facility with curves closed to the types whose wheels cannot follow them."""

    def obstacle(edge: Edge, entry: EdgeProperties, kind: VehicleType) -> str | None:
        tightest = tightest_radpm(kind)
        if entry.trajectory is None or tightest == inf:
            return None
        bend = float(curvature_radpm(edge_path(facility.layout, edge, entry)).max(initial=0.0))
        if bend <= tightest * ROUNDING:
            return None
        return (
            f"has a curve of radius {1.0 / bend:.2f} m; {kind.id} needs {1.0 / tightest:.2f} m "
            f"(wheelbase_m {kind.wheelbase_m:g}, max_steer_rad {kind.max_steer_rad:g})"
        )

    return _closed_where(facility, obstacle, file, "too_tight")


def _closed_where(
    facility: Facility, obstacle: _Obstacle, file: str, code: str
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


def slow_curve_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """Every curve on which the turning speed of a type leaves a crawl."""
    for type_id in commanded_types(facility):
        kind = facility.vehicle_types[type_id]
        for edge in facility.layout.edges.values():
            entry = edge.properties_for(type_id)
            if entry is None or entry.trajectory is None:
                continue
            path = edge_path(facility.layout, edge, entry)
            bend = float(curvature_radpm(path).max(initial=0.0))
            own_mps = _straight_speed_mps(kind, entry, path)
            if bend > 0.0 and kind.turn_speed_radps / bend < CRAWL_SHARE * own_mps:
                reason = (
                    f"has a curve of radius {1.0 / bend:.2f} m, which {type_id} drives at "
                    f"{kind.turn_speed_radps / bend:.2f} m/s instead of {own_mps:g} m/s "
                    f"(turn_speed_radps {kind.turn_speed_radps:g})"
                )
                yield warning(file, f"edge {edge.id}", reason, "slow_curve")


def _straight_speed_mps(kind: VehicleType, entry: EdgeProperties, path: EdgePath) -> float:
    own = kind.max_reverse_speed_mps if path.reverse else kind.max_speed_mps
    return own if entry.max_speed_mps is None else min(own, entry.max_speed_mps)
