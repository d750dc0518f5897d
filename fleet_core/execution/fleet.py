"""The fleet as the controller holds it: the parts that every step and command work on."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.tours.tour import Tour
from fleet_core.execution.action_ids import HANDLING, action_id
from fleet_core.execution.journal import Journal
from fleet_core.execution.load_book import LoadBook
from fleet_core.execution.order_book import OrderBook
from fleet_core.execution.settings import FleetSettings
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import UnknownVehicle
from fleet_core.model.vehicle import ActionStatus
from fleet_core.store.protocol import OrderStore
from fleet_core.store.records import StoredState
from fleet_core.traffic.protocol import Traffic

_MAINTAINED = "maintained_vehicles"
"""The setting under which the store keeps who has taken which vehicle out of service."""
_NAMING_LOADS = "vehicles_naming_loads"
"""The setting under which the store keeps which vehicles have ever reported a load: they can tell
whether they have one."""
SETTLE_S = 2.0
"""After this a vehicle has heard that its work was taken from it, or reports that it has begun."""


class Fleet:
    """Holds; does not decide."""

    def __init__(
        self,
        plant: DispatchPlant,
        traffic: Traffic,
        store: OrderStore,
        settings: FleetSettings,
        stored: StoredState,
    ) -> None:
        self.plant = plant
        self.traffic = traffic
        self.settings = settings
        self.journal = _journal(store, settings, stored)
        self.orders = OrderBook(
            self.journal,
            stored.orders,
            stored.ended_orders,
            stored.sequences,
            settings.ended_orders_shown,
        )
        self.loads = LoadBook(self.journal, stored.loads)
        self.vehicles: dict[str, Vehicle] = {}
        self.absent_missions: dict[str, Mission] = {}  # of vehicles that have not reported yet
        self.known_types = {
            entry.id: entry.type_id
            for entry in plant.facility.fleet
            if not plant.type_of(entry.type_id).manned
        }
        self.radius_m = {  # of the circle about the origin of each type that holds its body
            name: max(hypot(x, y) for x, y in (*kind.footprint, *kind.loaded_footprint))
            for name, kind in plant.facility.vehicle_types.items()
        }
        self.reports_refused = 0
        self.unreported: dict[str, Reason | None] = {}  # why nothing was ever passed on, by id
        self.refused_unheard: set[str] = set()  # vehicles of which no report was ever taken
        self.unknown_vehicles: dict[
            str, UnknownVehicle
        ] = {}  # who reports and is not of this plant
        self.reports_of_unknown = 0
        self.woken_s = 0.0  # the first step
        self.gathered = False  # everybody has reported since then, or has had the time to
        self.stepped_s = float("-inf")  # the last step
        self.listening_since_s = float("-inf")  # steps have followed each other closely since then
        self.paused_by = str(stored.settings.get("fleet_paused_by", ""))
        self.pauses: dict[str, str] = dict(stored.settings.get("paused_vehicles", {}))
        self.maintained: dict[str, str] = dict(stored.settings.get(_MAINTAINED, {}))
        self.naming_loads: set[str] = set(stored.settings.get(_NAMING_LOADS, ()))  # by id
        self._missions_begun = int(stored.settings.get("missions_begun", 0))
        self.tours: dict[str, Tour] = {}  # what is planned for each vehicle, by id
        self._dispatch_due = True
        self.traffic_changed = False

    @property
    def paused(self) -> bool:
        return bool(self.paused_by)

    # What dispatch must hear of: who changes it does so here, and need not remember to say so

    @property
    def dispatch_due(self) -> bool:
        """Something has changed that allocation, charging and parking look at."""
        return self._dispatch_due or self.orders.changed

    def begin_round(self) -> None:
        """What changes from now on is for the next round."""
        self._dispatch_due = self.orders.changed = False

    def note_request(self) -> None:
        """A person or a program has changed something, whatever it was."""
        self._dispatch_due = True

    def welcome(self, vehicle: Vehicle) -> None:
        """It is heard for the first time, or known from the store."""
        vehicle.mission = self.absent_missions.pop(vehicle.id, None)
        self.vehicles[vehicle.id] = vehicle
        self.mark(vehicle)
        self._dispatch_due = True

    def set_condition(self, vehicle: Vehicle, condition: Condition, now_s: float) -> None:
        """It may be commanded from now on, or not any more."""
        vehicle.condition, vehicle.condition_since_s = condition, now_s
        self._dispatch_due = True

    def note_entered(self) -> None:
        """Which vehicles the traffic snapshot holds, stored with it."""
        self.traffic_changed = self._dispatch_due = True
        self.journal.changes.settings["entered"] = {
            vehicle.id: vehicle.report.type_id
            for vehicle in self.vehicles.values()
            if vehicle.place.entered
        }

    def note_floor(self) -> None:
        """Floor is taken or free again: somebody is beside its place, or a way was closed."""
        self.traffic_changed = self._dispatch_due = True

    def pause(self, vehicle: Vehicle, author: str) -> None:
        """Stays so through a restart; ``author`` empty: not any more."""
        _set(self.pauses, vehicle.id, author)
        self._note_pauses()
        self.mark(vehicle)

    def pause_all(self, author: str) -> None:
        """Of all vehicles at once; as above."""
        self.paused_by = author
        self._note_pauses()

    def take_out_of_service(self, vehicle_id: str, author: str) -> None:
        """Of one that may not have been heard yet; as above."""
        _set(self.maintained, vehicle_id, author)
        self.journal.changes.settings[_MAINTAINED] = dict(self.maintained)
        if vehicle_id in self.vehicles:
            self.mark(self.vehicles[vehicle_id])
        self._dispatch_due = True

    def mark(self, vehicle: Vehicle) -> None:
        """Who has paused it, and who has taken it out of service."""
        vehicle.paused_by = self.pauses.get(vehicle.id, "")
        vehicle.maintained_by = self.maintained.get(vehicle.id, "")

    def _note_pauses(self) -> None:
        self.journal.changes.settings["fleet_paused_by"] = self.paused_by
        self.journal.changes.settings["paused_vehicles"] = dict(self.pauses)
        self._dispatch_due = True

    # Vehicles and what they are on

    def vehicle(self, vehicle_id: str) -> Vehicle:
        """Raises CommandError for an unknown id."""
        vehicle = self.vehicles.get(vehicle_id)
        if vehicle is None:
            if vehicle_id not in self.known_types:
                raise CommandError(reasons.refusals.vehicle_unknown(vehicle_id))
            cause = self.unreported.get(vehicle_id)
            raise CommandError(reasons.refusals.vehicle_unheard(vehicle_id, cause))
        return vehicle

    def order_of(self, vehicle: Vehicle) -> TransportOrder | None:
        """The order that the vehicle is on, suspended or not."""
        mission = vehicle.mission
        return self.orders.open.get(mission.order_id) if mission and mission.order_id else None

    def begin(
        self,
        vehicle: Vehicle,
        kind: MissionKind,
        now_s: float,
        station_id: str = "",
        order_id: str = "",
        node_ids: tuple[str, ...] = (),
        author: str = "fleet",
    ) -> None:
        """Give the vehicle a new mission."""
        self._missions_begun += 1
        self.journal.changes.settings["missions_begun"] = self._missions_begun
        mission = Mission(
            f"M{self._missions_begun}",
            vehicle.id,
            kind,
            station_id,
            order_id,
            node_ids,
            now_s,
            author,
        )
        self.set_mission(vehicle, mission)

    def set_mission(self, vehicle: Vehicle, mission: Mission | None) -> None:
        if mission is None and self._may_begin(vehicle):
            self.let_settle(vehicle)
        vehicle.mission = mission
        vehicle.idle_reason = None
        self.journal.changes.missions[vehicle.id] = mission
        self._dispatch_due = True

    def restore_mission(self, vehicle_id: str, mission: Mission | None) -> None:
        """As the store has it, for a vehicle that may not have been heard yet."""
        vehicle = self.vehicles.get(vehicle_id)
        if vehicle is not None:
            vehicle.mission = mission
        elif mission is not None:
            self.absent_missions[vehicle_id] = mission

    def let_settle(self, vehicle: Vehicle) -> None:
        """It may not have heard yet that its work was taken from it."""
        vehicle.settled_at_s = vehicle.report.stamp_s + SETTLE_S

    def explain_idle(self, vehicle: Vehicle, reason: Reason) -> None:
        """Why it has no mission: shown, until it has one."""
        vehicle.idle_reason = reason

    def _may_begin(self, vehicle: Vehicle) -> bool:
        """It stands, or will soon stand, where an action on a load is to be done, and has not said
        that this is over: the word that it shall not may come too late."""
        action = vehicle.goal.action if vehicle.goal is not None else None
        if action is None or action.kind not in HANDLING or not vehicle.place.entered:
            return False
        report = vehicle.report
        over = report.action_status in (ActionStatus.FINISHED, ActionStatus.FAILED)
        return not (over and report.action_id == action.action_id)

    def change_mission(self, vehicle: Vehicle, **changes: str | int | Reason | None) -> None:
        """Change fields of the mission that the vehicle has."""
        if vehicle.mission is not None:
            self.set_mission(vehicle, replace(vehicle.mission, **changes))  # type: ignore[arg-type]

    def handling(self, vehicle: Vehicle) -> bool:
        """It is at work, or may have begun a drop that no report has told of yet. (A pick that was
        not told of shows by its load; a drop that was not told of leaves nothing to see.)"""
        return self.at_work(vehicle) or self._may_be_dropping(vehicle)

    def _may_be_dropping(self, vehicle: Vehicle) -> bool:
        mission, order = vehicle.mission, self.order_of(vehicle)
        if mission is None or order is None or not order.loaded or not vehicle.place.entered:
            return False
        route, report = self.traffic.route(vehicle.id), vehicle.report
        if route is None or route.action is None or route.released < len(route.legs):
            return False
        if route.action.action_id != action_id(mission, order):
            return False
        if not vehicle.contact.heard or vehicle.condition is Condition.LOST:
            return True
        on_it = report.route_id == route.route_id
        return (report.legs_done if on_it else 0) >= len(route.legs) - 1

    def at_work(self, vehicle: Vehicle) -> bool:
        """It stands where an action is done that must not be broken off."""
        order = self.order_of(vehicle)
        if order is None or order.stop is None or order.stop.action not in HANDLING:
            return False
        assert vehicle.mission is not None
        report = vehicle.report
        if report.action_id == action_id(vehicle.mission, order):
            if report.action_status in (ActionStatus.RUNNING, ActionStatus.FINISHED):
                return True
            if report.action_status is ActionStatus.FAILED:
                return False
        return (
            vehicle.place.entered and vehicle.goal is not None and self.traffic.arrived(vehicle.id)
        )

    def mission_station(self, vehicle: Vehicle) -> str:
        """The station that it is at work at or on its way to."""
        order = self.order_of(vehicle)
        if order is not None:
            return order.stop.station_id if order.stop is not None else ""
        return vehicle.mission.station_id if vehicle.mission is not None else ""

    def note_traffic(self) -> None:
        """The traffic plan goes with what has changed it, in one commit."""
        if self.traffic_changed and self.journal.store.keeps_traffic:
            self.journal.changes.traffic = self.traffic.snapshot()
        self.traffic_changed = False

    def note_naming_loads(self, vehicle_id: str) -> None:
        """It has reported a load."""
        if vehicle_id not in self.naming_loads:
            self.naming_loads.add(vehicle_id)
            self.journal.changes.settings[_NAMING_LOADS] = sorted(self.naming_loads)


def _set(marks: dict[str, str], name: str, author: str) -> None:
    if author:
        marks[name] = author
    else:
        marks.pop(name, None)


def _journal(store: OrderStore, settings: FleetSettings, stored: StoredState) -> Journal:
    shown = settings.messages_shown
    messages = store.messages(shown)
    return Journal(store, stored.last_message_id, messages, shown, settings.store_retry_s)
