"""Whether a vehicle stands where its route says, or was moved by hand."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot

from fleet_core.execution.settings import FleetSettings
from fleet_core.execution.traffic import Commitment
from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.layout import Node
from fleet_core.model.route import Leg, LegKind, Route


def on_route(pose: Pose, route: Route, legs_done: int, settings: FleetSettings) -> bool:
    """On a released leg of the route, or on the one just finished."""
    first = max(0, min(legs_done, route.released) - 1)
    return any(on_leg(pose, leg, settings) for leg in route.legs[first : route.released])


def on_leg(pose: Pose, leg: Leg, settings: FleetSettings) -> bool:
    """Near the leg's path and, where it drives, facing along it as planned."""
    ends = list(zip(leg.path, leg.path[1:], strict=False)) or [(leg.path[0], leg.path[0])]
    for start, end in ends:
        share, distance_m = _nearest(pose, start, end)
        if distance_m > settings.off_route_m:
            continue
        turned_rad = wrap_angle(end.heading_rad - start.heading_rad)
        planned_rad = start.heading_rad + share * turned_rad
        off_rad = abs(wrap_angle(pose.heading_rad - planned_rad))
        if leg.kind is LegKind.TURN or off_rad <= settings.off_heading_rad:
            return True
    return False


def at_pose(pose: Pose, place: Pose, settings: FleetSettings) -> bool:
    near = hypot(pose.x_m - place.x_m, pose.y_m - place.y_m) <= settings.off_route_m
    turned_rad = abs(wrap_angle(pose.heading_rad - place.heading_rad))
    return near and turned_rad <= settings.off_heading_rad


def committed_pose(
    route: Route | None, commitment: Commitment, nodes: Mapping[str, Node]
) -> Pose | None:
    """Where everything released ends. None where that is a node of traffic's own (a long edge may
    be cut) and the route does not lead there."""
    if route is not None and route.legs:
        if route.released:
            return route.legs[route.released - 1].path[-1]
        return route.legs[0].path[0]
    node = nodes.get(commitment.node_id)
    return Pose(node.x_m, node.y_m, commitment.heading_rad) if node is not None else None


def _nearest(pose: Pose, start: Pose, end: Pose) -> tuple[float, float]:
    """Share of the way from start to end that is nearest to the pose, and the distance there."""
    dx, dy = end.x_m - start.x_m, end.y_m - start.y_m
    square = dx * dx + dy * dy
    share = 0.0
    if square > 0.0:
        share = ((pose.x_m - start.x_m) * dx + (pose.y_m - start.y_m) * dy) / square
        share = min(1.0, max(0.0, share))
    away_m = hypot(pose.x_m - start.x_m - share * dx, pose.y_m - start.y_m - share * dy)
    return share, away_m
