"""The routes of every vehicle that are not driven yet, the oldest first.

A new route begins where the released part of the one before ends: until the vehicle is there, both
say where it will drive.
"""

from __future__ import annotations

from collections.abc import Iterable

from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleReport

_MOST = 8
"""A vehicle that never reports would gather routes for ever."""


class RoutesAhead:
    """By vehicle, as the routes come in and the vehicles report."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Route, ...]] = {}

    @property
    def all(self) -> tuple[Route, ...]:
        return tuple(route for routes in self._of.values() for route in routes)

    def find(self, vehicle_id: str, route_id: str) -> Route | None:
        routes = self._of.get(vehicle_id, ())
        return next((route for route in routes if route.route_id == route_id), None)

    def take_route(self, route: Route) -> None:
        """A new route goes to the end; one that is there already is told anew."""
        routes = self._of.get(route.vehicle_id, ())
        if self.find(route.vehicle_id, route.route_id) is None:
            routes = (*routes, route)[-_MOST:]
        else:
            routes = tuple(route if route.route_id == one.route_id else one for one in routes)
        self._of[route.vehicle_id] = routes

    def forget_driven(self, reports: Iterable[VehicleReport]) -> None:
        """A vehicle that drives a route has done with those before it."""
        for report in reports:
            routes = self._of.get(report.vehicle_id, ())
            ids = [route.route_id for route in routes]
            if report.route_id in ids[1:]:
                self._of[report.vehicle_id] = routes[ids.index(report.route_id) :]
