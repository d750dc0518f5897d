"""A scene with the whole controller: vehicles of the bottling hall, orders, Gazebo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.worlds import world_of
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start
from tests.gazebo.running import run_scene

STEPS = 40
"""Milliseconds between two looks; plans are made every tenth of a second."""


def hall_with(vehicles: Mapping[str, str], work_s: float = 8.0) -> Facility:
    """The bottling hall with these vehicles, each at a node; they pick and drop in ``work_s``."""
    hall = load_facility("bottling_hall").facility
    types = {
        name: replace(kind, pick_s=work_s, drop_s=work_s)
        for name, kind in hall.vehicle_types.items()
    }
    kinds = {one.id: one.type_id for one in hall.fleet}
    fleet = tuple(FleetVehicle(name, kinds[name], node) for name, node in vehicles.items())
    return replace(hall, vehicle_types=types, fleet=fleet)


def transport(
    number: int, vehicle: str, load_type: str, source: str, target: str
) -> TransportOrder:
    """For this vehicle alone."""
    stops = (Stop(source, StopAction.PICK), Stop(target, StopAction.DROP))
    return TransportOrder(
        f"order-{number}", stops, f"unit-{number}", load_type, intended_vehicle=vehicle
    )


def run_fleet(
    start: Start,
    facility: Facility,
    orders: Sequence[TransportOrder],
    within_s: float,
    look: Callable[[SteppedFleet], None] = lambda _fleet: None,
    is_over: Callable[[SteppedFleet], bool] | None = None,
) -> SteppedFleet:
    """Until all orders have ended (or ``is_over``), or ``within_s`` of simulated time are over.
    ``look`` is called at every look."""
    world = world_of(facility, real_time_factor=8.0)

    def step(fleet: SteppedFleet) -> None:
        fleet.answer()
        if fleet.members:
            look(fleet)

    def all_ended(fleet: SteppedFleet) -> bool:
        return fleet.accepted and all(fleet.order(one.id).state.ended for one in orders)

    return run_scene(
        start(world),
        world,
        lambda plant: SteppedFleet(facility, plant, orders),
        step,
        is_over or all_ended,
        within_s,
        STEPS,
    )
