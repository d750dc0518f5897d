"""Whether a battery lasts for an order and the way to a charger after it."""

from __future__ import annotations

from math import isinf

from fleet_core.dispatch.distances import Place, along_m
from fleet_core.dispatch.plant import Plant
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.vehicle_type import VehicleType


def needed_kwh(
    order: TransportOrder, vehicle_type: VehicleType, to_first_m: float, plant: Plant
) -> float:
    """Energy for the way to the first stop, the order, and the way to the nearest charger after it.

    Ways between stops count as loaded: dear rather than short of energy. Zero where no charger can
    be reached, since then no level of charge is better than another.
    """
    places = plant.places_left(order)
    after_m = to_charger_m(vehicle_type.id, places[-1], plant) if places else 0.0
    if isinf(after_m):
        return 0.0
    battery = vehicle_type.battery
    handlings = sum(
        stop.action in (StopAction.PICK, StopAction.DROP) for stop in plant.stops_left(order)
    )
    return (
        battery.drive_kwh_per_m * (to_first_m + after_m)
        + battery.drive_loaded_kwh_per_m * along_m(plant.distances, vehicle_type.id, places)
        + battery.handling_kwh * handlings
    )


def to_charger_m(type_id: str, source: Place, plant: Plant) -> float:
    """Metres to the nearest charger; inf when there is none."""
    return plant.distances.nearest_m(type_id, source, plant.chargers)


def left_soc(soc: float, need_kwh: float, vehicle_type: VehicleType) -> float:
    """Charge that is left after spending ``need_kwh``."""
    capacity_kwh = vehicle_type.battery.capacity_kwh
    return soc - need_kwh / capacity_kwh if capacity_kwh > 0.0 else soc
