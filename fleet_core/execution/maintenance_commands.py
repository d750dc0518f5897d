"""Vehicles that persons take out of service, and bring back; unknown ones, forgotten."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.execution import order_moves
from fleet_core.execution.act import Act
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.mission import MissionKind
from fleet_core.model.reason import Reason
from fleet_core.model.request import ForgetVehicle, Request, ReturnToService, TakeOutOfService
from fleet_core.model.status import Severity


def take_out(fleet: Fleet, request: TakeOutOfService, author: str, now_s: float) -> None:
    """It takes no more orders; stays so through a restart, and may be one that is not heard."""
    vehicle_id = _known(fleet, request.vehicle_id)
    before = fleet.maintained.get(vehicle_id)
    if before is not None:
        raise CommandError(reasons.refusals.out_of_service_already(vehicle_id, before))
    vehicle = fleet.vehicles.get(vehicle_id)
    if vehicle is not None:
        _relieve(fleet, vehicle, author, now_s)
    _note(fleet, vehicle_id, author, now_s, reasons.vehicles.vehicle_out(vehicle_id, author))


def bring_back(fleet: Fleet, request: ReturnToService, author: str, now_s: float) -> None:
    """It takes orders again."""
    vehicle_id = _known(fleet, request.vehicle_id)
    if vehicle_id not in fleet.maintained:
        raise CommandError(reasons.refusals.not_out_of_service(vehicle_id))
    _note(fleet, vehicle_id, "", now_s, reasons.vehicles.vehicle_back(vehicle_id, author))


def _known(fleet: Fleet, vehicle_id: str) -> str:
    if vehicle_id not in fleet.known_types:
        raise CommandError(reasons.refusals.vehicle_unknown(vehicle_id))
    return vehicle_id


def _relieve(fleet: Fleet, vehicle: Vehicle, author: str, now_s: float) -> None:
    """Of what it has not begun. What it carries or handles it brings to an end."""
    order = fleet.order_of(vehicle)
    if order is not None and not order.loaded and not fleet.handling(vehicle):
        cause = reasons.orders.taken_out_of_service(vehicle.id, author)
        order_moves.give_back(fleet, vehicle, now_s, cause, author, Actor.PERSON)
    elif vehicle.mission is not None and vehicle.mission.kind is MissionKind.CHARGE:
        fleet.set_mission(vehicle, None)


def _note(fleet: Fleet, vehicle_id: str, author: str, now_s: float, said: Reason) -> None:
    """``author``: who has taken it out; empty: nobody any more."""
    fleet.take_out_of_service(vehicle_id, author)
    fleet.journal.message(now_s, Severity.INFO, said, vehicle_id)


def forget_vehicle(fleet: Fleet, request: ForgetVehicle, author: str, now_s: float) -> None:
    """Off the list; it never held floor."""
    if request.vehicle_id in fleet.known_types:
        raise CommandError(reasons.refusals.of_this_plant(request.vehicle_id))
    if fleet.unknown_vehicles.pop(request.vehicle_id, None) is None:
        raise CommandError(reasons.refusals.vehicle_unknown(request.vehicle_id))
    said = reasons.vehicles.unknown_vehicle_forgotten(request.vehicle_id, author)
    fleet.journal.message(now_s, Severity.INFO, said)


ACTS: Mapping[type[Request], Act] = {
    TakeOutOfService: Act(take_out),
    ReturnToService: Act(bring_back),
    ForgetVehicle: Act(forget_vehicle),
}
