"""One navigation graph: lanes as nodes and edges, named vertices as stations, walls around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import pi

from fleet_core.layouts.rmf.building import Building, BuildingEdge, Level, Parameters
from fleet_core.layouts.rmf.projection import Projection
from fleet_core.model.facility import StationKind, StationUse, Wall
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, NodeProperties, Station

OPPOSITE = {"forward": "backward", "backward": "forward"}


def graph_layout(
    building: Building, level: Level, graph: int, project: Projection, type_ids: tuple[str, ...]
) -> tuple[Layout, Mapping[int, str]]:
    """The layout of a graph without stations, and the node id of each vertex it uses."""
    lanes = _lanes(level, graph)
    node_ids = _node_ids(level, lanes)
    nodes = {}
    for index, node_id in node_ids.items():
        x_m, y_m = project(level.vertices[index])
        properties = tuple(NodeProperties(one) for one in type_ids)
        name = level.vertices[index].name
        nodes[node_id] = Node(node_id, x_m, y_m, properties, name=name, map_id=level.name)
    edges: dict[str, Edge] = {}
    for lane in lanes:
        for edge in _edges(lane, node_ids, type_ids):
            edges.setdefault(edge.id, edge)
    layout = Layout(
        id=f"{building.name}_{level.name}",
        nodes=nodes,
        edges=edges,
        stations={},
        name=building.name,
        level_id=level.name,
        vehicle_type_ids=frozenset(type_ids),
    )
    return layout, node_ids


def _lanes(level: Level, graph: int) -> list[BuildingEdge]:
    """Lanes of the graph but those that only lead into a lift's cabin."""
    lanes = [lane for lane in level.lanes if lane.graph == graph]
    uses = Counter(end for lane in lanes for end in {lane.start, lane.end})
    cabins = {
        index
        for index, vertex in level.vertices.items()
        if vertex.parameters.get("lift_cabin") and uses[index] == 1
    }
    return [lane for lane in lanes if cabins.isdisjoint((lane.start, lane.end))]


def _node_ids(level: Level, lanes: list[BuildingEdge]) -> dict[int, str]:
    """A vertex's own name where it is the only one of that name on the graph, else its number."""
    used = sorted({end for lane in lanes for end in (lane.start, lane.end)})
    names = Counter(level.vertices[index].name for index in used)
    numbers = {f"v{index}" for index in used}
    return {
        index: name
        if (name := level.vertices[index].name) and names[name] == 1 and name not in numbers
        else f"v{index}"
        for index in used
    }


def _edges(
    lane: BuildingEdge, node_ids: Mapping[int, str], type_ids: tuple[str, ...]
) -> list[Edge]:
    facing = lane.parameters.get("orientation") or ""
    ways = [(lane.start, lane.end, facing)]
    if lane.parameters.get("bidirectional") is True:
        ways.append((lane.end, lane.start, OPPOSITE.get(facing, "")))
    limit = lane.parameters.get("speed_limit")
    # A limit of 0 is what the editor writes where none was set.
    max_speed_mps = float(limit) if isinstance(limit, (int, float)) and limit else None
    return [
        Edge(
            id=f"{node_ids[start]}-{node_ids[end]}",
            start_node_id=node_ids[start],
            end_node_id=node_ids[end],
            properties=tuple(
                EdgeProperties(
                    one,
                    orientation_rad=pi if facing == "backward" else 0.0,
                    max_speed_mps=max_speed_mps,
                )
                for one in type_ids
            ),
        )
        for start, end, facing in ways
    ]


def stations_and_uses(
    level: Level, node_ids: Mapping[int, str]
) -> tuple[dict[str, Station], dict[str, StationUse]]:
    """A station for every vertex of the graph that has a name or a purpose."""
    stations: dict[str, Station] = {}
    uses: dict[str, StationUse] = {}
    for index, node_id in node_ids.items():
        vertex = level.vertices[index]
        use = _use(node_id, vertex.name, vertex.parameters)
        if use is not None:
            stations[node_id] = Station(node_id, (node_id,), name=vertex.name)
            uses[node_id] = use
    return stations, uses


def _use(station_id: str, name: str, given: Parameters) -> StationUse | None:
    """A dispenser puts loads onto the robot, an ingestor takes them off; without either a named
    vertex does both. A place that is a charger as well as parking is a charger."""
    picks, drops = bool(given.get("pickup_dispenser")), bool(given.get("dropoff_ingestor"))
    if picks or drops:
        return StationUse(station_id, StationKind.TRANSFER, can_pick=picks, can_drop=drops)
    if given.get("is_charger") is True:
        return StationUse(station_id, StationKind.CHARGER)
    if given.get("is_parking_spot") is True:
        return StationUse(station_id, StationKind.PARKING)
    return StationUse(station_id, StationKind.TRANSFER) if name else None


def walls(level: Level, project: Projection) -> tuple[Wall, ...]:
    """Walls of the level as they are drawn, one for each straight part."""
    return tuple(
        Wall(
            id=f"wall_{index}",
            points=(project(level.vertices[wall.start]), project(level.vertices[wall.end])),
        )
        for index, wall in enumerate(level.walls)
    )
