"""Curves that a vehicle type cannot drive, or only at a crawl."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from fleet_core.layouts.checks.closing import closed_where
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

    return closed_where(facility, obstacle, file, "too_tight")


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
