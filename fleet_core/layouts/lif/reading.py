"""A layout of a LIF that keeps to the schema, as a value of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import pi
from typing import Any

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.layout import (
    ControlPoint,
    Edge,
    EdgeProperties,
    Layout,
    LayoutAction,
    LoadRestriction,
    Node,
    NodeProperties,
    OrientationType,
    RotationAllowed,
    Station,
    Trajectory,
)

Raw = Mapping[str, Any]


def read_layout(raw: Raw) -> Layout:
    """One entry of ``layouts``. Of elements with the same id the first is taken."""
    nodes = [read_node(one) for one in raw["nodes"]]
    edges = [read_edge(one) for one in raw["edges"]]
    stations = [read_station(one) for one in raw["stations"]]
    return Layout(
        id=raw["layoutId"],
        nodes=_by_id(nodes),
        edges=_by_id(edges),
        stations=_by_id(stations),
        name=raw.get("layoutName", ""),
        version=raw["layoutVersion"],
        level_id=raw.get("layoutLevelId", ""),
        description=raw.get("layoutDescription", ""),
        vehicle_type_ids=vehicle_type_ids(nodes, edges),
    )


def _by_id(elements: Sequence[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in elements:
        found.setdefault(one.id, one)
    return found


def vehicle_type_ids(nodes: Sequence[Node], edges: Sequence[Edge]) -> frozenset[str]:
    """All vehicle types that nodes or edges name."""
    from_nodes = {entry.vehicle_type_id for one in nodes for entry in one.properties}
    from_edges = {entry.vehicle_type_id for one in edges for entry in one.properties}
    return frozenset(from_nodes | from_edges)


def read_node(raw: Raw) -> Node:
    """A node."""
    return Node(
        id=raw["nodeId"],
        x_m=float(raw["nodePosition"]["x"]),
        y_m=float(raw["nodePosition"]["y"]),
        properties=tuple(
            NodeProperties(
                vehicle_type_id=one["vehicleTypeId"],
                heading_rad=_angle(one.get("theta")),
                actions=_actions(one),
            )
            for one in raw["vehicleTypeNodeProperties"]
        ),
        name=raw.get("nodeName", ""),
        map_id=raw.get("mapId", ""),
    )


def read_edge(raw: Raw) -> Edge:
    """An edge."""
    return Edge(
        id=raw["edgeId"],
        start_node_id=raw["startNodeId"],
        end_node_id=raw["endNodeId"],
        properties=tuple(_edge_properties(one) for one in raw["vehicleTypeEdgeProperties"]),
        name=raw.get("edgeName", ""),
    )


def read_station(raw: Raw) -> Station:
    """A station."""
    place = raw.get("stationPosition")
    return Station(
        id=raw["stationId"],
        interaction_node_ids=tuple(raw["interactionNodeIds"]),
        name=raw.get("stationName", ""),
        description=raw.get("stationDescription", ""),
        height_m=float(raw.get("stationHeight", 0.0)),
        pose=Pose(float(place["x"]), float(place["y"]), _angle(place.get("theta")) or 0.0)
        if place
        else None,
    )


def _edge_properties(raw: Raw) -> EdgeProperties:
    return EdgeProperties(
        vehicle_type_id=raw["vehicleTypeId"],
        orientation_rad=_angle(raw.get("vehicleOrientation")) or 0.0,
        orientation_type=OrientationType(raw.get("orientationType", "TANGENTIAL")),
        rotation_allowed=raw["rotationAllowed"],
        rotation_at_start=RotationAllowed(raw.get("rotationAtStartNodeAllowed", "BOTH")),
        rotation_at_end=RotationAllowed(raw.get("rotationAtEndNodeAllowed", "BOTH")),
        max_speed_mps=_number(raw.get("maxSpeed")),
        max_rotation_speed_radps=_number(raw.get("maxRotationSpeed")),
        min_height_m=_number(raw.get("minHeight")),
        max_height_m=_number(raw.get("maxHeight")),
        load_restriction=_load_restriction(raw.get("loadRestriction")),
        trajectory=read_trajectory(raw["trajectory"]) if "trajectory" in raw else None,
        actions=_actions(raw),
        reentry_allowed=raw.get("reentryAllowed", True),
    )


def read_trajectory(raw: Raw) -> Trajectory:
    """A NURBS; its degree is a whole number in meaning, a number in the schema."""
    return Trajectory(
        degree=int(raw.get("degree", 1)),
        knots=tuple(float(one) for one in raw["knotVector"]),
        control_points=tuple(
            ControlPoint(float(one["x"]), float(one["y"]), float(one.get("weight", 1.0)))
            for one in raw["controlPoints"]
        ),
    )


def _load_restriction(raw: Raw | None) -> LoadRestriction:
    if raw is None:
        return LoadRestriction()
    return LoadRestriction(raw["unloaded"], raw["loaded"], tuple(raw.get("loadSetNames", ())))


def _actions(raw: Raw) -> tuple[LayoutAction, ...]:
    return tuple(
        LayoutAction(
            action_type=one["actionType"],
            blocking_type=one["blockingType"],
            requirement_type=one.get("requirementType"),
            description=one.get("actionDescription", ""),
            parameters=tuple((p["key"], p["value"]) for p in one.get("actionParameters", ())),
        )
        for one in raw.get("actions", ())
    )


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _angle(value: Any) -> float | None:
    """Within [-pi, pi]; pi itself stays pi, as LIF's range has both ends."""
    if value is None:
        return None
    angle_rad = float(value)
    # Files round pi to six or more decimals.
    return angle_rad if abs(angle_rad) <= pi + 1e-6 else wrap_angle(angle_rad)
