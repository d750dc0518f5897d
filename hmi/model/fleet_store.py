"""The one store of the window: the latest facility and snapshot, the selection, what is followed.

It belongs to the GUI thread. A link leaves its newest picture, the window's timer takes it; views
subscribe to changes and read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Flag, auto

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.model.proximity import ProximityWarning, SpeedRestriction
from fleet_core.model.reason import Reason
from fleet_core.model.reasons.nearness import of_restriction
from fleet_core.model.route import Route
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import VehicleStatus
from hmi.model.braking import Braking
from hmi.model.layers import DEFAULT_LAYERS, Layer
from hmi.model.local_picture import NOTHING_LOCAL
from hmi.model.nearness import NOTHING_NEAR, Nearness, kind_of
from hmi.model.picture import EMPTY_SNAPSHOT, Connection, Pace, Picture, connection_of
from hmi.model.selection import Kind, Selection
from hmi.model.tone import Group


class Change(Flag):
    """What is different since the last call."""

    FACILITY = auto()
    SNAPSHOT = auto()
    SELECTION = auto()
    LAYERS = auto()
    CONNECTION = auto()
    FILTER = auto()
    CLOSURES = auto()
    NEAR = auto()


DATA_LIMIT_S = 2.0
"""A picture older than this counts as lost: dispatchers must not act on it."""


class FleetStore:
    """Latest values and the selection."""

    def __init__(self, data_limit_s: float = DATA_LIMIT_S) -> None:
        self.data_limit_s = data_limit_s
        self.facility: Facility | None = None
        self.snapshot: FleetSnapshot = EMPTY_SNAPSHOT
        self.pace = Pace()
        self.connection = Connection.CONNECTING
        self.age_s = 0.0
        self.failure: Reason | None = None  # why nothing more will come
        self.selection: Selection | None = None
        self.following = ""
        self.layers: frozenset[Layer] = DEFAULT_LAYERS
        self.group_filter: Group | None = None  # the fleet table shows only these vehicles
        self.vehicles: Mapping[str, VehicleStatus] = {}
        self.orders: Mapping[str, TransportOrder] = {}
        self.routes: Mapping[str, Route] = {}  # by vehicle id
        self.closures: Mapping[str, Closure] = {}
        self.local = NOTHING_LOCAL  # plans and corridors of those who are watched
        self.braking = Braking()
        self.near = NOTHING_NEAR  # people, manned forklifts, and what is warned of
        self.near_silent = False  # it was heard before, and is not now
        self.warnings: Mapping[str, ProximityWarning] = {}  # those that hold, by number
        self.restrictions: Mapping[str, SpeedRestriction] = {}  # by vehicle id
        self._subscribers: list[Callable[[Change], None]] = []

    def subscribe(self, callback: Callable[[Change], None]) -> None:
        self._subscribers.append(callback)

    def take(self, picture: Picture, now_s: float) -> None:
        """Show what a link holds; ``now_s`` is on the clock of ``picture.received_s``."""
        change = Change(0)
        if picture.facility is not None and picture.facility is not self.facility:
            self.facility = picture.facility
            change |= Change.FACILITY
        if picture.snapshot is not None and picture.snapshot is not self.snapshot:
            if picture.snapshot.closures != self.snapshot.closures:
                change |= Change.CLOSURES
            self._index(picture.snapshot)
            change |= Change.SNAPSHOT
        self.pace = picture.pace
        self.local = picture.local
        self.braking.take(picture.local.states, now_s)
        self.failure = picture.failure
        change |= self._take_near(picture.near, now_s)
        self.age_s = max(0.0, now_s - picture.received_s)
        connection = connection_of(picture, now_s, self.data_limit_s)
        if connection is not self.connection:
            self.connection = connection
            change |= Change.CONNECTION
        if change:
            self._tell(change)

    def select(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self._tell(Change.SELECTION)

    def follow(self, vehicle_id: str) -> None:
        """Keep this vehicle in the middle of the map; an empty id lets go."""
        self.following = vehicle_id
        self._tell(Change.SELECTION)

    def filter_group(self, group: Group | None) -> None:
        """Show only vehicles of this group in the fleet table; the same again shows all."""
        self.group_filter = None if group is self.group_filter else group
        self._tell(Change.FILTER)

    def toggle_layer(self, layer: Layer) -> None:
        self.layers = self.layers ^ {layer}
        self._tell(Change.LAYERS)

    def show_layers(self, layers: frozenset[Layer]) -> None:
        if layers != self.layers:
            self.layers = layers
            self._tell(Change.LAYERS)

    def selected(self, kind: Kind) -> str:
        """The selected id when something of this kind is selected, else an empty string."""
        chosen = self.selection
        return chosen.id if chosen is not None and chosen.kind is kind else ""

    def order_of_selection(self) -> TransportOrder | None:
        """The selected order, or the one that the selected vehicle carries out."""
        if order_id := self.selected(Kind.ORDER):
            return self.orders.get(order_id)
        status = self.vehicles.get(self.selected(Kind.VEHICLE))
        return self.orders.get(status.order_id) if status else None

    def vehicle_of_selection(self) -> VehicleStatus | None:
        """The selected vehicle, or the one that carries out the selected order."""
        if vehicle_id := self.selected(Kind.VEHICLE):
            return self.vehicles.get(vehicle_id)
        order = self.orders.get(self.selected(Kind.ORDER))
        return self.vehicles.get(order.vehicle_id) if order else None

    def restricted(self, vehicle_id: str) -> Reason | None:
        """Why it drives slowly or stands for people; None: it does not."""
        found = self.restrictions.get(vehicle_id)
        if found is None:
            return None
        return of_restriction(found, kind_of(found.about, self.near.tracks))

    def station_name(self, station_id: str) -> str:
        """What people call a station: its name, or its id where it has none."""
        if self.facility is None:
            return station_id
        station = self.facility.layout.stations.get(station_id)
        return station.name or station_id if station else station_id

    def find(self, name: str) -> Selection | None:
        """The vehicle, order, station, closure, zone or edge of this id."""
        if name in self.vehicles:
            return Selection(Kind.VEHICLE, name)
        if name in self.orders:
            return Selection(Kind.ORDER, name)
        if name in self.closures:
            return Selection(Kind.CLOSURE, name)
        facility = self.facility
        if facility is None:
            return None
        if name in facility.layout.stations:
            return Selection(Kind.STATION, name)
        if any(zone.id == name for zone in facility.zones):
            return Selection(Kind.ZONE, name)
        return Selection(Kind.EDGE, name) if name in facility.layout.edges else None

    def _index(self, snapshot: FleetSnapshot) -> None:
        self.snapshot = snapshot
        self.vehicles = {status.report.vehicle_id: status for status in snapshot.vehicles}
        self.orders = {order.id: order for order in snapshot.orders}
        self.routes = {route.vehicle_id: route for route in snapshot.routes}
        self.closures = {closure.id: closure for closure in snapshot.closures}

    def _take_near(self, near: Nearness, now_s: float) -> Change:
        silent = near.heard and near.silent(now_s)
        if near is self.near and silent is self.near_silent:
            return Change(0)
        self.near, self.near_silent = near, silent
        self.warnings = {} if silent else {str(each.id): each for each in near.active}
        held = () if silent else near.restrictions
        self.restrictions = {each.vehicle_id: each for each in held}
        return Change.NEAR

    def _tell(self, change: Change) -> None:
        for callback in tuple(self._subscribers):
            callback(change)
