"""What a person may say of a load that is not where the fleet's books have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fleet_core.execution.act import Act
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_intake import check_stop
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError, OrderError
from fleet_core.model.order import AsSubmitted, OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.reasons.refusals import of_order
from fleet_core.model.request import ReportLoad, Request


def report_load(fleet: Fleet, request: ReportLoad, author: str, now_s: float) -> None:
    """The vehicle is free. At the station where it was to go the load is delivered; at another one
    it is fetched there, by whichever vehicle; of a load that is lost, or that was only to be set
    down somewhere, the order is cancelled."""
    order, station_id = fleet.orders.get(request.order_id), request.station_id
    _check(fleet, order)
    pick = order.last_pick
    delivered = order.stop is not None and order.stop.station_id == station_id
    if station_id and not delivered:
        _check_place(fleet, order, station_id)
    why = _why(order, station_id, author)
    _unload(fleet, order, station_id)
    if delivered:
        _deliver(fleet, order, why, author, now_s)
    elif station_id and pick is not None:
        _fetch(fleet, _from(order, pick, station_id), why, author, now_s)
    else:
        fleet.orders.move(order.id, OrderState.CANCELLED, Actor.PERSON, now_s, why, author)


def _check(fleet: Fleet, order: TransportOrder) -> None:
    if order.state.ended:
        raise CommandError(reasons.refusals.order_ended(order.id, order.state))
    if not order.loaded:
        raise CommandError(of_order(order.id, reasons.refusals.not_on_board()))
    vehicle = fleet.vehicles.get(order.vehicle_id)
    if vehicle is None or not vehicle.contact.heard:
        return
    if order.load_unit_id in vehicle.report.load_unit_ids:
        why = reasons.refusals.says_it_carries(vehicle.id, order.load_unit_id)
        raise CommandError(of_order(order.id, why))
    if fleet.at_work(vehicle):
        raise CommandError(of_order(order.id, reasons.refusals.handling_now(vehicle.id)))


def _check_place(fleet: Fleet, order: TransportOrder, station_id: str) -> None:
    """Whether a load can be fetched there."""
    try:
        check_stop(order, Stop(station_id, StopAction.PICK), fleet.plant)
    except OrderError as error:
        raise CommandError(error.reason) from error


def _why(order: TransportOrder, station_id: str, author: str) -> Reason:
    if station_id:
        return reasons.orders.load_found(order.load_unit_id, station_id, author)
    return reasons.orders.load_lost(order.load_unit_id, author)


def _unload(fleet: Fleet, order: TransportOrder, station_id: str) -> None:
    """It is on no vehicle any more."""
    fleet.loads.dropped(order.vehicle_id, station_id)
    vehicle = fleet.vehicles.get(order.vehicle_id)
    if vehicle is not None and vehicle.mission and vehicle.mission.order_id == order.id:
        fleet.set_mission(vehicle, None)
    elif fleet.absent_missions.pop(order.vehicle_id, None) is not None:
        fleet.journal.changes.missions[order.vehicle_id] = None


def _deliver(fleet: Fleet, order: TransportOrder, why: Reason, author: str, now_s: float) -> None:
    """The next stop counts as done."""
    if order.state is not OrderState.UNDER_WAY:
        order = fleet.orders.move(order.id, OrderState.UNDER_WAY, Actor.PERSON, now_s, why, author)
    after = replace(order, next_stop=order.next_stop + 1, loaded=False)
    if after.stop is not None:
        _fetch(fleet, after, why, author, now_s)
        return
    fleet.orders.amend(after, now_s, reasons.orders.stop_found_done(after.next_stop, why), author)
    all_done = reasons.orders.all_stops_done()
    fleet.orders.move(order.id, OrderState.DONE, Actor.EXECUTION, now_s, all_done, author)


def _from(order: TransportOrder, pick: int, station_id: str) -> TransportOrder:
    """Back at its pick, at the place where the load stands now."""
    stops = list(order.stops)
    stops[pick] = replace(stops[pick], station_id=station_id)
    before = order.as_submitted or AsSubmitted.of(order)
    return replace(
        order,
        stops=tuple(stops),
        next_stop=pick,
        loaded=False,
        begun_anew=order.begun_anew + 1,
        as_submitted=before,
    )


def _fetch(fleet: Fleet, order: TransportOrder, why: Reason, author: str, now_s: float) -> None:
    """Its next stop is for whichever vehicle is best."""
    fleet.orders.amend(order, now_s, why, author)
    fleet.orders.move(order.id, OrderState.QUEUED, Actor.PERSON, now_s, why, author, vehicle_id="")


ACTS: Mapping[type[Request], Act] = {ReportLoad: Act(report_load)}
