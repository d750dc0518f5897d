"""Why one vehicle cannot take one order now, as a reason; `costs` says the same of all pairs."""

from __future__ import annotations

from math import isinf

from fleet_core.dispatch.ability import type_objection
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.energy import left_soc, needed_kwh
from fleet_core.dispatch.offers import Offer
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model import reasons
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason


def objection(
    order: TransportOrder,
    offer: Offer,
    travel_s: float,
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> Reason | None:
    """Why this vehicle cannot take this order now; None when it can."""
    if order.intended_vehicle not in ("", offer.vehicle_id):
        return reasons.waiting.meant_for(order.intended_vehicle)
    vehicle_type = plant.type_of(offer.type_id)
    reason = offer.unavailable or type_objection(order, vehicle_type, plant)
    if reason:
        return reason
    first = plant.place(plant.stops_left(order)[0].station_id)
    if isinf(travel_s):
        return reasons.waiting.no_way_to(plant.stops_left(order)[0].station_id)
    to_first_m = plant.travel.distance_m(offer.type_id, offer.source, first)
    left = left_soc(offer.soc, needed_kwh(order, vehicle_type, to_first_m, plant), vehicle_type)
    if left < settings.reserve_soc:
        return reasons.waiting.battery_too_low(round(offer.soc, 2))
    return None
