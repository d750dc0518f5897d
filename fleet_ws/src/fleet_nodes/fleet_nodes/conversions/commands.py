"""Requests of the fleet as calls of the dispatcher's services, and back; answers too.

One row of `SERVICES` and one of `_CALLS` for each: the dispatcher, the command line and the window
use the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fleet_interfaces import srv

from fleet_core.model import reasons
from fleet_core.model import request as requests
from fleet_core.model.errors import InputError
from fleet_core.model.request import Answer, NewDeadline, Outcome, Request, new_request_id
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.closures import closure_message, closure_of
from fleet_nodes.conversions.fleet import candidate_message, candidate_of, outcome_of
from fleet_nodes.conversions.instants import optional_seconds_of, optional_time_message
from fleet_nodes.conversions.orders import MOST_URGENT, order_message, order_of, request_of
from fleet_nodes.conversions.reasons import reason_of

_LONGEST_S = 366 * 86400.0
_SEND = srv.SendVehicle.Request


@dataclass(frozen=True, slots=True)
class Service:
    """A service, and the request that a message to it is. ``read`` raises InputError."""

    kind: type[Any]
    read: Callable[[Any], Request]


@dataclass(frozen=True, slots=True)
class Call:
    """A service and the fields of a message to it."""

    service: str
    fields: dict[str, Any]

    @property
    def kind(self) -> type[Any]:
        return SERVICES[self.service].kind

    def message(self) -> Any:
        return self.kind.Request(**self.fields)


def call_of(request: Request, author: str) -> Call:
    """How a request of this author is put to the dispatcher."""
    service, fields = _CALLS[type(request)]
    call = Call(service, fields(request))
    if "author" in call.kind.Request.get_fields_and_field_types():
        call.fields.update(author=author, request_id=request.request_id)
    return call


def asked_of(service: str, message: Any) -> Request:
    """The request that a message to a service is. Raises InputError for what makes no sense."""
    request = SERVICES[service].read(message)
    request_id = checks.identifier(getattr(message, "request_id", ""), "request_id", empty=True)
    return replace(request, request_id=request_id or new_request_id())


def fill(response: Any, answer: Answer) -> None:
    """Write what was done into the response of a service, as far as it has room for it."""
    fields = response.get_fields_and_field_types()
    if "order" in fields and answer.order is not None:
        response.order = order_message(answer.order)
    if "candidates" in fields:
        response.candidates = [candidate_message(each) for each in answer.candidates]
    if "closure" in fields and answer.closure is not None:
        response.closure = closure_message(answer.closure)
        response.not_kept_out = list(answer.not_kept_out)


def answer_of(response: Any) -> Answer:
    """What the dispatcher has answered, whichever service it was."""
    outcome = outcome_of(response.outcome)
    if outcome is not Outcome.DONE:
        return Answer(outcome, reason_of(response.outcome.reason, "outcome.reason"))
    order, closure = getattr(response, "order", None), getattr(response, "closure", None)
    return Answer(
        order=None if order is None else order_of(order),
        candidates=tuple(candidate_of(each) for each in getattr(response, "candidates", ())),
        closure=None if closure is None else closure_of(closure),
        not_kept_out=tuple(getattr(response, "not_kept_out", ())),
    )


def _order_id(message: Any) -> str:
    return checks.identifier(message.order_id, "order_id")


def _vehicle_id(message: Any) -> str:
    return checks.identifier(message.vehicle_id, "vehicle_id")


def _cause(message: Any) -> str:
    return checks.text(message.cause, "cause")


def _assignment(message: Any) -> Request:
    if not message.vehicle_id:
        return requests.UnassignOrder(_order_id(message))
    return requests.AssignOrder(_order_id(message), _vehicle_id(message))


def _load(message: Any) -> Request:
    station_id = checks.identifier(message.station_id, "station_id", empty=True)
    return requests.ReportLoad(_order_id(message), station_id)


def _urgency(message: Any) -> Request:
    priority = deadline = None
    if message.set_priority:
        priority = int(checks.number(message.priority, "priority", -MOST_URGENT, MOST_URGENT))
    if message.set_deadline:
        deadline = NewDeadline(optional_seconds_of(message.deadline, "deadline"))
    return requests.ReprioritiseOrder(_order_id(message), priority, deadline)


def _errand(message: Any) -> Request:
    if message.destination == _SEND.TO_STATION:
        station_id = checks.identifier(message.station_id, "station_id")
        return requests.SendVehicle(_vehicle_id(message), station_id)
    if message.destination == _SEND.TO_CHARGE:
        return requests.SendToCharge(_vehicle_id(message))
    if message.destination == _SEND.TO_PARK:
        return requests.SendToPark(_vehicle_id(message))
    allowed = (_SEND.TO_STATION, _SEND.TO_CHARGE, _SEND.TO_PARK)
    named = repr(message.destination[:40])
    raise InputError(reasons.refusals.field_word("destination", named, allowed))


def _closing(message: Any) -> Request:
    lasts_s = checks.number(message.lasts_s, "lasts_s", 0.0, _LONGEST_S)
    return requests.CloseWay(closure_of(message.closure), lasts_s)


SERVICES: Mapping[str, Service] = {
    names.SUBMIT_ORDER: Service(
        srv.SubmitOrder, lambda message: requests.SubmitOrder(request_of(message.order))
    ),
    names.LIST_CANDIDATES: Service(
        srv.ListCandidates, lambda message: requests.ListCandidates(request_of(message.order))
    ),
    names.CANCEL_ORDER: Service(
        srv.OrderCommand,
        lambda message: requests.CancelOrder(_order_id(message), _cause(message)),
    ),
    names.SUSPEND_ORDER: Service(
        srv.OrderCommand,
        lambda message: requests.SuspendOrder(_order_id(message), _cause(message)),
    ),
    names.RESUME_ORDER: Service(
        srv.OrderCommand, lambda message: requests.ResumeOrder(_order_id(message))
    ),
    names.REPRIORITISE_ORDER: Service(srv.ReprioritiseOrder, _urgency),
    names.ASSIGN_ORDER: Service(srv.AssignOrder, _assignment),
    names.REPORT_LOAD: Service(srv.ReportLoad, _load),
    names.PAUSE_VEHICLE: Service(
        srv.VehicleCommand, lambda message: requests.PauseVehicle(_vehicle_id(message))
    ),
    names.RESUME_VEHICLE: Service(
        srv.VehicleCommand, lambda message: requests.ResumeVehicle(_vehicle_id(message))
    ),
    names.TAKE_OUT_OF_SERVICE: Service(
        srv.VehicleCommand, lambda message: requests.TakeOutOfService(_vehicle_id(message))
    ),
    names.RETURN_TO_SERVICE: Service(
        srv.VehicleCommand, lambda message: requests.ReturnToService(_vehicle_id(message))
    ),
    names.FORGET_VEHICLE: Service(
        srv.VehicleCommand, lambda message: requests.ForgetVehicle(_vehicle_id(message))
    ),
    names.PAUSE_FLEET: Service(srv.FleetCommand, lambda _: requests.PauseFleet()),
    names.RESUME_FLEET: Service(srv.FleetCommand, lambda _: requests.ResumeFleet()),
    names.SEND_VEHICLE: Service(srv.SendVehicle, _errand),
    names.CLOSE_WAY: Service(srv.CloseWay, _closing),
    names.OPEN_WAY: Service(
        srv.OpenWay,
        lambda message: requests.OpenWay(checks.identifier(message.closure_id, "closure_id")),
    ),
}

_CALLS: Mapping[type[Request], tuple[str, Callable[[Any], dict[str, Any]]]] = {
    requests.SubmitOrder: (names.SUBMIT_ORDER, lambda ask: {"order": order_message(ask.order)}),
    requests.ListCandidates: (
        names.LIST_CANDIDATES,
        lambda ask: {"order": order_message(ask.order)},
    ),
    requests.CancelOrder: (
        names.CANCEL_ORDER,
        lambda ask: {"order_id": ask.order_id, "cause": ask.cause},
    ),
    requests.SuspendOrder: (
        names.SUSPEND_ORDER,
        lambda ask: {"order_id": ask.order_id, "cause": ask.cause},
    ),
    requests.ResumeOrder: (names.RESUME_ORDER, lambda ask: {"order_id": ask.order_id}),
    requests.ReprioritiseOrder: (
        names.REPRIORITISE_ORDER,
        lambda ask: {
            "order_id": ask.order_id,
            "set_priority": ask.priority is not None,
            "priority": ask.priority or 0,
            "set_deadline": ask.deadline is not None,
            "deadline": optional_time_message(ask.deadline.at_s if ask.deadline else None),
        },
    ),
    requests.AssignOrder: (
        names.ASSIGN_ORDER,
        lambda ask: {"order_id": ask.order_id, "vehicle_id": ask.vehicle_id},
    ),
    requests.ReportLoad: (
        names.REPORT_LOAD,
        lambda ask: {"order_id": ask.order_id, "station_id": ask.station_id},
    ),
    requests.UnassignOrder: (names.ASSIGN_ORDER, lambda ask: {"order_id": ask.order_id}),
    requests.PauseVehicle: (names.PAUSE_VEHICLE, lambda ask: {"vehicle_id": ask.vehicle_id}),
    requests.ResumeVehicle: (names.RESUME_VEHICLE, lambda ask: {"vehicle_id": ask.vehicle_id}),
    requests.TakeOutOfService: (
        names.TAKE_OUT_OF_SERVICE,
        lambda ask: {"vehicle_id": ask.vehicle_id},
    ),
    requests.ReturnToService: (
        names.RETURN_TO_SERVICE,
        lambda ask: {"vehicle_id": ask.vehicle_id},
    ),
    requests.ForgetVehicle: (
        names.FORGET_VEHICLE,
        lambda ask: {"vehicle_id": ask.vehicle_id},
    ),
    requests.PauseFleet: (names.PAUSE_FLEET, lambda _: {}),
    requests.ResumeFleet: (names.RESUME_FLEET, lambda _: {}),
    requests.SendVehicle: (
        names.SEND_VEHICLE,
        lambda ask: {
            "vehicle_id": ask.vehicle_id,
            "destination": _SEND.TO_STATION,
            "station_id": ask.station_id,
        },
    ),
    requests.SendToCharge: (
        names.SEND_VEHICLE,
        lambda ask: {"vehicle_id": ask.vehicle_id, "destination": _SEND.TO_CHARGE},
    ),
    requests.SendToPark: (
        names.SEND_VEHICLE,
        lambda ask: {"vehicle_id": ask.vehicle_id, "destination": _SEND.TO_PARK},
    ),
    requests.CloseWay: (
        names.CLOSE_WAY,
        lambda ask: {"closure": closure_message(ask.closure), "lasts_s": ask.lasts_s},
    ),
    requests.OpenWay: (names.OPEN_WAY, lambda ask: {"closure_id": ask.closure_id}),
}
