"""Whether a battery lasts for an order and the way to a charger after it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place, along_m
from fleet_core.model.order import StopAction, TransportOrder
from fleet_core.model.vehicle_type import VehicleType

ENERGIES_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class OrderEnergy:
    """What an order takes of a type of vehicle, whichever vehicle does it.

    Ways between stops count as loaded: costly rather than short of energy. ``to_charger_m`` is inf
    where no charger can be reached.
    """

    stops_kwh: float  # the ways between the stops
    handling_kwh: float
    to_charger_m: float  # after the last stop


def order_energy(
    order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> OrderEnergy:
    """Of the stops that are left; looked at once for all orders with the same stops."""
    key = (vehicle_type.id, plant.stops_left(order))
    if key not in plant.energies:
        if len(plant.energies) >= ENERGIES_KEPT:
            plant.energies.clear()
        plant.energies[key] = _order_energy(order, vehicle_type, plant)
    return plant.energies[key]


def _order_energy(
    order: TransportOrder, vehicle_type: VehicleType, plant: DispatchPlant
) -> OrderEnergy:
    places, battery = plant.places_left(order), vehicle_type.battery
    handlings = sum(
        stop.action in (StopAction.PICK, StopAction.DROP) for stop in plant.stops_left(order)
    )
    return OrderEnergy(
        battery.drive_loaded_kwh_per_m * along_m(plant.distances, vehicle_type.id, places),
        battery.handling_kwh * handlings,
        to_charger_m(vehicle_type.id, places[-1], plant) if places else 0.0,
    )


def needed_kwh(
    order: TransportOrder, vehicle_type: VehicleType, to_first_m: float, plant: DispatchPlant
) -> float:
    """Energy for the way to the first stop, the order, and the way to the nearest charger after it.

    Zero where no charger can be reached, since then no level of charge is better than another.
    """
    energy = order_energy(order, vehicle_type, plant)
    if isinf(energy.to_charger_m):
        return 0.0
    to_and_from_m = to_first_m + energy.to_charger_m
    drive_kwh = vehicle_type.battery.drive_kwh_per_m * to_and_from_m
    return drive_kwh + energy.stops_kwh + energy.handling_kwh


def to_charger_m(type_id: str, source: Place, plant: DispatchPlant) -> float:
    """Metres to the nearest charger; inf when there is none."""
    return plant.distances.nearest_m(type_id, source, plant.chargers)


def left_soc(soc: float, need_kwh: float, vehicle_type: VehicleType) -> float:
    """Charge that is left after spending ``need_kwh``."""
    capacity_kwh = vehicle_type.battery.capacity_kwh
    return soc - need_kwh / capacity_kwh if capacity_kwh > 0.0 else soc
