"""Why one vehicle cannot take one order now, in words; `costs` says the same of all pairs."""

from __future__ import annotations

from math import isinf

from fleet_core.dispatch.ability import type_objection
from fleet_core.dispatch.energy import left_soc, needed_kwh
from fleet_core.dispatch.offers import Offer
from fleet_core.dispatch.plant import Plant
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model.order import TransportOrder


def objection(
    order: TransportOrder,
    offer: Offer,
    travel_s: float,
    plant: Plant,
    settings: DispatchSettings,
) -> str:
    """Why this vehicle cannot take this order now; empty when it can."""
    if order.intended_vehicle not in ("", offer.vehicle_id):
        return f"the order is meant for {order.intended_vehicle}"
    vehicle_type = plant.type_of(offer.type_id)
    reason = offer.unavailable or type_objection(order, vehicle_type, plant)
    if reason:
        return reason
    first = plant.place(plant.stops_left(order)[0].station_id)
    if isinf(travel_s):
        return f"has no way to station {plant.stops_left(order)[0].station_id}"
    to_first_m = plant.travel.distance_m(offer.type_id, offer.source, first)
    left = left_soc(offer.soc, needed_kwh(order, vehicle_type, to_first_m, plant), vehicle_type)
    if left < settings.reserve_soc:
        return f"its battery at {offer.soc:.0%} does not last for this order"
    return ""
