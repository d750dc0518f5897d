"""Any number of vehicle adapters in one process."""

from __future__ import annotations

from fleet_interfaces import msg
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from fleet_nodes import names
from fleet_nodes.adapter_words import adapter_part
from fleet_nodes.diagnostics import Diagnostics, Part
from fleet_nodes.heard_layout import heard_layout
from fleet_nodes.parameters import AdapterParameters, declare
from fleet_nodes.process import run
from fleet_nodes.vehicle_adapter import VehicleAdapter

PASS_ON_S = 0.05
"""Vehicles are listened to so often; the dispatcher decides every 0.1 s."""


def make_nodes() -> list[Node]:
    """One node with the adapters of all its vehicles."""
    node = Node("vehicle_adapters")
    settings = declare(node, AdapterParameters)
    vehicle_ids = [each for each in settings.vehicles if each]
    if not vehicle_ids:
        vehicle_ids = commanded_vehicles(heard_layout(node, settings.layout_within_s))
    vehicles = names.vehicle_names(vehicle_ids)
    adapters = [VehicleAdapter(node, each, name, settings) for each, name in vehicles.items()]
    parts = (Part(adapter_part(each.name), each.vehicle_id, each.health) for each in adapters)
    Diagnostics(node, *parts)

    def pass_on() -> None:
        for adapter in adapters:
            adapter.pass_on()

    node.create_timer(PASS_ON_S, pass_on, clock=Clock(clock_type=ClockType.STEADY_TIME))
    return [node]


def commanded_vehicles(layout: msg.Layout) -> list[str]:
    """Vehicles that the fleet commands; those with a driver are only seen."""
    manned = {kind.id for kind in layout.vehicle_types if kind.manned}
    pairs = zip(layout.vehicle_ids, layout.vehicle_type_ids, strict=True)
    return [vehicle_id for vehicle_id, type_id in pairs if type_id not in manned]


def main() -> None:
    run("vehicle_adapters", make_nodes)


if __name__ == "__main__":
    main()
