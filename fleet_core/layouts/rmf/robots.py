"""The robots that a building map places, as in Open-RMF's demos."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.layouts.assumed.vehicle_types import assumed_battery, round_body
from fleet_core.layouts.rmf.building import Level, Vertex
from fleet_core.model.facility import FleetVehicle
from fleet_core.model.vehicle_type import Kinematics, VehicleType

UNNAMED_TYPE = "rmf_robot"


def robot_types(level: Level, graph: int) -> tuple[str, ...]:
    """Types of the robots placed on the graph; one made-up type where none is placed."""
    found = {_type_of(one): None for one in _spawns(level, graph)}
    return tuple(found) or (UNNAMED_TYPE,)


def robot_type(type_id: str, chargers: bool) -> VehicleType:
    """The robot of the demos' fleet configuration: radius 0.3 m, 0.5 m/s and 0.75 m/s2 straight,
    0.6 rad/s and 2.0 rad/s2 turning."""
    body = round_body(0.3)
    return VehicleType(
        id=type_id,
        name=type_id,
        kinematics=Kinematics.DIFFERENTIAL,
        footprint=body,
        loaded_footprint=body,
        max_speed_mps=0.5,
        max_speed_loaded_mps=0.5,
        max_reverse_speed_mps=0.5,
        acceleration_mps2=0.75,
        braking_mps2=0.75,
        turn_speed_radps=0.6,
        turn_acceleration_radps2=2.0,
        battery=assumed_battery(chargers),
    )


def fleet(level: Level, graph: int, node_ids: Mapping[int, str]) -> tuple[FleetVehicle, ...]:
    """A vehicle at each vertex of the graph that places a robot; of equal names the first."""
    found: dict[str, FleetVehicle] = {}
    for vertex in _spawns(level, graph):
        if vertex.index not in node_ids:  # all its lanes are broken: told of where they are read
            continue
        name = str(vertex.parameters["spawn_robot_name"])
        found.setdefault(name, FleetVehicle(name, _type_of(vertex), node_ids[vertex.index]))
    return tuple(found.values())


def _spawns(level: Level, graph: int) -> list[Vertex]:
    used = {end for lane in level.lanes if lane.graph == graph for end in (lane.start, lane.end)}
    return [
        vertex
        for index, vertex in level.vertices.items()
        if index in used and vertex.parameters.get("spawn_robot_name")
    ]


def _type_of(vertex: Vertex) -> str:
    """``Open-RMF/TinyRobot`` is a model's address; its last part names the type."""
    address = str(vertex.parameters.get("spawn_robot_type") or UNNAMED_TYPE)
    return address.rstrip("/").rsplit("/", 1)[-1] or UNNAMED_TYPE
