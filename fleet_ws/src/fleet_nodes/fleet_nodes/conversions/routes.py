"""Routes, legs, releases, station actions."""

from __future__ import annotations

from array import array

from fleet_interfaces import msg

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, LegKind, Release, Route, StationAction
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import optional_seconds_of, optional_time_message
from fleet_nodes.conversions.vehicles import header, heading

_MOST_LEGS = 10_000
_MOST_SAMPLES = 100_000
_LONGEST_LEG_M = 1.0e5


def leg_message(leg: Leg) -> msg.Leg:
    return msg.Leg(
        kind=leg.kind.value,
        start_node_id=leg.start_node_id,
        end_node_id=leg.end_node_id,
        x_m=array("d", [pose.x_m for pose in leg.path]),
        y_m=array("d", [pose.y_m for pose in leg.path]),
        heading_rad=array("d", [pose.heading_rad for pose in leg.path]),
        length_m=leg.length_m,
        turn_rad=leg.turn_rad,
        max_speed_mps=leg.max_speed_mps,
        reverse=leg.reverse,
        edge_id=leg.edge_id,
    )


def leg_of(message: msg.Leg) -> Leg:
    return Leg(
        kind=checks.word(message.kind, LegKind, "legs.kind"),
        start_node_id=checks.identifier(message.start_node_id, "legs.start_node_id"),
        end_node_id=checks.identifier(message.end_node_id, "legs.end_node_id"),
        path=_path_of(message),
        length_m=checks.number(message.length_m, "legs.length_m", 0.0, _LONGEST_LEG_M),
        turn_rad=checks.number(message.turn_rad, "legs.turn_rad", -100.0, 100.0),
        max_speed_mps=checks.number(message.max_speed_mps, "legs.max_speed_mps", 0.0, 50.0),
        reverse=message.reverse,
        edge_id=checks.identifier(message.edge_id, "legs.edge_id", empty=True),
    )


def _path_of(message: msg.Leg) -> tuple[Pose, ...]:
    checks.items(message.x_m, "legs.x_m", _MOST_SAMPLES, least=1)
    if not len(message.x_m) == len(message.y_m) == len(message.heading_rad):
        raise InputError(
            f"legs.x_m, y_m and heading_rad have {len(message.x_m)}, {len(message.y_m)} and "
            f"{len(message.heading_rad)} entries; the three must be equally long"
        )
    return tuple(
        Pose(
            checks.coordinate(x_m, "legs.x_m"),
            checks.coordinate(y_m, "legs.y_m"),
            heading(heading_rad, "legs.heading_rad"),
        )
        for x_m, y_m, heading_rad in zip(message.x_m, message.y_m, message.heading_rad, strict=True)
    )


def action_message(action: StationAction | None) -> msg.StationAction:
    """None is an empty action_id."""
    if action is None:
        return msg.StationAction()
    return msg.StationAction(
        action_id=action.action_id,
        kind=action.kind.value,
        station_id=action.station_id,
        load_unit_id=action.load_unit_id,
        load_type=action.load_type,
        duration_s=action.duration_s,
        custom_action=action.custom_action,
    )


def action_of(message: msg.StationAction) -> StationAction | None:
    if not message.action_id:
        return None
    return StationAction(
        action_id=checks.identifier(message.action_id, "action.action_id"),
        kind=checks.word(message.kind, StopAction, "action.kind"),
        station_id=checks.identifier(message.station_id, "action.station_id"),
        load_unit_id=checks.identifier(message.load_unit_id, "action.load_unit_id", empty=True),
        load_type=checks.identifier(message.load_type, "action.load_type", empty=True),
        duration_s=checks.number(message.duration_s, "action.duration_s", 0.0, 86_400.0),
        custom_action=checks.identifier(message.custom_action, "action.custom_action", empty=True),
    )


def route_message(route: Route, stamp_s: float) -> msg.Route:
    return msg.Route(
        header=header(stamp_s),
        route_id=route.route_id,
        vehicle_id=route.vehicle_id,
        legs=[leg_message(leg) for leg in route.legs],
        released=route.released,
        action=action_message(route.action),
        order_id=route.order_id,
        hold=route.hold,
        more_at=optional_time_message(route.more_at_s),
    )


def route_of(message: msg.Route) -> Route:
    """Raises InputError for a route that nobody should drive."""
    legs = checks.items(message.legs, "legs", _MOST_LEGS)
    return Route(
        route_id=checks.identifier(message.route_id, "route_id"),
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id"),
        legs=tuple(leg_of(leg) for leg in legs),
        released=int(checks.number(message.released, "released", 0, len(legs))),
        action=action_of(message.action),
        order_id=checks.identifier(message.order_id, "order_id", empty=True),
        hold=message.hold,
        more_at_s=optional_seconds_of(message.more_at, "more_at"),
    )


def release_message(route: Route, stamp_s: float) -> msg.Release:
    return msg.Release(
        header=header(stamp_s, frame_id=""),
        route_id=route.route_id,
        vehicle_id=route.vehicle_id,
        released=route.released,
        hold=route.hold,
        more_at=optional_time_message(route.more_at_s),
    )


def release_of(message: msg.Release) -> Release:
    return Release(
        route_id=checks.identifier(message.route_id, "route_id"),
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id"),
        released=int(checks.number(message.released, "released", 0, _MOST_LEGS)),
        hold=message.hold,
        more_at_s=optional_seconds_of(message.more_at, "more_at"),
    )
