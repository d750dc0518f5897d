"""Any number of vehicle adapters in one process."""

from __future__ import annotations

import time

import rclpy
from fleet_interfaces import msg
from rclpy.clock import Clock, ClockType
from rclpy.node import Node

from fleet_core.model.errors import WorkError
from fleet_nodes import names, qos
from fleet_nodes.diagnostics import Diagnostics, Part
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
        vehicle_ids = commanded_vehicles(_layout(node, settings.layout_within_s))
    vehicles = names.vehicle_names(vehicle_ids)
    adapters = [VehicleAdapter(node, each, name, settings) for each, name in vehicles.items()]
    parts = (Part(f"{each.name}/adapter", each.vehicle_id, each.health) for each in adapters)
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


def _layout(node: Node, within_s: float) -> msg.Layout:
    """What the layout server says; the adapters need no file of their own."""
    heard: list[msg.Layout] = []
    subscription = node.create_subscription(msg.Layout, names.LAYOUT, heard.append, qos.LATEST)
    deadline_s = time.monotonic() + within_s
    while not heard:
        if time.monotonic() > deadline_s:
            raise WorkError(f"no layout on {names.LAYOUT} within {within_s:.0f} s")
        rclpy.spin_once(node, timeout_sec=0.1)
    node.destroy_subscription(subscription)
    return heard[0]


def main() -> None:
    run("vehicle_adapters", make_nodes)


if __name__ == "__main__":
    main()
