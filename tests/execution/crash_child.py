"""The controller in a process of its own that can be killed. What it says was durable before."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from fleet_core.execution.controller import FleetController
from fleet_core.model.request import CancelOrder, SubmitOrder
from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleReport
from fleet_core.store.sql_store import SqlStore
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic


@dataclass(frozen=True)
class Request:
    """One step of the controller, and what happens just before it."""

    now_s: float
    orders: tuple[tuple[str, str, str], ...]  # id, from, to
    cancels: tuple[str, ...]
    reports: tuple[VehicleReport, ...]


@dataclass(frozen=True)
class Accepted:
    order_id: str


@dataclass(frozen=True)
class Stepped:
    routes: tuple[Route, ...]


def serve(folder: Path, pipe: Connection) -> None:
    """Until it is killed."""
    facility = plant(4)
    store = SqlStore.in_folder(folder)
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), store
    )
    pipe.send("ready")
    while True:
        request: Request = pipe.recv()
        for order_id, source, target in request.orders:
            controller.do(
                SubmitOrder(transport(order_id, source, target)), "crash test", request.now_s
            ).checked()
            pipe.send(Accepted(order_id))
        for order_id in request.cancels:
            if not controller.order(order_id).state.ended:
                controller.do(CancelOrder(order_id), "crash test", request.now_s).checked()
        for report in request.reports:
            controller.report(report)
        pipe.send(Stepped(tuple(controller.step(request.now_s))))
