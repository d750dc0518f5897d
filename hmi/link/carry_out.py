"""Requests on a controller in the same process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fleet_core.execution.controller import FleetController
from fleet_core.model.closure import Closure
from fleet_core.model.errors import FleetError
from hmi.link import requests
from hmi.link.requests import Answer, Request

AUTHOR = "dispatcher"

_Act = Callable[[FleetController, Any, float], None]

_ACTS: dict[type, _Act] = {
    requests.CancelOrder: lambda to, ask, now_s: to.cancel(ask.order_id, AUTHOR, ask.cause, now_s),
    requests.SuspendOrder: lambda to, ask, now_s: to.suspend(
        ask.order_id, AUTHOR, ask.cause, now_s
    ),
    requests.ResumeOrder: lambda to, ask, now_s: to.resume_order(ask.order_id, AUTHOR, now_s),
    requests.ReprioritiseOrder: lambda to, ask, now_s: to.reprioritise(
        ask.order_id, ask.priority, ask.deadline_s, AUTHOR, now_s
    ),
    requests.AssignOrder: lambda to, ask, now_s: to.assign(
        ask.order_id, ask.vehicle_id, AUTHOR, now_s
    ),
    requests.UnassignOrder: lambda to, ask, now_s: to.unassign(ask.order_id, AUTHOR, now_s),
    requests.PauseVehicle: lambda to, ask, now_s: to.pause_vehicle(ask.vehicle_id, AUTHOR, now_s),
    requests.ResumeVehicle: lambda to, ask, now_s: to.resume_vehicle(ask.vehicle_id, AUTHOR, now_s),
    requests.PauseFleet: lambda to, _, now_s: to.pause_fleet(AUTHOR, now_s),
    requests.ResumeFleet: lambda to, _, now_s: to.resume_fleet(AUTHOR, now_s),
    requests.SendVehicle: lambda to, ask, now_s: to.send_vehicle(
        ask.vehicle_id, ask.station_id, AUTHOR, now_s
    ),
    requests.SendToCharge: lambda to, ask, now_s: to.send_to_charge(ask.vehicle_id, AUTHOR, now_s),
    requests.SendToPark: lambda to, ask, now_s: to.send_to_park(ask.vehicle_id, AUTHOR, now_s),
    requests.OpenWay: lambda to, ask, now_s: to.open(ask.closure_id, AUTHOR, now_s),
}


def carry_out(controller: FleetController, request: Request, now_s: float) -> Answer:
    """Do what was asked; what is not possible comes back as the answer's reason."""
    try:
        if isinstance(request, requests.SubmitOrder):
            order = controller.submit(request.order, AUTHOR, now_s)
            return Answer(True, order_id=order.id)
        if isinstance(request, requests.ListCandidates):
            found = controller.candidates(request.order, now_s)
            return Answer(True, candidates=tuple(found))
        if isinstance(request, requests.CloseWay):
            return Answer(True, closure=_close(controller, request, now_s))
        _ACTS[type(request)](controller, request, now_s)
    except FleetError as error:
        return Answer(False, str(error))
    return Answer(True)


def _close(controller: FleetController, request: requests.CloseWay, now_s: float) -> Closure:
    closure = request.closure
    if request.lasts_s:
        closure = replace(closure, until_s=now_s + request.lasts_s)
    return controller.close(closure, AUTHOR, now_s).closure
