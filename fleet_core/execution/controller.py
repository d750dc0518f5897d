"""The brain of the fleet: takes vehicles' reports and persons' wishes, gives routes.

One thread, no I/O but the store, time handed in. A step: reports -> conditions -> stops that are
done -> allocation, charging, parking -> goals -> traffic -> the store -> routes. Routes are handed
out only after the store has the plan that they belong to, so that a controller that is killed at
any point leaves behind a store that knows every way on which a vehicle may be.
"""

from __future__ import annotations

from fleet_core.dispatch.plant import Plant
from fleet_core.execution import closure_commands, order_commands, vehicle_commands
from fleet_core.execution.arrivals import take_report
from fleet_core.execution.awakening import wake
from fleet_core.execution.candidates import candidates_for
from fleet_core.execution.dispatch_round import explain_pause, run_round
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.fleet_view import view
from fleet_core.execution.goals import give_goals
from fleet_core.execution.order_intake import check_order
from fleet_core.execution.order_moves import mark_under_way
from fleet_core.execution.outgoing import Outgoing
from fleet_core.execution.settings import FleetSettings
from fleet_core.execution.stop_progress import follow
from fleet_core.execution.strange_loads import check_loads, wrong_load
from fleet_core.execution.traffic import Traffic, TravelTimes
from fleet_core.execution.vehicle_entry import settle
from fleet_core.execution.vehicle_place import examine, hold_back, judge_loads, take_place
from fleet_core.execution.vehicle_trouble import look_after_order
from fleet_core.execution.vehicle_watch import listen, watch
from fleet_core.execution.wait_chain import wait_chain
from fleet_core.model import reasons
from fleet_core.model.closure import Closed, Closure
from fleet_core.model.errors import OrderError, StoreError
from fleet_core.model.facility import Facility
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.route import Route
from fleet_core.model.status import Candidate, FleetSnapshot, WaitReason
from fleet_core.model.vehicle import VehicleReport
from fleet_core.store.protocol import OrderStore


