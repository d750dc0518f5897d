"""Who is where something is closed, or still on the way there, as far as the window knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot

from shapely import MultiPoint, Polygon, affinity

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Polygon as Outline
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, Route
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import VehicleReport
from hmi.model.hit_test import distance_to_way
from hmi.model.roadmap_lines import edge_points

_AT_NODE_M = 0.3
"""Nearer than this to the end of an edge a vehicle stands at its node, not on the edge."""


@dataclass(frozen=True, slots=True)
class ClosureTraffic:
    """Ids of vehicles that a closure is for, each in one place only."""

    inside: tuple[str, ...] = ()
    released: tuple[str, ...] = ()  # not inside yet, but its release leads in: it will still drive
    planned: tuple[str, ...] = ()  # its plan leads in, its release does not

    @property
    def not_kept_out(self) -> tuple[str, ...]:
        return (*self.inside, *self.released)


def holds_for(closure: Closure, report: VehicleReport) -> bool:
    """Whether a closure is for this vehicle."""
    of_type = not closure.type_ids or report.type_id in closure.type_ids
    return of_type and (not closure.vehicle_ids or report.vehicle_id in closure.vehicle_ids)


def traffic_of(closure: Closure, facility: Facility, snapshot: FleetSnapshot) -> ClosureTraffic:
    """Everybody it is for, by how far in."""
    place = _place(closure, facility)
    routes: dict[str, list[Route]] = {}
    for route in snapshot.routes:
        routes.setdefault(route.vehicle_id, []).append(route)
    found: dict[str, list[str]] = {"inside": [], "released": [], "planned": []}
    for status in snapshot.vehicles:
        report = status.report
        if place is None or not holds_for(closure, report):
            continue
        released, planned = legs_ahead(routes.get(report.vehicle_id, ()), report)
        if place.holds(report, released):
            found["inside"].append(report.vehicle_id)
        elif place.crosses(report, released):
            found["released"].append(report.vehicle_id)
        elif place.crosses(report, planned):
            found["planned"].append(report.vehicle_id)
    return ClosureTraffic(**{name: tuple(ids) for name, ids in found.items()})


def legs_ahead(routes: Iterable[Route], report: VehicleReport) -> tuple[list[Leg], list[Leg]]:
    """What a vehicle has still to drive: released, and only planned.

    ``routes``: the oldest first; each begins where the released part of the one before ends.
    """
    routes = list(routes)
    released: list[Leg] = []
    planned: list[Leg] = []
    for route in routes:
        mine = route.route_id == report.route_id
        allowed = max(route.released, report.legs_released) if mine else route.released
        released += route.legs[report.legs_done if mine else 0 : allowed]
        planned = list(route.legs[allowed:])  # the next route has taken back that of the one before
    return released, planned


class _Edges:
    """Edges are closed to whoever drives along them."""

    def __init__(self, edge_ids: frozenset[str], facility: Facility) -> None:
        self._ids = edge_ids
        layout = facility.layout
        self._ways = {
            edge_id: edge_points(layout, layout.edges[edge_id])
            for edge_id in edge_ids
            if edge_id in layout.edges
        }

    def holds(self, report: VehicleReport, released: list[Leg]) -> bool:
        here = (report.pose.x_m, report.pose.y_m)
        if released and released[0].edge_id:
            way = self._ways.get(released[0].edge_id)
            return way is not None and hypot(*(way[0] - here)) > _AT_NODE_M
        return any(
            distance_to_way(way, here) < _AT_NODE_M
            and min(hypot(*(way[0] - here)), hypot(*(way[-1] - here))) > _AT_NODE_M
            for way in self._ways.values()
        )

    def crosses(self, report: VehicleReport, legs: list[Leg]) -> bool:
        return any(leg.edge_id in self._ids for leg in legs)


class _Zone:
    """A zone is closed to every body that would touch it."""

    def __init__(self, polygon: Outline, facility: Facility) -> None:
        self._area = Polygon(polygon)
        self._types = facility.vehicle_types

    def holds(self, report: VehicleReport, released: list[Leg]) -> bool:
        body = self._body(report)
        return body is not None and bool(_at(body, report.pose).intersects(self._area))

    def crosses(self, report: VehicleReport, legs: list[Leg]) -> bool:
        body = self._body(report)
        return body is not None and any(self._touched(body, leg) for leg in legs)

    def _body(self, report: VehicleReport) -> Polygon | None:
        kind = self._types.get(report.type_id)
        if kind is None:
            return None
        return Polygon(kind.loaded_footprint if report.load_unit_ids else kind.footprint)

    def _touched(self, body: Polygon, leg: Leg) -> bool:
        reach_m = max(hypot(x, y) for x, y in body.exterior.coords)
        if not _near(leg, self._area.bounds, reach_m):
            return False
        bodies = [_at(body, pose) for pose in leg.path]
        corners = [list(one.exterior.coords) for one in bodies]
        swept = [
            MultiPoint(before + after).convex_hull
            for before, after in zip(corners, corners[1:] or corners, strict=False)
        ]
        return any(one.intersects(self._area) for one in swept)


def _place(closure: Closure, facility: Facility) -> _Edges | _Zone | None:
    if closure.edge_ids:
        return _Edges(closure.edge_ids, facility)
    zones = (zone for zone in facility.zones if zone.id == closure.zone_id)
    zone = next(zones, None)
    return _Zone(zone.polygon, facility) if zone is not None else None


def _near(leg: Leg, bounds: tuple[float, float, float, float], reach_m: float) -> bool:
    """Whether a leg could touch the box at all."""
    x_low, y_low, x_high, y_high = bounds
    reach_m += leg.length_m
    pose = leg.path[0]
    return (
        x_low - reach_m <= pose.x_m <= x_high + reach_m
        and y_low - reach_m <= pose.y_m <= y_high + reach_m
    )


def _at(body: Polygon, pose: Pose) -> Polygon:
    turned = affinity.rotate(body, pose.heading_rad, origin=(0.0, 0.0), use_radians=True)
    return affinity.translate(turned, pose.x_m, pose.y_m)
