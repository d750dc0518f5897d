"""Speed limits of zones and crossings, and lanes that a no-entry zone closes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon

from fleet_core.model.facility import Facility, ZoneKind
from fleet_core.model.layout import Edge, EdgeProperties
from fleet_core.model.vehicle_type import VehicleType


class SpeedZones:
    """The areas of a facility that limit speed or forbid driving."""

    def __init__(self, facility: Facility) -> None:
        self._layout = facility.layout
        areas = [
            *((zone.polygon, zone.max_speed_mps) for zone in facility.zones),
            *((crossing.polygon, crossing.max_speed_mps) for crossing in facility.crossings),
        ]
        self._limits = [(Polygon(area), speed) for area, speed in areas if speed is not None]
        self._closed = [
            Polygon(zone.polygon) for zone in facility.zones if zone.kind is ZoneKind.NO_ENTRY
        ]

    def forbidden(self, edge: Edge) -> bool:
        """Whether the edge passes through a no-entry zone."""
        if not self._closed:
            return False
        ends = (self._layout.nodes[edge.start_node_id], self._layout.nodes[edge.end_node_id])
        line = LineString([node.point for node in ends])
        return any(area.intersects(line) for area in self._closed)

    def limit_mps(self, poses: NDArray[np.float64]) -> float:
        """The lowest limit of all areas that a path of (x, y, heading) touches; inf without one."""
        line = LineString(poses[:, :2])
        return min(
            (speed for area, speed in self._limits if area.intersects(line)), default=math.inf
        )

    def edge_speed_mps(
        self, vehicle_type: VehicleType, properties: EdgeProperties, reverse: bool
    ) -> float:
        """The limit of an edge for a type. Load is not known here, so the vehicle itself keeps
        below its loaded limit while it carries something."""
        own = vehicle_type.max_reverse_speed_mps if reverse else vehicle_type.max_speed_mps
        return own if properties.max_speed_mps is None else min(own, properties.max_speed_mps)
