"""Where the load of a cancelled order is set down, and the order that does it."""

from __future__ import annotations

from dataclasses import replace
from math import isinf

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_book import AUTHOR
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.order_moves import assign, mark_under_way
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import StationKind
from fleet_core.model.order import OrderState, Origin, Stop, StopAction, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity

PRIORITY = 100
"""A load in the way of nobody is worth more than any order: it holds a vehicle."""


def cancel_loaded(
    fleet: Fleet, vehicle: Vehicle, order: TransportOrder, author: str, cause: Reason, now_s: float
) -> None:
    """End the order and begin another that sets its load down, in one transaction.

    Raises CommandError when no station can take the load; then nothing has changed.
    """
    target = set_down_station(fleet, vehicle, order)
    if not target:
        raise CommandError(reasons.refusals.not_cancelled(order.id, vehicle.id, order.load_unit_id))
    fleet.orders.move(order.id, OrderState.CANCELLED, Actor.PERSON, now_s, cause, author)
    begin_set_down(fleet, vehicle, order, target, now_s, author)


def begin_set_down(
    fleet: Fleet, vehicle: Vehicle, order: TransportOrder, target: str, now_s: float, author: str
) -> None:
    """A recovery order for the load of ``order``, which is on board of the vehicle."""
    recovery = TransportOrder(
        id=_recovery_id(fleet, order.id),
        stops=(Stop(target, StopAction.DROP),),
        load_unit_id=order.load_unit_id,
        load_type=order.load_type,
        priority=PRIORITY,
        intended_vehicle=vehicle.id,
        origin=Origin.RECOVERY,
        author=author,
        created_at_s=now_s,
        vehicle_id=vehicle.id,
        loaded=True,
    )
    fleet.orders.add(recovery, now_s, AUTHOR, reasons.orders.sets_load_down(order.id))
    on_board = reasons.orders.load_on_board()
    assign(fleet, recovery.id, vehicle, Actor.EXECUTION, now_s, on_board)
    mark_under_way(fleet, vehicle, now_s, on_board)
    fleet.journal.message(
        now_s,
        Severity.INFO,
        reasons.orders.load_recovery(vehicle.id, order.id, target),
        vehicle_id=vehicle.id,
        order_id=recovery.id,
        station_id=target,
    )


def set_down_station(fleet: Fleet, vehicle: Vehicle, order: TransportOrder) -> str:
    """Where it came from if nobody is on the way there, else the nearest; empty: there is none."""
    commitment = fleet.traffic.commitment(vehicle.id)
    source = (commitment.node_id, commitment.heading_rad)
    busy = {fleet.mission_station(other) for other in fleet.vehicles.values() if other != vehicle}
    origin = order.stops[order.last_pick].station_id if order.last_pick is not None else ""
    tried = order.stop.station_id if order.origin is Origin.RECOVERY and order.stop else ""
    best = (True, True, float("inf"), "")
    for station_id in fleet.plant.facility.layout.stations:
        if station_id == tried or not _takes(fleet, station_id, order.load_type):
            continue
        way_s = fleet.plant.travel.travel_s(
            vehicle.report.type_id, source, fleet.plant.place(station_id)
        )
        if not isinf(way_s):
            occupied = station_id in busy
            best = min(best, (occupied, station_id != origin, way_s, station_id))
    return best[3]


def _takes(fleet: Fleet, station_id: str, load_type: str) -> bool:
    use = fleet.plant.use(station_id)
    if use.kind is not StationKind.TRANSFER or not use.can_drop:
        return False
    return not load_type or not use.load_types or load_type in use.load_types


def _recovery_id(fleet: Fleet, order_id: str) -> str:
    base = order_id.split("-recovery", 1)[0]
    count = 1
    while fleet.orders.knows(f"{base}-recovery{count}"):
        count += 1
    return f"{base}-recovery{count}"


def take_over(fleet: Fleet, vehicle: Vehicle, order: TransportOrder, now_s: float) -> None:
    """The vehicle has the order's load on board although the order was not its own any more."""
    fleet.loads.picked(order.load_unit_id, order.load_type, vehicle.id)
    carrier = fleet.vehicles.get(order.vehicle_id)
    if carrier is not None and carrier.mission and carrier.mission.order_id == order.id:
        fleet.set_mission(carrier, None)
    cause = reasons.orders.load_on_vehicle(vehicle.id)
    suspended, reason = order.state is OrderState.SUSPENDED, order.reason
    if order.state is not OrderState.QUEUED:
        order = fleet.orders.move(
            order.id, OrderState.QUEUED, Actor.EXECUTION, now_s, cause, vehicle_id=""
        )
    assign(fleet, order.id, vehicle, Actor.EXECUTION, now_s, cause)
    loaded = replace(fleet.orders.get(order.id), next_stop=order.next_stop + 1, loaded=True)
    fleet.orders.amend(loaded, now_s, reasons.orders.stop_found_done(loaded.next_stop, cause))
    if suspended:
        cause = reasons.general.several((reason, cause)) if reason else cause
        fleet.orders.move(order.id, OrderState.SUSPENDED, Actor.EXECUTION, now_s, cause)
        fleet.change_mission(vehicle, halted_by=AUTHOR)
