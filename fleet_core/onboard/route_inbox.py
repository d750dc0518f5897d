"""Routes and their growth, put together again at the receiving end."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.route import Release, Route

KEPT = 8
"""Routes, and releases without a route, that are remembered: a burst is never longer."""


class RouteInbox:
    """The routes of one vehicle, from Route and Release messages in any order.

    The two come on topics of their own, so a release may come before its route, and one of the
    route before after the route that follows it.
    """

    def __init__(self, vehicle_id: str) -> None:
        self._vehicle_id = vehicle_id
        self._routes: dict[str, Route] = {}  # the one that was heard last at the end
        self._early: dict[str, Release] = {}  # of routes that are not known

    @property
    def route(self) -> Route | None:
        """The route that was heard last."""
        return next(reversed(self._routes.values()), None)

    def take_route(self, route: Route) -> Route | None:
        """The route as it now is, or None when it belongs to somebody else. What was already heard
        of its release stays; the newest word on all else is its own."""
        if route.vehicle_id != self._vehicle_id:
            return None
        before = self._routes.pop(route.route_id, None)
        early = self._early.pop(route.route_id, None)
        known = max((one.released for one in (before, early) if one is not None), default=0)
        taken = replace(route, released=max(route.released, min(known, len(route.legs))))
        self._routes[route.route_id] = taken
        _forget_old(self._routes)
        return taken

    def take_release(self, release: Release) -> Route | None:
        """The route as it has grown, or None when nothing changes."""
        if release.vehicle_id != self._vehicle_id:
            return None
        route = self._routes.get(release.route_id)
        if route is None:
            self._early.pop(release.route_id, None)
            self._early[release.route_id] = release
            _forget_old(self._early)
            return None
        changed = grown(route, release)
        if changed == route:
            return None
        self._routes[release.route_id] = changed
        return changed

    def forget(self) -> None:
        """Nothing that was heard so far counts any more."""
        self._routes.clear()
        self._early.clear()


def grown(route: Route, release: Release) -> Route:
    """The route with a release that has grown; it never shrinks, never exceeds its legs."""
    most = min(max(route.released, release.released), len(route.legs))
    return replace(route, released=most, hold=release.hold, more_at_s=release.more_at_s)


def _forget_old(known: dict[str, Route] | dict[str, Release]) -> None:
    while len(known) > KEPT:
        del known[next(iter(known))]
