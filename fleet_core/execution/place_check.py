"""How far a vehicle is from where its route says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, inf, pi

from fleet_core.execution.settings import PlaceTolerance
from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.layout import Node
from fleet_core.model.route import Leg, LegKind, Route
from fleet_core.traffic.protocol import Commitment, Held


@dataclass(frozen=True, slots=True)
class Offset:
    """Distance from a way and difference from the heading planned there."""

    beside_m: float
    heading_rad: float

    def within(self, tolerance: PlaceTolerance) -> bool:
        return self.beside_m <= tolerance.beside_m and self.heading_rad <= tolerance.heading_rad

    def swing_m(self, radius_m: float) -> float:
        """How far a point of the body, ``radius_m`` from its origin, may be from its way."""
        return self.beside_m + radius_m * self.heading_rad


NOWHERE = Offset(inf, pi)


def offset_from(pose: Pose, held: Held, behind_m: float, radius_m: float) -> Offset:
    """From the nearest of the held legs and the place where they begin; also from the end of the
    leg just done, ``behind_m`` long, where the pose is older than the progress."""
    found = NOWHERE if held.place is None else between(pose, held.place)
    swing_m = found.swing_m(radius_m)
    for leg in held.legs:
        if swing_m <= NEAR_ENOUGH_M:
            return found
        one = from_leg(pose, leg)
        if one.swing_m(radius_m) < swing_m:
            found, swing_m = one, one.swing_m(radius_m)
    if held.behind is not None and swing_m > NEAR_ENOUGH_M:
        end, one = held.behind.path[-1], from_leg(pose, held.behind)
        near = hypot(pose.x_m - end.x_m, pose.y_m - end.y_m) <= behind_m
        if near and one.swing_m(radius_m) < swing_m:
            found = one
    return found


NEAR_ENOUGH_M = 0.02
"""Nothing nearer is looked for."""


def from_leg(pose: Pose, leg: Leg) -> Offset:
    """From the nearest part of a leg; of a turn, from the headings that it turns through."""
    if leg.kind is LegKind.TURN:
        start = leg.path[0]
        beside_m = hypot(pose.x_m - start.x_m, pose.y_m - start.y_m)
        return Offset(beside_m, _outside_rad(pose.heading_rad - start.heading_rad, leg.turn_rad))
    found = NOWHERE
    for start, end in zip(leg.path, leg.path[1:], strict=False):
        share, beside_m = _nearest(pose, start, end)
        if beside_m < found.beside_m:
            turned_rad = wrap_angle(end.heading_rad - start.heading_rad)
            planned_rad = start.heading_rad + share * turned_rad
            found = Offset(beside_m, abs(wrap_angle(pose.heading_rad - planned_rad)))
    return found


def between(pose: Pose, place: Pose) -> Offset:
    return Offset(
        hypot(pose.x_m - place.x_m, pose.y_m - place.y_m),
        abs(wrap_angle(pose.heading_rad - place.heading_rad)),
    )


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


def _outside_rad(turned_rad: float, turn_rad: float) -> float:
    """How far a heading, counted from where a turn begins, is outside of that turn."""
    way_rad = turned_rad % (2.0 * pi) if turn_rad >= 0.0 else -turned_rad % (2.0 * pi)
    if way_rad <= abs(turn_rad):
        return 0.0
    return min(way_rad - abs(turn_rad), 2.0 * pi - way_rad)


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
