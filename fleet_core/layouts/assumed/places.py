"""Places where a vehicle can begin: off the way first, and never touching another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from shapely.geometry import Polygon

from fleet_core.layouts.assumed.uses import dead_ends
from fleet_core.layouts.checks.reach import home_nodes
from fleet_core.model.facility import Facility, FleetVehicle, StationKind
from fleet_core.model.layout import Layout
from planner.roadmap.footprints import body, stand
from planner.roadmap.paths import edge_path


class Places:
    """Hands out the places of a facility, each once."""

    def __init__(self, facility: Facility, present: Sequence[FleetVehicle]) -> None:
        self._facility = facility
        self._used = {one.start_node_id for one in present}
        self._taken = [_standing(facility, one) for one in present]
        self._left: dict[str, Iterator[str]] = {}

    def vehicle(self, name: str, type_id: str) -> FleetVehicle | None:
        """A vehicle at the best free place of its type, or None when there is none left."""
        outline = body(self._facility.vehicle_types[type_id])
        if type_id not in self._left:
            self._left[type_id] = _preferred_nodes(self._facility, type_id)
        for node_id in self._left[type_id]:
            heading_rad = start_heading(self._facility.layout, node_id, type_id)
            if node_id in self._used or heading_rad is None:
                continue
            node = self._facility.layout.nodes[node_id]
            standing = stand(outline, np.array([node.x_m, node.y_m, heading_rad]))
            if self._free(standing):
                self._used.add(node_id)
                self._taken.append(standing)
                return FleetVehicle(name, type_id, node_id, heading_rad)
        return None

    def _free(self, standing: Polygon) -> bool:
        reach_m = self._facility.clearance_m
        return all(shapely.distance(standing, other) > reach_m for other in self._taken)


def _preferred_nodes(facility: Facility, type_id: str) -> Iterator[str]:
    """Each node once: chargers, parking, stations at dead ends, dead ends, stations, the rest."""
    ends = {node.id for node in dead_ends(facility)}
    at = {
        kind: [
            node
            for station in facility.stations_of(kind)
            if station in facility.layout.stations
            for node in facility.layout.stations[station].interaction_node_ids
        ]
        for kind in StationKind
    }
    order = [
        *at[StationKind.CHARGER],
        *at[StationKind.PARKING],
        *(node for node in at[StationKind.TRANSFER] if node in ends),
        *(node for node in facility.layout.nodes if node in ends),
        *at[StationKind.TRANSFER],
        *facility.layout.nodes,
    ]
    home = home_nodes(facility.layout, type_id)
    return (node for node in dict.fromkeys(order) if node in home)


def start_heading(layout: Layout, node_id: str, type_id: str) -> float | None:
    """A heading in which the type can leave the node, or None when it has no way out."""
    for edge in layout.edges.values():
        properties = edge.properties_for(type_id)
        if edge.start_node_id == node_id and properties is not None:
            return float(edge_path(layout, edge, properties).poses[0, 2])
    return None


def _standing(facility: Facility, vehicle: FleetVehicle) -> Polygon:
    node = facility.layout.nodes[vehicle.start_node_id]
    heading_rad = vehicle.start_heading_rad
    if heading_rad is None:
        heading_rad = start_heading(facility.layout, node.id, vehicle.type_id) or 0.0
    outline = body(facility.vehicle_types[vehicle.type_id])
    return stand(outline, np.array([node.x_m, node.y_m, heading_rad]))
