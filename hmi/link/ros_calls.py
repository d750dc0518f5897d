"""Requests as calls of the dispatcher's services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fleet_interfaces import msg, srv

from fleet_nodes import names
from fleet_nodes.conversions.closures import closure_message, closure_of
from fleet_nodes.conversions.fleet import candidate_of
from fleet_nodes.conversions.instants import optional_time_message
from fleet_nodes.conversions.orders import order_message
from hmi.link import requests
from hmi.link.requests import Answer, Request

AUTHOR = "dispatcher"

SERVICES: dict[str, type[Any]] = {
    names.SUBMIT_ORDER: srv.SubmitOrder,
    names.LIST_CANDIDATES: srv.ListCandidates,
    names.CANCEL_ORDER: srv.OrderCommand,
    names.SUSPEND_ORDER: srv.OrderCommand,
    names.RESUME_ORDER: srv.OrderCommand,
    names.REPRIORITISE_ORDER: srv.ReprioritiseOrder,
    names.ASSIGN_ORDER: srv.AssignOrder,
    names.PAUSE_VEHICLE: srv.VehicleCommand,
    names.RESUME_VEHICLE: srv.VehicleCommand,
    names.PAUSE_FLEET: srv.FleetCommand,
    names.RESUME_FLEET: srv.FleetCommand,
    names.SEND_VEHICLE: srv.SendVehicle,
    names.CLOSE_WAY: srv.CloseWay,
    names.OPEN_WAY: srv.OpenWay,
}
"""Known from the start: a client that was just made would need a moment to find its service."""


@dataclass(frozen=True, slots=True)
class Call:
    """A service and the fields of its request."""

    service: str
    fields: dict[str, Any]

    @property
    def kind(self) -> type[Any]:
        return SERVICES[self.service]


def call_of(request: Request) -> Call:
    """How a request is put to the dispatcher."""
    call = _CALLS[type(request)](request)
    if "author" in call.kind.Request.get_fields_and_field_types():
        call.fields["author"] = AUTHOR
    return call


def answer_of(response: Any) -> Answer:
    """What the dispatcher has said, whichever service it was."""
    outcome = response.outcome
    order = getattr(response, "order", None)
    done = outcome.code == msg.Outcome.DONE
    closure = getattr(response, "closure", None) if done else None
    return Answer(
        ok=done,
        text=outcome.reason.text.removesuffix("."),
        order_id=order.id if order is not None else "",
        candidates=tuple(candidate_of(each) for each in getattr(response, "candidates", ())),
        closure=closure_of(closure) if closure is not None else None,
    )


def _on_order(service: str) -> Callable[[Any], Call]:
    return lambda ask: Call(
        service,
        {"order_id": ask.order_id, "cause": getattr(ask, "cause", "")},
    )


def _on_vehicle(service: str) -> Callable[[Any], Call]:
    return lambda ask: Call(service, {"vehicle_id": ask.vehicle_id})


def _on_fleet(service: str) -> Callable[[Any], Call]:
    return lambda _: Call(service, {})


def _send(destination: str) -> Callable[[Any], Call]:
    return lambda ask: Call(
        names.SEND_VEHICLE,
        {
            "vehicle_id": ask.vehicle_id,
            "destination": destination,
            "station_id": getattr(ask, "station_id", ""),
        },
    )


def _reprioritise(ask: requests.ReprioritiseOrder) -> Call:
    fields = {
        "order_id": ask.order_id,
        "set_priority": True,
        "priority": ask.priority,
        "set_deadline": ask.deadline_s is not None,
        "deadline": optional_time_message(ask.deadline_s),
    }
    return Call(names.REPRIORITISE_ORDER, fields)


_CALLS: dict[type, Callable[[Any], Call]] = {
    requests.SubmitOrder: lambda ask: Call(names.SUBMIT_ORDER, {"order": order_message(ask.order)}),
    requests.ListCandidates: lambda ask: Call(
        names.LIST_CANDIDATES, {"order": order_message(ask.order)}
    ),
    requests.CancelOrder: _on_order(names.CANCEL_ORDER),
    requests.SuspendOrder: _on_order(names.SUSPEND_ORDER),
    requests.ResumeOrder: _on_order(names.RESUME_ORDER),
    requests.ReprioritiseOrder: _reprioritise,
    requests.AssignOrder: lambda ask: Call(
        names.ASSIGN_ORDER,
        {"order_id": ask.order_id, "vehicle_id": ask.vehicle_id},
    ),
    requests.UnassignOrder: lambda ask: Call(
        names.ASSIGN_ORDER, {"order_id": ask.order_id, "vehicle_id": ""}
    ),
    requests.PauseVehicle: _on_vehicle(names.PAUSE_VEHICLE),
    requests.ResumeVehicle: _on_vehicle(names.RESUME_VEHICLE),
    requests.PauseFleet: _on_fleet(names.PAUSE_FLEET),
    requests.ResumeFleet: _on_fleet(names.RESUME_FLEET),
    requests.SendVehicle: _send(srv.SendVehicle.Request.TO_STATION),
    requests.SendToCharge: _send(srv.SendVehicle.Request.TO_CHARGE),
    requests.SendToPark: _send(srv.SendVehicle.Request.TO_PARK),
    requests.CloseWay: lambda ask: Call(
        names.CLOSE_WAY, {"closure": closure_message(ask.closure), "lasts_s": ask.lasts_s}
    ),
    requests.OpenWay: lambda ask: Call(names.OPEN_WAY, {"closure_id": ask.closure_id}),
}
