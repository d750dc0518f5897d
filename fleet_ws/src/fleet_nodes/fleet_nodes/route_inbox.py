"""Routes and their growth, put together again at the receiving end."""

from __future__ import annotations

from dataclasses import replace

from fleet_interfaces import msg

from fleet_core.model.route import Release, Route
from fleet_nodes.conversions.routes import grown, release_of, route_of


class RouteInbox:
    """The present route of one vehicle, from Route and Release messages in any order.

    Both topics are latched and independent: after a restart a release may come before its route.
    What is not sound raises InputError and changes nothing.
    """

    def __init__(self, vehicle_id: str) -> None:
        self._vehicle_id = vehicle_id
        self._release: Release | None = None
        self.route: Route | None = None

    def take_route(self, message: msg.Route) -> Route | None:
        """The route as it now is, or None when it belongs to somebody else."""
        route = route_of(message)
        if route.vehicle_id != self._vehicle_id:
            return None
        known = max(self._known_releases(route), default=0)
        self.route = replace(route, released=max(route.released, min(known, len(route.legs))))
        return self.route

    def _known_releases(self, route: Route) -> list[int]:
        """What was already heard of its release stays; the newest word on all else is its own."""
        known = (self.route, self._release)
        return [one.released for one in known if one and one.route_id == route.route_id]

    def take_release(self, message: msg.Release) -> Route | None:
        """The route as it has grown, or None when nothing changes."""
        release = release_of(message)
        if release.vehicle_id != self._vehicle_id:
            return None
        self._release = release
        route = self.route
        if route is None or route.route_id != release.route_id:
            return None
        changed = grown(route, release)
        if changed == route:
            return None
        self.route = changed
        return self.route
