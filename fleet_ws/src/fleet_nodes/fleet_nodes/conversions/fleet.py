"""Fleet state, messages to dispatchers, candidates, outcomes."""

from __future__ import annotations

from math import isnan, nan

from fleet_interfaces import msg

from fleet_core.model.errors import FleetError, InputError
from fleet_core.model.reasons.general import said
from fleet_core.model.request import Answer, Outcome
from fleet_core.model.status import (
    Candidate,
    FleetMessage,
    FleetSnapshot,
    Severity,
    Unheard,
    UnknownVehicle,
)
from fleet_core.model.vehicle import VehicleStatus
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.closures import closure_message
from fleet_nodes.conversions.instants import (
    optional_seconds_of,
    optional_time_message,
    seconds_of,
    time_message,
)
from fleet_nodes.conversions.orders import order_message
from fleet_nodes.conversions.reasons import reason_message, reason_of
from fleet_nodes.conversions.vehicles import header, status_message, status_of

_MOST_VEHICLES = 10_000


def state_message(snapshot: FleetSnapshot, layout_name: str, simulated: bool) -> msg.FleetState:
    return msg.FleetState(
        header=header(snapshot.time_s),
        vehicles=[status_message(each) for each in snapshot.vehicles],
        fleet_paused=snapshot.fleet_paused,
        simulated=simulated,
        layout_name=layout_name,
        closures=[closure_message(each) for each in snapshot.closures],
        unheard_ids=[each.vehicle_id for each in snapshot.unheard],
        unheard_reasons=[reason_message(each.reason) for each in snapshot.unheard],
        unknown_ids=[each.vehicle_id for each in snapshot.unknown_vehicles],
        unknown_types=[each.type_id for each in snapshot.unknown_vehicles],
        unknown_heard=[time_message(each.heard_s) for each in snapshot.unknown_vehicles],
    )


def vehicles_of(message: msg.FleetState) -> tuple[VehicleStatus, ...]:
    vehicles = checks.items(message.vehicles, "vehicles", _MOST_VEHICLES)
    return tuple(status_of(each) for each in vehicles)


def unheard_of(message: msg.FleetState) -> tuple[Unheard, ...]:
    ids = checks.identifiers(message.unheard_ids, "unheard_ids", _MOST_VEHICLES)
    whys = checks.items(message.unheard_reasons, "unheard_reasons", _MOST_VEHICLES)
    if len(ids) != len(whys):
        raise InputError(f"unheard_reasons has {len(whys)} entries, unheard_ids {len(ids)}")
    return tuple(
        Unheard(vehicle_id, reason_of(why, "unheard_reasons"))
        for vehicle_id, why in zip(ids, whys, strict=True)
    )


def unknown_of(message: msg.FleetState) -> tuple[UnknownVehicle, ...]:
    ids = checks.identifiers(message.unknown_ids, "unknown_ids", _MOST_VEHICLES)
    types = checks.items(message.unknown_types, "unknown_types", _MOST_VEHICLES)
    heard = checks.items(message.unknown_heard, "unknown_heard", _MOST_VEHICLES)
    if not len(ids) == len(types) == len(heard):
        counts = f"{len(ids)}, {len(types)} and {len(heard)}"
        raise InputError(f"unknown_ids, unknown_types and unknown_heard have {counts} entries")
    return tuple(
        UnknownVehicle(
            vehicle_id, checks.identifier(kind, "unknown_types", empty=True), seconds_of(at)
        )
        for vehicle_id, kind, at in zip(ids, types, heard, strict=True)
    )


def orders_message(snapshot: FleetSnapshot) -> msg.OrderList:
    return msg.OrderList(
        header=header(snapshot.time_s, frame_id=""),
        orders=[order_message(each) for each in snapshot.orders],
    )


def fleet_message(message: FleetMessage) -> msg.FleetMessage:
    return msg.FleetMessage(
        id=message.id,
        time=time_message(message.time_s),
        severity=message.severity.value,
        reason=reason_message(message.reason),
        vehicle_id=message.vehicle_id,
        order_id=message.order_id,
        station_id=message.station_id,
    )


def fleet_message_of(message: msg.FleetMessage) -> FleetMessage:
    return FleetMessage(
        id=message.id,
        time_s=seconds_of(message.time),
        severity=checks.word(message.severity, Severity, "severity"),
        reason=reason_of(message.reason, "reason") or said(""),
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id", empty=True),
        order_id=checks.identifier(message.order_id, "order_id", empty=True),
        station_id=checks.identifier(message.station_id, "station_id", empty=True),
    )


def candidate_message(candidate: Candidate) -> msg.Candidate:
    return msg.Candidate(
        vehicle_id=candidate.vehicle_id,
        possible=candidate.possible,
        arrival=optional_time_message(candidate.arrival_s),
        cost_s=nan if candidate.cost_s is None else candidate.cost_s,
        reason=reason_message(candidate.reason),
    )


def candidate_of(message: msg.Candidate) -> Candidate:
    return Candidate(
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id"),
        possible=message.possible,
        arrival_s=optional_seconds_of(message.arrival, "arrival"),
        cost_s=None if isnan(message.cost_s) else message.cost_s,
        reason=reason_of(message.reason, "reason"),
    )


def outcome_message(error: FleetError | None = None) -> msg.Outcome:
    """None is done."""
    if error is None:
        return msg.Outcome(code=msg.Outcome.DONE)
    bad_input = isinstance(error, InputError)
    code = msg.Outcome.BAD_INPUT if bad_input else msg.Outcome.WORK_FAILED
    return msg.Outcome(code=code, reason=reason_message(error.reason))


def outcome_of(outcome: msg.Outcome) -> Outcome:
    """How a request ended, in the fleet's own words."""
    if outcome.code == msg.Outcome.BAD_INPUT:
        return Outcome.REFUSED
    return Outcome.DONE if outcome.code == msg.Outcome.DONE else Outcome.FAILED


def raise_for(outcome: msg.Outcome) -> None:
    """The error that the other side met, raised on this side."""
    Answer(outcome_of(outcome), reason_of(outcome.reason, "outcome.reason")).checked()
