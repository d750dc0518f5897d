"""The fleet controller: takes vehicles' reports and persons' wishes, gives routes.

One thread, no I/O but the store, time handed in. A step: reports -> conditions -> stops that are
done -> allocation, charging, parking -> goals -> traffic -> the store -> routes. Routes are handed
out only after the store has the plan that they belong to, so that a controller that is killed at
any point leaves behind a store that knows every way on which a vehicle may be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.execution import closure_commands
from fleet_core.execution.awakening import check_plans, settle_doubts, wake
from fleet_core.execution.command_intake import CommandIntake
from fleet_core.execution.contact import gathered, listen, note_unreported, take_report
from fleet_core.execution.dispatch_round import explain_pause, run_round
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.fleet_view import unheard, view, wait_chain
from fleet_core.execution.goals import give_goals
from fleet_core.execution.misplaced_loads import check_loads, judge_loads
from fleet_core.execution.order_moves import mark_under_way
from fleet_core.execution.outgoing import Outgoing
from fleet_core.execution.settings import FleetSettings
from fleet_core.execution.stop_progress import follow
from fleet_core.execution.stopped_for_people import take_restrictions
from fleet_core.execution.vehicle_entry import settle
from fleet_core.execution.vehicle_place import examine, hold_back, take_place
from fleet_core.execution.vehicle_trouble import look_after_order, watch_battery
from fleet_core.execution.vehicle_watch import watch
from fleet_core.model import reasons
from fleet_core.model.facility import Facility
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.proximity import SpeedRestriction
from fleet_core.model.reason import Reason
from fleet_core.model.request import Answer, Request
from fleet_core.model.route import Route
from fleet_core.model.status import FleetSnapshot, Severity, WaitReason
from fleet_core.model.travel_times import TravelTimes
from fleet_core.model.vehicle import VehicleReport
from fleet_core.store.protocol import OrderStore
from fleet_core.traffic.protocol import Traffic


class FleetController:
    """Reports and requests in, routes and answers out; what is shown is read at any time."""

    def __init__(
        self,
        facility: Facility,
        traffic: Traffic,
        travel: TravelTimes,
        store: OrderStore,
        settings: FleetSettings = FleetSettings(),  # noqa: B008 (frozen)
        layout_path: str = "",
        open_travel: TravelTimes | None = None,
    ) -> None:
        """``layout_path`` is kept in the store, to find the layout in use again. ``open_travel``:
        travel times that no closure changes, where ``travel`` knows closures. Raises
        ConfigurationError for a store that does not read."""
        self._stored = store.load(settings.ended_orders_shown)
        check_plans(traffic, self._stored)
        plant = DispatchPlant.of(facility, travel, open_travel)
        self._fleet = Fleet(plant, traffic, store, settings, self._stored)
        self._intake = CommandIntake.of(self._fleet, self._stored.settings)
        self._outgoing = Outgoing()
        self._layout_path = layout_path
        self._awake = False
        self._hides_orders = False
        self._last_round_s = float("-inf")

    # What vehicles say and are told

    def report(self, report: VehicleReport, heard_s: float | None = None) -> None:
        """The latest word of a vehicle; taken into account at the next step. ``heard_s``: fleet's
        clock when it came, for clocks that are not one with the vehicle's."""
        take_report(self._fleet, report, heard_s)

    def unreported(self, vehicle_id: str, why: str) -> None:
        """Why a vehicle's adapter passes on no report, in its words; empty: it passes them on."""
        note_unreported(self._fleet, vehicle_id, reasons.general.said(why) if why else None)

    def restrict(self, restrictions: Sequence[SpeedRestriction], now_s: float) -> None:
        """What the proximity system allows vehicles from now on, all of it."""
        take_restrictions(self._fleet, restrictions, now_s)

    @property
    def unheard(self) -> Mapping[str, Reason | None]:
        """Vehicles of the plant that have never reported, and what their adapters say of it."""
        return unheard(self._fleet)

    @property
    def reports_refused(self) -> int:
        """Reports of vehicles of the plant that could not be right."""
        return self._fleet.reports_refused

    @property
    def unknown_vehicles(self) -> tuple[str, ...]:
        """Who reports and is no vehicle of this plant, as far as it is remembered."""
        return tuple(self._fleet.unknown_vehicles)

    def step(self, now_s: float) -> list[Route]:
        """Go on by one step. Returns the routes to send: new, grown, held, or not yet heard."""
        self._wake(now_s)
        fleet = self._fleet
        settle_doubts(fleet, now_s)
        self._tell_hidden(now_s)
        fleet.orders.release_due(now_s)
        listen(fleet, now_s)
        self._place(now_s)
        if not gathered(fleet, now_s):
            self._keep(now_s)
            return []
        for vehicle in list(fleet.vehicles.values()):
            if vehicle.contact.heard:
                follow(fleet, vehicle, now_s)
                look_after_order(fleet, vehicle, now_s)
                watch_battery(fleet, vehicle, now_s)
                check_loads(fleet, vehicle, now_s)
        if fleet.paused:
            explain_pause(fleet)
        else:
            self._dispatch(now_s)
        give_goals(fleet, now_s)
        if not fleet.paused:
            self._plan(now_s)
        return self._outgoing.hand_out(fleet, self._keep(now_s), now_s)

    def _tell_hidden(self, now_s: float) -> None:
        """Once for each time when there are more orders than are shown."""
        count, most = self.open_orders, self._fleet.settings.orders_shown
        if count > most and not self._hides_orders:
            said = reasons.fleet.orders_not_shown(count, most)
            self._fleet.journal.message(now_s, Severity.INFO, said)
        self._hides_orders = count > most

    def _place(self, now_s: float) -> None:
        """In what condition and where everybody is, before anybody's word frees floor."""
        vehicles = list(self._fleet.vehicles.values())
        for vehicle in vehicles:
            examine(self._fleet, vehicle, now_s)
            judge_loads(self._fleet, vehicle, now_s)
            watch(self._fleet, vehicle, now_s)
        if gathered(self._fleet, now_s):
            settle(self._fleet, vehicles, now_s)
        for vehicle in vehicles:
            take_place(self._fleet, vehicle, now_s)
        for vehicle in vehicles:
            hold_back(self._fleet, vehicle)

    def _wake(self, now_s: float) -> None:
        if not self._awake:
            self._awake = True
            self._fleet.woken_s = now_s
            wake(self._fleet, self._stored, self._outgoing, self._layout_path, now_s)

    def _dispatch(self, now_s: float) -> None:
        settings, since_s = self._fleet.settings, now_s - self._last_round_s
        due = self._fleet.dispatch_due and since_s >= settings.allocation_gap_s
        if due or since_s >= settings.allocation_period_s:
            self._last_round_s = now_s
            self._fleet.begin_round()
            run_round(self._fleet, now_s)

    def _plan(self, now_s: float) -> None:
        closures = self._fleet.traffic.closures()
        for route in self._fleet.traffic.step(now_s):
            self._outgoing.add(route)
            self._fleet.traffic_changed = True
            vehicle = self._fleet.vehicles[route.vehicle_id]
            order = self._fleet.order_of(vehicle)
            if order is not None and order.id == route.order_id and not order.loaded:
                mark_under_way(self._fleet, vehicle, now_s, reasons.orders.on_its_way(vehicle.id))
        closure_commands.note_ended(self._fleet, closures, now_s)

    def _keep(self, now_s: float) -> bool:
        """Write what this step changed, with the traffic plan that goes with it."""
        self._fleet.note_traffic()
        return self._fleet.journal.flush(now_s)

    # What persons and programs ask for

    def do(self, request: Request, author: str, now_s: float) -> Answer:
        """Carry a request out, once: the same request again gets the same answer. What it changes
        is durable when this returns. While the store does not write only pauses are possible."""
        self._wake(now_s)
        return self._intake.do(request, author, now_s)

    # What is shown

    def explain(self, vehicle_id: str, now_s: float) -> tuple[WaitReason, ...]:
        """Why a vehicle waits: itself first, then all that it waits for in turn.

        Raises CommandError when it is not known.
        """
        self._wake(now_s)
        return wait_chain(self._fleet, vehicle_id, now_s)

    def snapshot(self, now_s: float) -> FleetSnapshot:
        return view(self._fleet, now_s)

    def orders(self) -> tuple[TransportOrder, ...]:
        """All orders that have not ended, and the latest that have; by time of creation."""
        book = self._fleet.orders
        known = (*book.open.values(), *book.ended.values())
        return tuple(sorted(known, key=lambda order: (order.created_at_s, order.id)))

    @property
    def open_orders(self) -> int:
        """How many orders have not ended."""
        return len(self._fleet.orders.open)

    def order(self, order_id: str) -> TransportOrder:
        """Raises CommandError when it is not known."""
        return self._fleet.orders.get(order_id)

    def watch_transitions(self, watcher: Callable[[Sequence[Transition]], None]) -> None:
        """``watcher`` is told of transitions as soon as they are stored, in their order."""
        self._fleet.journal.watch(watcher)

    @property
    def store_failure(self) -> Reason | None:
        """Why the store does not write; None: it does."""
        return self._fleet.journal.failure

    def transitions(self, order_id: str) -> tuple[Transition, ...]:
        """The stored life of an order. Raises CommandError when it is not known."""
        self._fleet.orders.get(order_id)
        return self._fleet.journal.store.transitions(order_id)
