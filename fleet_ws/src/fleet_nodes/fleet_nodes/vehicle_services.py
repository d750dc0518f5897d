"""Services on vehicles and on the whole fleet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fleet_interfaces import srv
from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import InputError
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.order_services import author_of
from fleet_nodes.requests import serve


class VehicleServices:
    """Each is one service: request in, one call of the controller."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._controller = controller
        self._now = now
        for name, change in (
            (names.PAUSE_VEHICLE, controller.pause_vehicle),
            (names.RESUME_VEHICLE, controller.resume_vehicle),
        ):
            serve(node, srv.VehicleCommand, name, self._of_vehicle(change))
        for name, change in (
            (names.PAUSE_FLEET, controller.pause_fleet),
            (names.RESUME_FLEET, controller.resume_fleet),
        ):
            serve(node, srv.FleetCommand, name, self._of_fleet(change))
        serve(node, srv.SendVehicle, names.SEND_VEHICLE, self._send)

    def _of_vehicle(self, change: Callable[[str, str, float], Any]) -> Callable[[Any, Any], None]:
        def answer(request: Any, _response: Any) -> None:
            vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
            change(vehicle_id, author_of(request.author), self._now())

        return answer

    def _of_fleet(self, change: Callable[[str, float], Any]) -> Callable[[Any, Any], None]:
        def answer(request: Any, _response: Any) -> None:
            change(author_of(request.author), self._now())

        return answer

    def _send(self, request: Any, _response: Any) -> None:
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
        author, now_s = author_of(request.author), self._now()
        kind = srv.SendVehicle.Request
        if request.destination == kind.TO_STATION:
            station_id = checks.identifier(request.station_id, "station_id")
            self._controller.send_vehicle(vehicle_id, station_id, author, now_s)
        elif request.destination == kind.TO_CHARGE:
            self._controller.send_to_charge(vehicle_id, author, now_s)
        elif request.destination == kind.TO_PARK:
            self._controller.send_to_park(vehicle_id, author, now_s)
        else:
            raise InputError(
                f"destination is {request.destination[:40]!r}; allowed are "
                f"{kind.TO_STATION}, {kind.TO_CHARGE}, {kind.TO_PARK}"
            )
