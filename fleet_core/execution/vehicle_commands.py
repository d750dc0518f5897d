"""What a person may do with vehicles. What cannot be raises CommandError with the reason."""

from __future__ import annotations

from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.places import nearest_places
from fleet_core.execution import order_moves
from fleet_core.execution.availability import offer_of, out_of_service
from fleet_core.execution.dispatch_round import (
    free_charger_places,
    free_parking_places,
    mission_places,
    standing_places,
)
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_place import left_to_drive
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import StationKind
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity
from fleet_core.store.records import MissionKind


def pause_vehicle(fleet: Fleet, vehicle_id: str, author: str, now_s: float) -> None:
    """It stops as soon as it can and waits. Stays so through a restart."""
    vehicle = fleet.vehicle(vehicle_id)
    if vehicle.paused_by:
        raise CommandError(f"vehicle {vehicle_id} is paused already, by {vehicle.paused_by}")
    vehicle.paused_by = fleet.pauses[vehicle_id] = author
    fleet.note_pauses()
    fleet.dispatch_due = True
    _tell(fleet, now_s, reasons.vehicles.vehicle_pause(vehicle_id, author), vehicle_id)


def resume_vehicle(fleet: Fleet, vehicle_id: str, author: str, now_s: float) -> None:
    vehicle = fleet.vehicle(vehicle_id)
    if not vehicle.paused_by and vehicle.condition is Condition.ASTRAY:
        _believe(fleet, vehicle, author, now_s)
        return
    if not vehicle.paused_by:
        raise CommandError(f"vehicle {vehicle_id} is not paused")
    vehicle.paused_by = ""
    fleet.pauses.pop(vehicle_id, None)
    fleet.note_pauses()
    fleet.dispatch_due = True
    _tell(fleet, now_s, reasons.vehicles.vehicle_resume(vehicle_id, author), vehicle_id)


def _believe(fleet: Fleet, vehicle: Vehicle, author: str, now_s: float) -> None:
    """A person has looked: the astray vehicle is where it says, and is taken up there."""
    report = vehicle.report
    if left_to_drive(report):
        left = report.legs_released - report.legs_done
        raise CommandError(
            f"vehicle {vehicle.id} would drive {left} more legs of route {report.route_id} from "
            "where it is; take it over by hand first, or bring it back to its way"
        )
    vehicle.moved_by_hand = vehicle.was_manual = True
    _tell(fleet, now_s, reasons.vehicles.vehicle_believed(vehicle.id, author), vehicle.id)


def pause_fleet(fleet: Fleet, author: str, now_s: float) -> None:
    """All vehicles stop as soon as they can and wait. Stays so through a restart."""
    if fleet.paused:
        raise CommandError(f"the fleet is paused already, by {fleet.paused_by}")
    fleet.paused_by = author
    fleet.dispatch_due = True
    fleet.note_pauses()
    _tell(fleet, now_s, reasons.fleet.fleet_pause(author))


def resume_fleet(fleet: Fleet, author: str, now_s: float) -> None:
    if not fleet.paused:
        raise CommandError("the fleet is not paused")
    fleet.paused_by = ""
    fleet.note_pauses()
    fleet.dispatch_due = True
    _tell(fleet, now_s, reasons.fleet.fleet_resume(author))


def _tell(fleet: Fleet, now_s: float, what: Reason, vehicle_id: str = "") -> None:
    fleet.journal.message(now_s, Severity.INFO, what, vehicle_id)


def send(fleet: Fleet, vehicle_id: str, station_id: str, author: str, now_s: float) -> None:
    """Send a vehicle to any station; an order that it has not picked yet goes to others."""
    vehicle = fleet.vehicle(vehicle_id)
    if not fleet.plant.knows(station_id):
        raise CommandError(
            f"vehicle {vehicle_id} cannot be sent: station {station_id!r} is not in layout "
            f"{fleet.plant.facility.name}"
        )
    place = fleet.plant.place(station_id)
    kind = fleet.plant.use(station_id).kind
    if kind is not StationKind.TRANSFER:
        taken = mission_places(fleet, vehicle) | standing_places(fleet, vehicle)
        if not taken.isdisjoint(place):
            raise CommandError(
                f"vehicle {vehicle_id} cannot be sent: {station_id} is taken by another vehicle"
            )
    _begin(fleet, vehicle, _mission_kind(kind), station_id, {station_id: place}, author, now_s)


def _mission_kind(kind: StationKind) -> MissionKind:
    return {
        StationKind.CHARGER: MissionKind.CHARGE,
        StationKind.PARKING: MissionKind.PARK,
        StationKind.TRANSFER: MissionKind.SEND,
    }[kind]


def send_to_charge(fleet: Fleet, vehicle_id: str, author: str, now_s: float) -> None:
    """To the free charger that it reaches first."""
    vehicle = fleet.vehicle(vehicle_id)
    places = free_charger_places(fleet, vehicle)
    _begin(fleet, vehicle, MissionKind.CHARGE, "a free charger", places, author, now_s)


def send_to_park(fleet: Fleet, vehicle_id: str, author: str, now_s: float) -> None:
    """To the free parking place that it reaches first."""
    vehicle = fleet.vehicle(vehicle_id)
    places = free_parking_places(fleet, vehicle)
    _begin(fleet, vehicle, MissionKind.PARK, "a free parking place", places, author, now_s)


def _begin(
    fleet: Fleet,
    vehicle: Vehicle,
    kind: MissionKind,
    wanted: str,
    places: dict[str, Place],
    author: str,
    now_s: float,
) -> None:
    _check_free(fleet, vehicle)
    chosen = nearest_places([offer_of(fleet, vehicle, now_s)], places, fleet.plant)
    if vehicle.id not in chosen:
        raise CommandError(f"vehicle {vehicle.id} cannot be sent: it has no way to {wanted}")
    if fleet.order_of(vehicle) is not None:
        cause = reasons.orders.sent_elsewhere(vehicle.id, author)
        order_moves.give_back(fleet, vehicle, now_s, cause, author, Actor.PERSON)
    fleet.begin(vehicle, kind, now_s, chosen[vehicle.id], author=author)


def _check_free(fleet: Fleet, vehicle: Vehicle) -> None:
    reason: Reason | str | None = out_of_service(fleet, vehicle)
    order = fleet.order_of(vehicle)
    if not reason and order is not None:
        if order.loaded:
            reason = f"it carries the load of order {order.id}"
        elif fleet.handling(vehicle):
            reason = f"it is handling the load of order {order.id}"
    if reason:
        raise CommandError(f"vehicle {vehicle.id} cannot be sent: {reason}")
