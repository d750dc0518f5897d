"""The plant as a message: arrays for every client, and the files for those that need all.

Only outwards: who wants the whole facility reads the two texts with ``fleet_core.layouts``.
"""

from __future__ import annotations

from collections.abc import Iterable

from fleet_interfaces import msg
from geometry_msgs.msg import Point32, Polygon

from fleet_core.model.facility import Crossing, Facility, StationUse, Wall, Zone
from fleet_core.model.geometry import Point
from fleet_core.model.layout import Edge, Node, Station
from fleet_core.model.vehicle_type import VehicleType
from fleet_nodes.conversions.vehicles import header


def layout_message(
    facility: Facility, lif_json: str, facility_json: str, stamp_s: float
) -> msg.Layout:
    layout = facility.layout
    return msg.Layout(
        header=header(stamp_s),
        name=facility.name,
        layout_id=layout.id,
        version=layout.version,
        clearance_m=facility.clearance_m,
        nodes=[_node(each) for each in layout.nodes.values()],
        edges=[_edge(each) for each in layout.edges.values()],
        stations=[_station(each, facility.uses.get(each.id)) for each in layout.stations.values()],
        zones=[*map(_zone, facility.zones), *map(_crossing, facility.crossings)],
        walls=[_wall(each) for each in facility.walls],
        vehicle_types=[_vehicle_type(each) for each in facility.vehicle_types.values()],
        vehicle_ids=[each.id for each in facility.fleet],
        vehicle_type_ids=[each.type_id for each in facility.fleet],
        lif_json=lif_json,
        facility_json=facility_json,
    )


def _polygon(points: Iterable[Point]) -> Polygon:
    return Polygon(points=[Point32(x=float(x_m), y=float(y_m)) for x_m, y_m in points])


def _node(node: Node) -> msg.LayoutNode:
    return msg.LayoutNode(
        id=node.id,
        name=node.name,
        x_m=node.x_m,
        y_m=node.y_m,
        vehicle_type_ids=[entry.vehicle_type_id for entry in node.properties],
    )


def _edge(edge: Edge) -> msg.LayoutEdge:
    return msg.LayoutEdge(
        id=edge.id,
        name=edge.name,
        start_node_id=edge.start_node_id,
        end_node_id=edge.end_node_id,
        vehicle_type_ids=[entry.vehicle_type_id for entry in edge.properties],
        max_speed_mps=[entry.max_speed_mps or 0.0 for entry in edge.properties],
    )


def _station(station: Station, use: StationUse | None) -> msg.Station:
    message = msg.Station(
        id=station.id,
        name=station.name,
        node_ids=list(station.interaction_node_ids),
        kind=msg.Station.KIND_TRANSFER,
        can_pick=True,
        can_drop=True,
    )
    if use is not None:
        message.kind = use.kind.value
        message.group = use.group
        message.can_pick = use.can_pick
        message.can_drop = use.can_drop
        message.load_types = sorted(use.load_types)
        message.width_m = use.width_m
        message.depth_m = use.depth_m
    if station.pose is not None:
        message.has_pose = True
        message.x_m = station.pose.x_m
        message.y_m = station.pose.y_m
        message.heading_rad = station.pose.heading_rad
    return message


def _zone(zone: Zone) -> msg.Zone:
    return msg.Zone(
        id=zone.id,
        kind=zone.kind.value,
        name=zone.name,
        polygon=_polygon(zone.polygon),
        max_speed_mps=zone.max_speed_mps or 0.0,
    )


def _crossing(crossing: Crossing) -> msg.Zone:
    return msg.Zone(
        id=crossing.id,
        kind=msg.Zone.KIND_CROSSING,
        name=crossing.name,
        polygon=_polygon(crossing.polygon),
        max_speed_mps=crossing.max_speed_mps or 0.0,
    )


def _wall(wall: Wall) -> msg.Wall:
    return msg.Wall(
        id=wall.id,
        kind=wall.kind,
        name=wall.name,
        points=_polygon(wall.points),
        closed=wall.closed,
    )


def _vehicle_type(kind: VehicleType) -> msg.VehicleType:
    return msg.VehicleType(
        id=kind.id,
        name=kind.name,
        kind=kind.kind,
        kinematics=kind.kinematics.value,
        footprint=_polygon(kind.footprint),
        loaded_footprint=_polygon(kind.loaded_footprint),
        max_speed_mps=kind.max_speed_mps,
        max_speed_loaded_mps=kind.max_speed_loaded_mps,
        max_reverse_speed_mps=kind.max_reverse_speed_mps,
        acceleration_mps2=kind.acceleration_mps2,
        braking_mps2=kind.braking_mps2,
        turn_speed_radps=kind.turn_speed_radps,
        load_positions=kind.load_positions,
        load_types=sorted(kind.load_types),
        capabilities=sorted(kind.capabilities),
        manned=kind.manned,
        wheelbase_m=kind.wheelbase_m,
        max_steer_rad=kind.max_steer_rad,
        steer_rate_radps=kind.steer_rate_radps,
    )
