"""A battery that is emptier than the fleet has planned with."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_moves import give_back
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.model import reasons
from fleet_core.model.status import Severity

ABOVE_SOC = 0.02
"""So much above the reserve it is no longer low: batteries are not measured to the last percent."""


def watch_battery(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Below the reserve: said once, and an order that is not picked yet goes to others, so that the
    vehicle can charge. A load on board is delivered, since it must go somewhere."""
    soc, reserve_soc = vehicle.report.battery_soc, fleet.settings.dispatch.reserve_soc
    if soc >= reserve_soc + ABOVE_SOC or vehicle.report.charging:
        vehicle.low_told = False
    if soc >= reserve_soc or vehicle.report.charging or vehicle.condition is not Condition.READY:
        return
    shown_soc = round(soc, 2)
    order = fleet.order_of(vehicle)
    begun = order is not None and (order.loaded or fleet.handling(vehicle))
    if order is not None and not begun and fleet.plant.can_charge(vehicle.report.type_id):
        cause = reasons.orders.battery_below_reserve(vehicle.id, shown_soc, reserve_soc)
        give_back(fleet, vehicle, now_s, cause)
    if not vehicle.low_told:
        vehicle.low_told = True
        said = reasons.vehicles.battery_low(vehicle.id, shown_soc, reserve_soc)
        fleet.journal.message(
            now_s, Severity.WARNING, said, vehicle.id, order.id if order is not None else ""
        )