class FleetController:
    """Commands raise CommandError with the reason when something is not possible now, and
    StoreError while the store does not write (pausing is possible all the same)."""

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
        travel times that no closure changes, where ``travel`` knows closures."""
        self._stored = store.load(settings.ended_orders_shown)
        plant = Plant.of(facility, travel, open_travel)
        self._fleet = Fleet(plant, traffic, store, settings, self._stored)
        self._outgoing = Outgoing()
        self._layout_path = layout_path
        self._awake = False
        self._last_round_s = float("-inf")

    # What vehicles say and are told

    def report(self, report: VehicleReport, heard_s: float | None = None) -> None:
        """The latest word of a vehicle; taken into account at the next step. ``heard_s``: fleet's
        clock when it came, for clocks that are not one with the vehicle's."""
        take_report(self._fleet, report, heard_s)

    @property
    def reports_refused(self) -> int:
        """Reports of vehicles of the plant that could not be right."""
        return self._fleet.reports_refused

    @property
    def strangers(self) -> tuple[str, ...]:
        """Who reports and is no vehicle of this plant, as far as it is remembered."""
        return tuple(self._fleet.strangers)

    def step(self, now_s: float) -> list[Route]:
        """Go on by one step. Returns the routes to send: new, grown, held, or not yet heard."""
        self._wake(now_s)
        fleet = self._fleet
        fleet.dispatch_due |= fleet.orders.release_due(now_s)
        listen(fleet, now_s)
        self._place(now_s)
        for vehicle in list(fleet.vehicles.values()):
            if vehicle.heard:
                follow(fleet, vehicle, now_s)
                look_after_order(fleet, vehicle, now_s)
                check_loads(fleet, vehicle, now_s)
        if fleet.paused:
            explain_pause(fleet)
        else:
            self._dispatch(now_s)
        give_goals(fleet, now_s)
        if not fleet.paused:
            self._plan(now_s)
        return self._outgoing.hand_out(fleet, self._keep(now_s), now_s)

    def _place(self, now_s: float) -> None:
        """In what condition and where everybody is, before anybody's word frees floor."""
        vehicles = list(self._fleet.vehicles.values())
        for vehicle in vehicles:
            examine(self._fleet, vehicle, now_s)
            judge_loads(self._fleet, vehicle, wrong_load(self._fleet, vehicle), now_s)
            watch(self._fleet, vehicle, now_s)
            settle(self._fleet, vehicle, now_s)
        for vehicle in vehicles:
            take_place(self._fleet, vehicle, now_s)
        for vehicle in vehicles:
            hold_back(self._fleet, vehicle)

    def _wake(self, now_s: float) -> None:
        if not self._awake:
            self._awake = True
            wake(self._fleet, self._stored, self._outgoing, self._layout_path, now_s)

    def _dispatch(self, now_s: float) -> None:
        settings, since_s = self._fleet.settings, now_s - self._last_round_s
        due = self._fleet.dispatch_due and since_s >= settings.allocation_gap_s
        if due or since_s >= settings.allocation_period_s:
            self._last_round_s = now_s
            self._fleet.dispatch_due = False
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
        self._note_traffic()
        return self._fleet.journal.flush(now_s)

    def _command_kept(self, now_s: float) -> None:
        self._note_traffic()
        self._fleet.journal.flush_now(now_s)

    def _note_traffic(self) -> None:
        fleet = self._fleet
        if fleet.traffic_changed and fleet.journal.store.keeps_traffic:
            fleet.journal.changes.traffic = fleet.traffic.snapshot()
        fleet.traffic_changed = False

    # Orders

    def submit(self, order: TransportOrder, author: str, now_s: float) -> TransportOrder:
        """Take an order on; durable when this returns. Raises OrderError, StoreError."""
        self._wake(now_s)
        return order_commands.submit(self._fleet, order, author, now_s)

    def cancel(self, order_id: str, author: str, cause: str, now_s: float) -> None:
        """End an order. Its load, if on board, is set down by a recovery order."""
        self._ready(now_s)
        order_commands.cancel(self._fleet, order_id, author, cause, now_s)
        self._command_kept(now_s)

    def suspend(self, order_id: str, author: str, cause: str, now_s: float) -> None:
        """Stop working on an order until it is resumed."""
        self._ready(now_s)
        order_commands.suspend(self._fleet, order_id, author, cause, now_s)
        self._command_kept(now_s)

    def resume_order(self, order_id: str, author: str, now_s: float) -> None:
        self._ready(now_s)
        order_commands.resume(self._fleet, order_id, author, now_s)
        self._command_kept(now_s)

    def reprioritise(
        self,
        order_id: str,
        priority: int | None,
        deadline_s: float | None,
        author: str,
        now_s: float,
    ) -> None:
        """Change priority, deadline or both; None leaves it. Raises OrderError, CommandError."""
        self._ready(now_s)
        order_commands.reprioritise(self._fleet, order_id, priority, deadline_s, author, now_s)
        self._command_kept(now_s)

    def assign(self, order_id: str, vehicle_id: str, author: str, now_s: float) -> None:
        """A person decides the vehicle; one that is busy takes the order next."""
        self._ready(now_s)
        order_commands.assign(self._fleet, order_id, vehicle_id, author, now_s)
        self._command_kept(now_s)

    def unassign(self, order_id: str, author: str, now_s: float) -> None:
        """Takes ``assign`` back: the fleet chooses the vehicle."""
        self._ready(now_s)
        order_commands.unassign(self._fleet, order_id, author, now_s)
        self._command_kept(now_s)

    # Vehicles

    def pause_vehicle(self, vehicle_id: str, author: str, now_s: float) -> None:
        self._wake(now_s)
        vehicle_commands.pause_vehicle(self._fleet, vehicle_id, author, now_s)
        self._fleet.journal.flush(now_s)

    def resume_vehicle(self, vehicle_id: str, author: str, now_s: float) -> None:
        self._ready(now_s)
        vehicle_commands.resume_vehicle(self._fleet, vehicle_id, author, now_s)
        self._command_kept(now_s)

    def pause_fleet(self, author: str, now_s: float) -> None:
        self._wake(now_s)
        vehicle_commands.pause_fleet(self._fleet, author, now_s)
        self._fleet.journal.flush(now_s)

    def resume_fleet(self, author: str, now_s: float) -> None:
        self._ready(now_s)
        vehicle_commands.resume_fleet(self._fleet, author, now_s)
        self._command_kept(now_s)

    def send_vehicle(self, vehicle_id: str, station_id: str, author: str, now_s: float) -> None:
        """To a charger, a parking place or any other station."""
        self._ready(now_s)
        vehicle_commands.send(self._fleet, vehicle_id, station_id, author, now_s)
        self._command_kept(now_s)

    def send_to_charge(self, vehicle_id: str, author: str, now_s: float) -> None:
        """To the best free charger."""
        self._ready(now_s)
        vehicle_commands.send_to_charge(self._fleet, vehicle_id, author, now_s)
        self._command_kept(now_s)

    def send_to_park(self, vehicle_id: str, author: str, now_s: float) -> None:
        """To the best free parking place."""
        self._ready(now_s)
        vehicle_commands.send_to_park(self._fleet, vehicle_id, author, now_s)
        self._command_kept(now_s)

    def explain(self, vehicle_id: str, now_s: float) -> tuple[WaitReason, ...]:
        """Why a vehicle waits: itself first, then all that it waits for in turn.

        Raises CommandError when it is not known.
        """
        self._wake(now_s)
        return wait_chain(self._fleet, vehicle_id, now_s)

    # Closures

    def close(self, closure: Closure, author: str, now_s: float) -> Closed:
        """Close edges or a zone; whoever has planned to go there is planned anew at once."""
        self._ready(now_s)
        closed = closure_commands.close(self._fleet, closure, author, now_s)
        self._command_kept(now_s)
        return closed

    def open(self, closure_id: str, author: str, now_s: float) -> None:
        self._ready(now_s)
        closure_commands.open_again(self._fleet, closure_id, author, now_s)
        self._command_kept(now_s)

    def _ready(self, now_s: float) -> None:
        """Awake, and the store writes: a command that could be forgotten is refused."""
        self._wake(now_s)
        try:
            self._fleet.journal.flush_now(now_s)
        except StoreError as error:
            raise StoreError(f"not possible now: {error}") from error

    # What is shown

    def candidates(self, order: TransportOrder, now_s: float) -> list[Candidate]:
        """Every vehicle for an order before it is sent; possible ones first, by arrival.

        Raises OrderError when the order cannot be done at all.
        """
        self._wake(now_s)
        check_order(order, self._fleet.plant, self._fleet.known_types)
        if order.stop is None:
            raise OrderError(f"order {order.id}: all its stops are done; nobody needs to go there")
        return candidates_for(self._fleet, order, now_s)

    def snapshot(self, now_s: float) -> FleetSnapshot:
        return view(self._fleet, now_s)

    def order(self, order_id: str) -> TransportOrder:
        """Raises CommandError when it is not known."""
        return self._fleet.orders.get(order_id)

    def transitions(self, order_id: str) -> tuple[Transition, ...]:
        """The stored life of an order. Raises CommandError when it is not known."""
        self._fleet.orders.get(order_id)
        return self._fleet.journal.store.transitions(order_id)
