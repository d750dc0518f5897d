"""What the two scalable plants share: AMRs only, places spread evenly, one stream of orders."""

from __future__ import annotations

from math import ceil

from fleet_core.layouts.generate.fleet import chargers, parking_places, placed
from fleet_core.layouts.generate.fleet_types import AMR, vehicle_types
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import OrderStream, Scenario

KIND = AMR.id

UTILISATION = 0.65
"""Share of time that the vehicles should work."""
STATION_UTILISATION = 0.6
"""Share of time that a station should be taken: beyond it queues grow fast."""
BAY_S = 8.0
"""Into a bay or out of it, turns included."""
FOLLOWING_S = 60.0
"""From one vehicle leaving a bay until the next one stands in it: with 300 vehicles a goods station
was visited 33 times an hour at most."""


def rests(vehicles: int) -> int:
    """Chargers and parking places together."""
    return chargers(vehicles) + parking_places(vehicles)


def most_vehicles(places: int) -> int:
    """The largest fleet whose chargers and parking places are at most ``places``."""
    vehicles = max(0, 3 * (places - 1) // 4)
    return max((one for one in (vehicles, vehicles + 1) if rests(one) <= places), default=0)


def checked(vehicles: int, places: int, shape: str) -> int:
    """``vehicles``, when ``places`` suffice to park and charge them. Raises LayoutError."""
    if vehicles < 1:
        raise LayoutError(f"generate: --vehicles {vehicles}; expected at least 1")
    if rests(vehicles) > places:
        raise LayoutError(
            f"generate: --vehicles {vehicles} needs {rests(vehicles)} parking places and chargers; "
            f"{shape} has room for {places}, enough for {most_vehicles(places)} vehicles"
        )
    return vehicles


def stream(
    name: str, source: str, target: str, vehicles: float, way_m: float, stations: int
) -> OrderStream:
    """Orders that keep ``vehicles`` AMRs busy when empty and loaded ways are ``way_m`` long, as far
    as the ``stations`` of its scarcer end can take them."""
    ways_s = way_m / AMR.max_speed_mps + way_m / AMR.max_speed_loaded_mps
    cycle_s = ways_s + 4.0 * BAY_S + AMR.pick_s + AMR.drop_s
    visit_s = 2.0 * BAY_S + max(AMR.pick_s, AMR.drop_s) + FOLLOWING_S
    by_vehicles = vehicles * UTILISATION * 3600.0 / cycle_s
    by_stations = stations * STATION_UTILISATION * 3600.0 / visit_s
    rate_per_h = round(min(by_vehicles, by_stations), 1)
    due_s = float(ceil(6.0 * cycle_s / 60.0) * 60)
    return OrderStream(name, source, target, rate_per_h, "tote", due_s=due_s)


def field(
    plan: FloorPlan, name: str, title: str, vehicles: int, streams: tuple[OrderStream, ...]
) -> tuple[Facility, Scenario]:
    """The finished plant."""
    facility = Facility(
        name=name,
        layout=plan.layout(name, title, title),
        vehicle_types=vehicle_types({KIND: ()}),
        fleet=placed({KIND: vehicles}),
        uses=plan.uses,
    )
    return facility, Scenario(name, streams)
