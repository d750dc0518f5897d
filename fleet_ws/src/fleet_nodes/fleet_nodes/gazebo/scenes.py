"""Short scenes with the whole controller: some vehicles of the bottling hall, an order for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_core.model.order import Stop, StopAction, TransportOrder

WORK_S = 8.0
"""Of a pick or a drop: lifts of 15 cm take 3 s."""


@dataclass(frozen=True, slots=True)
class GazeboScene:
    """``begin``: the node at which each vehicle stands at first."""

    name: str
    begin: Mapping[str, str]
    orders: tuple[TransportOrder, ...]
    within_s: float  # all is over

    def facility(self) -> Facility:
        """The hall with these vehicles only."""
        return hall_with(self.begin)


def hall_with(vehicles: Mapping[str, str], work_s: float = WORK_S) -> Facility:
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


JUNCTION = GazeboScene(
    "junction",
    {"forklift_1": "line_east_366", "amr_1": "mid_north_102", "tugger_1": "line_west_582"},
    (
        transport(1, "forklift_1", "raw_pallet", "block_d_5", "line_2_preforms_1"),
        transport(2, "amr_1", "labels", "labels_store_1", "line_1_labels"),
        transport(3, "tugger_1", "waste", "line_1_supplies", "waste_press"),
    ),
    within_s=60.0,
)
"""Three vehicles of three kinds come to the junction in the middle of the hall together."""

TRANSPORTS = GazeboScene(
    "transports",
    {"forklift_1": "block_a_7", "amr_1": "labels_store_1", "tugger_1": "supermarket_1"},
    (
        transport(1, "forklift_1", "finished_pallet", "block_a_6", "block_a_4"),
        transport(2, "amr_1", "labels", "labels_store_1", "line_1_labels"),
        transport(3, "tugger_1", "supplies", "supermarket_1", "line_1_supplies"),
    ),
    within_s=130.0,
)
"""Loads are picked, carried and put down: on forks, on a plate, on a trolley."""

SCENES = {each.name: each for each in (JUNCTION, TRANSPORTS)}
