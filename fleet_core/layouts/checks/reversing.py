"""Edges that ask a vehicle type to drive backwards which cannot."""

from __future__ import annotations

from fleet_core.layouts.checks.closing import closed_where
from fleet_core.layouts.finding import Finding
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Edge, EdgeProperties
from fleet_core.model.vehicle_type import VehicleType
from planner.roadmap.paths import edge_path


def without_impossible_reversing(
    facility: Facility, file: str
) -> tuple[Facility, tuple[Finding, ...]]:
    """The facility with such edges closed to such types."""

    def obstacle(edge: Edge, entry: EdgeProperties, kind: VehicleType) -> str | None:
        if kind.max_reverse_speed_mps > 0.0 or not edge_path(facility.layout, edge, entry).reverse:
            return None
        return f"must be driven backwards by {kind.id}, whose max_reverse_speed_mps is 0"

    return closed_where(facility, obstacle, file, "cannot_reverse")
