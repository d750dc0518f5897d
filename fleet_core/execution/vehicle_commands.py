"""What a person may do with vehicles. What cannot be raises CommandError with the reason."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.idle_places import nearest_places
from fleet_core.execution import order_moves
from fleet_core.execution.act import Act, Storing
from fleet_core.execution.availability import availability_of, out_of_service
from fleet_core.execution.dispatch_round import (
    free_charger_places,
    free_parking_places,
    mission_places,
    standing_places,
)
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.misplaced_loads import doubt_loads
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_place import left_to_drive, note_moved_by_hand
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import StationKind
from fleet_core.model.mission import MissionKind
from fleet_core.model.reason import Reason
from fleet_core.model.reasons.refusals import not_sent
from fleet_core.model.request import (
    PauseFleet,
    PauseVehicle,
    Request,
    ResumeFleet,
    ResumeVehicle,
    SendToCharge,
    SendToPark,
    SendVehicle,
)
from fleet_core.model.status import Severity


def pause_vehicle(fleet: Fleet, request: PauseVehicle, author: str, now_s: float) -> None:
    """It stops as soon as it can and waits. Stays so through a restart."""
    vehicle = fleet.vehicle(request.vehicle_id)
    if vehicle.paused_by:
        raise CommandError(reasons.refusals.vehicle_paused_already(vehicle.id, vehicle.paused_by))
    fleet.pause(vehicle, author)
    _tell(fleet, now_s, reasons.vehicles.vehicle_pause(vehicle.id, author), vehicle.id)


def resume_vehicle(fleet: Fleet, request: ResumeVehicle, author: str, now_s: float) -> None:
    vehicle = fleet.vehicle(request.vehicle_id)
    if not vehicle.paused_by and vehicle.condition is Condition.ASTRAY:
        _believe(fleet, vehicle, author, now_s)
        return
    if not vehicle.paused_by:
        raise CommandError(reasons.refusals.vehicle_not_paused(vehicle.id))
    fleet.pause(vehicle, "")
    _tell(fleet, now_s, reasons.vehicles.vehicle_resume(vehicle.id, author), vehicle.id)


def _believe(fleet: Fleet, vehicle: Vehicle, author: str, now_s: float) -> None:
    """A person has looked: the astray vehicle is where it says, and is taken up there."""
    report = vehicle.report
    if left_to_drive(report):
        left = report.legs_released - report.legs_done
        raise CommandError(reasons.refusals.would_drive_on(vehicle.id, left, report.route_id))
    note_moved_by_hand(vehicle)
    doubt_loads(vehicle)
    _tell(fleet, now_s, reasons.vehicles.vehicle_believed(vehicle.id, author), vehicle.id)


def pause_fleet(fleet: Fleet, _request: PauseFleet, author: str, now_s: float) -> None:
    """All vehicles stop as soon as they can and wait. Stays so through a restart."""
    if fleet.paused:
        raise CommandError(reasons.refusals.fleet_paused_already(fleet.paused_by))
    fleet.pause_all(author)
    _tell(fleet, now_s, reasons.fleet.fleet_pause(author))


def resume_fleet(fleet: Fleet, _request: ResumeFleet, author: str, now_s: float) -> None:
    if not fleet.paused:
        raise CommandError(reasons.refusals.fleet_not_paused())
    fleet.pause_all("")
    _tell(fleet, now_s, reasons.fleet.fleet_resume(author))


def _tell(fleet: Fleet, now_s: float, what: Reason, vehicle_id: str = "") -> None:
    fleet.journal.message(now_s, Severity.INFO, what, vehicle_id)


def send(fleet: Fleet, request: SendVehicle, author: str, now_s: float) -> None:
    """Send a vehicle to any station; an order that it has not picked yet goes to others."""
    vehicle, station_id = fleet.vehicle(request.vehicle_id), request.station_id
    layout = fleet.plant.facility.name
    if not fleet.plant.knows(station_id):
        raise CommandError(
            not_sent(vehicle.id, reasons.refusals.station_unknown(station_id, layout))
        )
    place = fleet.plant.place(station_id)
    kind = fleet.plant.use(station_id).kind
    if kind is not StationKind.TRANSFER:
        taken = mission_places(fleet, vehicle) | standing_places(fleet, vehicle)
        if not taken.isdisjoint(place):
            raise CommandError(not_sent(vehicle.id, reasons.refusals.place_taken(station_id)))
    no_way = reasons.refusals.no_way_there(station_id)
    _begin(fleet, vehicle, _mission_kind(kind), no_way, {station_id: place}, author, now_s)


def _mission_kind(kind: StationKind) -> MissionKind:
    return {
        StationKind.CHARGER: MissionKind.CHARGE,
        StationKind.PARKING: MissionKind.PARK,
        StationKind.TRANSFER: MissionKind.SEND,
    }[kind]


def send_to_charge(fleet: Fleet, request: SendToCharge, author: str, now_s: float) -> None:
    """To the free charger that it reaches first."""
    vehicle = fleet.vehicle(request.vehicle_id)
    places = free_charger_places(fleet, vehicle)
    _begin(
        fleet,
        vehicle,
        MissionKind.CHARGE,
        reasons.refusals.no_way_to_charger(),
        places,
        author,
        now_s,
    )


def send_to_park(fleet: Fleet, request: SendToPark, author: str, now_s: float) -> None:
    """To the free parking place that it reaches first."""
    vehicle = fleet.vehicle(request.vehicle_id)
    places = free_parking_places(fleet, vehicle)
    _begin(
        fleet,
        vehicle,
        MissionKind.PARK,
        reasons.refusals.no_way_to_parking(),
        places,
        author,
        now_s,
    )


def _begin(
    fleet: Fleet,
    vehicle: Vehicle,
    kind: MissionKind,
    no_way: Reason,
    places: dict[str, Place],
    author: str,
    now_s: float,
) -> None:
    _check_free(fleet, vehicle)
    chosen = nearest_places([availability_of(fleet, vehicle, now_s)], places, fleet.plant)
    if vehicle.id not in chosen:
        raise CommandError(not_sent(vehicle.id, no_way))
    if fleet.order_of(vehicle) is not None:
        cause = reasons.orders.sent_elsewhere(vehicle.id, author)
        order_moves.give_back(fleet, vehicle, now_s, cause, author, Actor.PERSON)
    fleet.begin(vehicle, kind, now_s, chosen[vehicle.id], author=author)


def _check_free(fleet: Fleet, vehicle: Vehicle) -> None:
    why = out_of_service(fleet, vehicle)
    order = fleet.order_of(vehicle)
    if why is None and order is not None:
        if order.loaded:
            why = reasons.refusals.carries_load_of(order.id)
        elif fleet.handling(vehicle):
            why = reasons.refusals.handles_load_of(order.id)
    if why is not None:
        raise CommandError(not_sent(vehicle.id, why))


ACTS: Mapping[type[Request], Act] = {
    PauseVehicle: Act(pause_vehicle, Storing.WHEN_POSSIBLE),
    ResumeVehicle: Act(resume_vehicle),
    PauseFleet: Act(pause_fleet, Storing.WHEN_POSSIBLE),
    ResumeFleet: Act(resume_fleet),
    SendVehicle: Act(send),
    SendToCharge: Act(send_to_charge),
    SendToPark: Act(send_to_park),
}
