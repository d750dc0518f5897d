"""Where a vehicle stands before anything has happened."""

from __future__ import annotations

from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_core.model.geometry import Pose, wrap_angle
from planner.roadmap.paths import edge_path


def start_pose(facility: Facility, vehicle: FleetVehicle) -> Pose:
    """The pose at the vehicle's start node, in a heading that the node allows.

    Raises LayoutError when the node is unknown.
    """
    node = facility.layout.nodes.get(vehicle.start_node_id)
    if node is None:
        raise LayoutError(
            f"facility {facility.name}: vehicle {vehicle.id} starts at unknown node "
            f"{vehicle.start_node_id}; allowed are the nodes of layout {facility.layout.id}"
        )
    heading = vehicle.start_heading_rad
    if heading is None:
        heading = _heading(facility, vehicle)
    return Pose(node.x_m, node.y_m, wrap_angle(heading))


def _heading(facility: Facility, vehicle: FleetVehicle) -> float:
    """What the node demands, else how a vehicle leaves it, else how it gets there, else 0."""
    layout = facility.layout
    for entry in layout.nodes[vehicle.start_node_id].properties:
        if entry.vehicle_type_id == vehicle.type_id and entry.heading_rad is not None:
            return entry.heading_rad
    arriving: float | None = None
    for edge in layout.edges.values():
        properties = edge.properties_for(vehicle.type_id)
        if properties is None:
            continue
        if edge.start_node_id == vehicle.start_node_id:
            return float(edge_path(layout, edge, properties).poses[0, 2])
        if arriving is None and edge.end_node_id == vehicle.start_node_id:
            arriving = float(edge_path(layout, edge, properties).poses[-1, 2])
    return arriving or 0.0
