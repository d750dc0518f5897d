"""Routes and their growth, put together again at the receiving end."""

from __future__ import annotations

from dataclasses import replace

from fleet_interfaces import msg

from fleet_core.model.route import Route
from fleet_nodes.conversions.routes import grown, release_of, route_of


class RouteInbox:
    """The present route of one vehicle, from Route and Release messages in any order.

    Both topics are latched and independent: after a restart a release may come before its route.
    What is not sound raises InputError and changes nothing.
    """

    def __init__(self, vehicle_id: str) -> None:
        self._vehicle_id = vehicle_id
        self._release: tuple[str, int, bool] = ("", 0, False)
        self.route: Route | None = None

    def take_route(self, message: msg.Route) -> Route | None:
        """The route as it now is, or None when it belongs to somebody else."""
        route = route_of(message)
        if route.vehicle_id != self._vehicle_id:
            return None
        released, held = self._known_release(route)
        self.route = grown(route, released, held)
        return self.route

    def _known_release(self, route: Route) -> tuple[int, bool]:
        """A release that was already heard stays; the newest word on hold is the route's own."""
        route_id, released, _ = self._release
        before = self.route
        if before is not None and before.route_id == route.route_id:
            released = max(released if route_id == route.route_id else 0, before.released)
            return released, route.hold
        return (released if route_id == route.route_id else 0), route.hold

    def take_release(self, message: msg.Release) -> Route | None:
        """The route as it has grown, or None when nothing changes."""
        release = release_of(message)
        if release.vehicle_id != self._vehicle_id:
            return None
        self._release = (release.route_id, release.released, message.hold)
        route = self.route
        if route is None or route.route_id != release.route_id:
            return None
        changed = grown(route, release.released, message.hold)
        if changed == route:
            return None
        self.route = replace(changed)
        return self.route
