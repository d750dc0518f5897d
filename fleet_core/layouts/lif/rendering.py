"""Elements of the model as LIF objects. What is at its default is left out."""

from __future__ import annotations

from typing import Any

from fleet_core.model.layout import (
    Edge,
    EdgeProperties,
    Layout,
    LayoutAction,
    LoadRestriction,
    Node,
    RotationAllowed,
    Station,
    Trajectory,
)


def layout_head(layout: Layout) -> dict[str, Any]:
    """All of a layout but its elements."""
    return {
        "layoutId": layout.id,
        **_given("layoutName", layout.name),
        "layoutVersion": layout.version,
        **_given("layoutLevelId", layout.level_id),
        **_given("layoutDescription", layout.description),
    }


def rendered_node(node: Node) -> dict[str, Any]:
    """A node. A mapId is always written: the text of the standard asks for one."""
    return {
        "nodeId": node.id,
        **_given("nodeName", node.name),
        "mapId": node.map_id,
        "nodePosition": {"x": node.x_m, "y": node.y_m},
        "vehicleTypeNodeProperties": [
            {
                "vehicleTypeId": one.vehicle_type_id,
                **_given("theta", one.heading_rad),
                **_given("actions", [_action(action) for action in one.actions]),
            }
            for one in node.properties
        ],
    }


def rendered_edge(edge: Edge) -> dict[str, Any]:
    """An edge."""
    return {
        "edgeId": edge.id,
        **_given("edgeName", edge.name),
        "startNodeId": edge.start_node_id,
        "endNodeId": edge.end_node_id,
        "vehicleTypeEdgeProperties": [_edge_properties(one) for one in edge.properties],
    }


def rendered_station(station: Station) -> dict[str, Any]:
    """A station."""
    pose = station.pose
    return {
        "stationId": station.id,
        "interactionNodeIds": list(station.interaction_node_ids),
        **_given("stationName", station.name),
        **_given("stationDescription", station.description),
        "stationHeight": station.height_m,
        **_given(
            "stationPosition",
            pose and {"x": pose.x_m, "y": pose.y_m, "theta": pose.heading_rad},
        ),
    }


def _edge_properties(one: EdgeProperties) -> dict[str, Any]:
    return {
        "vehicleTypeId": one.vehicle_type_id,
        "vehicleOrientation": one.orientation_rad,
        "orientationType": str(one.orientation_type),
        "rotationAllowed": one.rotation_allowed,
        **_turning("rotationAtStartNodeAllowed", one.rotation_at_start),
        **_turning("rotationAtEndNodeAllowed", one.rotation_at_end),
        **_given("maxSpeed", one.max_speed_mps),
        **_given("maxRotationSpeed", one.max_rotation_speed_radps),
        **_given("minHeight", one.min_height_m),
        **_given("maxHeight", one.max_height_m),
        **_given("loadRestriction", _load_restriction(one.load_restriction)),
        **_given("actions", [_action(action) for action in one.actions]),
        **_given("trajectory", one.trajectory and _trajectory(one.trajectory)),
        "reentryAllowed": one.reentry_allowed,
    }


def _turning(key: str, allowed: RotationAllowed) -> dict[str, str]:
    return {} if allowed is RotationAllowed.BOTH else {key: str(allowed)}


def _trajectory(curve: Trajectory) -> dict[str, Any]:
    return {
        "degree": curve.degree,
        "knotVector": list(curve.knots),
        "controlPoints": [
            {"x": one.x_m, "y": one.y_m, "weight": one.weight} for one in curve.control_points
        ],
    }


def _load_restriction(one: LoadRestriction) -> dict[str, Any] | None:
    if one == LoadRestriction():
        return None
    return {
        "unloaded": one.unloaded,
        "loaded": one.loaded,
        **_given("loadSetNames", list(one.load_set_names)),
    }


def _action(one: LayoutAction) -> dict[str, Any]:
    return {
        "actionType": one.action_type,
        **_given("actionDescription", one.description),
        **_given("requirementType", one.requirement_type),
        "blockingType": one.blocking_type,
        **_given("actionParameters", [{"key": key, "value": v} for key, v in one.parameters]),
    }


def _given(key: str, value: Any) -> dict[str, Any]:
    """The property, or nothing when it says nothing."""
    return {} if value is None or value in ("", []) else {key: value}
