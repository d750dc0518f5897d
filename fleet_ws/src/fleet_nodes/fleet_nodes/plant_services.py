"""What a person on the floor could do to a vehicle, as services of the simulated plant."""

from __future__ import annotations

from typing import Any

from fleet_interfaces import srv
from rclpy.node import Node

from fleet_core.model.errors import CommandError
from fleet_core.model.geometry import Pose
from fleet_core.model.scenario import Fault, FaultKind
from fleet_core.simulation.embedded_plant import Plant
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.vehicles import heading
from fleet_nodes.requests import serve

_LONGEST_FAULT_S = 86_400.0


def offer_plant_services(node: Node, plant: Plant) -> None:
    """take_over, set_down, hand_back, inject_fault."""

    def take_over(request: Any, _response: Any) -> None:
        plant.take_over(checks.identifier(request.vehicle_id, "vehicle_id"))

    def hand_back(request: Any, _response: Any) -> None:
        plant.hand_back(checks.identifier(request.vehicle_id, "vehicle_id"))

    def set_down(request: Any, _response: Any) -> None:
        place = plant.facility.layout.nodes.get(request.node_id)
        if place is None:
            raise CommandError(f"layout {plant.facility.name} has no node {request.node_id[:40]!r}")
        heading_rad = heading(request.heading_rad, "heading_rad")
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
        plant.set_down(vehicle_id, Pose(place.x_m, place.y_m, heading_rad))

    def inject_fault(request: Any, _response: Any) -> None:
        plant.inject(
            Fault(
                at_s=plant.now_s,
                vehicle_id=checks.identifier(request.vehicle_id, "vehicle_id"),
                kind=checks.word(request.kind, FaultKind, "kind"),
                duration_s=checks.number(request.duration_s, "duration_s", 0.0, _LONGEST_FAULT_S),
            )
        )

    serve(node, srv.VehicleCommand, names.TAKE_OVER, take_over)
    serve(node, srv.VehicleCommand, names.HAND_BACK, hand_back)
    serve(node, srv.SetDown, names.SET_DOWN, set_down)
    serve(node, srv.InjectFault, names.INJECT_FAULT, inject_fault)
