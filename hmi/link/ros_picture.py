"""What the topics have said so far, as one picture."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from fleet_interfaces import msg
from nav_msgs.msg import OccupancyGrid

from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.model.route import Route
from fleet_core.model.status import FleetMessage, FleetSnapshot
from fleet_core.model.vehicle import VehicleReport
from fleet_core.onboard.route_inbox import grown
from fleet_nodes.conversions.closures import closure_of
from fleet_nodes.conversions.fleet import fleet_message_of, unheard_of, unknown_of, vehicles_of
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.layout_texts import facility_of
from fleet_nodes.conversions.orders import order_of
from fleet_nodes.conversions.routes import release_of, route_of
from hmi.link.ros_nearness import RosNearness
from hmi.link.ros_planning import RosPlanning
from hmi.model.picture import Pace, Picture

_MOST_MESSAGES = 300

_MOST_ROUTES = 8
"""A vehicle that never reports would gather routes for ever."""

_WINDOW_S = 4.0
_FIRST_ESTIMATE_S = 0.5


class RosPicture:
    """Belongs to the link's thread; ``picture`` is an immutable value for any thread."""

    def __init__(self) -> None:
        self.picture = Picture()
        self._layout_text = ("", "")
        self._facility: Facility | None = None
        self._orders: tuple[TransportOrder, ...] = ()
        self._routes = RoutesAhead()
        self._messages: deque[FleetMessage] = deque(maxlen=_MOST_MESSAGES)
        self._meter = PaceMeter()
        self.planning = RosPlanning()
        self.nearness = RosNearness()

    def take_layout(self, message: msg.Layout) -> None:
        """The plant, from its two texts; the same again changes nothing."""
        text = (message.lif_json, message.facility_json)
        if text != self._layout_text:
            self._layout_text = text
            self._facility = facility_of(message.name, *text)

    def take_orders(self, message: msg.OrderList) -> None:
        self._orders = tuple(order_of(each) for each in message.orders)

    def take_message(self, message: msg.FleetMessage) -> None:
        said = fleet_message_of(message)
        if not self._messages or said.id > self._messages[-1].id:
            self._messages.append(said)

    def take_tracks(self, message: msg.Tracks, wall_s: float) -> None:
        self.nearness.take_tracks(message, wall_s)
        self.picture = replace(self.picture, near=self.nearness.value)

    def take_heat(self, message: OccupancyGrid) -> None:
        self.nearness.take_heat(message)
        self.picture = replace(self.picture, near=self.nearness.value)

    def take_warnings(self, message: msg.ProximityWarnings, wall_s: float) -> None:
        self.nearness.take_warnings(message, wall_s)
        self.picture = replace(self.picture, near=self.nearness.value)

    def take_route(self, message: msg.Route) -> None:
        self._routes.take_route(route_of(message))

    def take_release(self, message: msg.Release) -> None:
        release = release_of(message)
        route = self._routes.find(release.vehicle_id, release.route_id)
        if route is not None:
            self._routes.take_route(grown(route, release))

    def take_state(self, message: msg.FleetState, wall_s: float) -> None:
        """All vehicles at one time: this makes a new picture."""
        time_s = seconds_of(message.header.stamp)
        factor = self._meter.factor(time_s, wall_s)
        vehicles = vehicles_of(message)
        self._routes.forget_driven(status.report for status in vehicles)
        snapshot = FleetSnapshot(
            time_s,
            vehicles,
            self._orders,
            self._routes.all,
            tuple(self._messages),
            message.fleet_paused,
            tuple(closure_of(each) for each in message.closures),
            unheard_of(message),
            unknown_of(message),
        )
        pace = Pace(message.simulated, factor)
        local, near = self.planning.picture(time_s), self.nearness.value
        self.picture = Picture(self._facility, snapshot, pace, wall_s, local, near=near)


class RoutesAhead:
    """The routes of every vehicle that are not driven yet, the oldest first; kept as routes come in
    and vehicles report.

    A new route begins where the released part of the one before ends: until the vehicle is there,
    both say where it will drive.
    """

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
            routes = (*routes, route)[-_MOST_ROUTES:]
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


class PaceMeter:
    """How fast the fleet's clock goes: fleet seconds a wall second over the last few seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, float]] = deque()

    def factor(self, time_s: float, wall_s: float) -> float:
        """The factor after one more reading; 1.0 until there is enough."""
        if self._seen and time_s < self._seen[-1][0]:
            self._seen.clear()  # the simulation began anew
        self._seen.append((time_s, wall_s))
        while wall_s - self._seen[0][1] > _WINDOW_S:
            self._seen.popleft()
        first_s, since_s = self._seen[0]
        if wall_s - since_s < _FIRST_ESTIMATE_S:
            return 1.0
        return _rounded((time_s - first_s) / (wall_s - since_s))


def _rounded(factor: float) -> float:
    """Steps that a reader can use: 0.9, 1.0, 1.1, then halves, then whole numbers."""
    if factor < 2.0:
        return round(factor, 1)
    return round(2.0 * factor) / 2.0 if factor < 10.0 else float(round(factor))
