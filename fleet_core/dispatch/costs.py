"""What each order costs each vehicle, for all pairs at once.

Whether a type of vehicle can do an order, and what energy the order takes, is known once a type;
the rest are vectors over the vehicles. `objection` says of one pair in words what `barred` says of
all in arrays; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.dispatch.ability import type_objection
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.energy import order_energy
from fleet_core.dispatch.offers import Offer
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.dispatch.urgency import urgency_s
from fleet_core.model.order import TransportOrder

FORBIDDEN_S = 1e12
"""Cost of a pair that is not possible: larger than any sum of real costs, small enough to add."""


def travel_matrix_s(
    orders: Sequence[TransportOrder], offers: Sequence[Offer], plant: DispatchPlant
) -> NDArray[np.float64]:
    """Seconds from each vehicle to the first stop of each order, shape (orders, offers)."""
    matrix = np.full((len(orders), len(offers)), np.inf)
    targets = [_first_place(order, plant) for order in orders]
    for type_id, columns in _by_type(offers).items():
        sources = [offers[column].source for column in columns.tolist()]
        matrix[:, columns] = plant.travel.matrix_s(type_id, sources, targets).T
    return matrix


def cost_matrix_s(
    orders: Sequence[TransportOrder],
    offers: Sequence[Offer],
    travel_s: NDArray[np.float64],
    plant: DispatchPlant,
    now_s: float,
    settings: DispatchSettings,
) -> NDArray[np.float64]:
    """Costs of all pairs, shape (orders, offers); FORBIDDEN_S where one is not possible."""
    urgent_s = np.array([urgency_s(order, now_s, settings) for order in orders])
    until_free_s = np.array([max(0.0, offer.free_at_s - now_s) for offer in offers])
    cost_s = travel_s + until_free_s - urgent_s[:, None]
    return np.where(barred(orders, offers, travel_s, plant, settings), FORBIDDEN_S, cost_s)


def barred(
    orders: Sequence[TransportOrder],
    offers: Sequence[Offer],
    travel_s: NDArray[np.float64],
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> NDArray[np.bool_]:
    """Pairs (orders, offers) that are not possible now."""
    bars = np.isinf(travel_s)
    bars[:, [bool(offer.unavailable) for offer in offers]] = True
    for row, order in enumerate(orders):
        if order.intended_vehicle:
            bars[row, [offer.vehicle_id != order.intended_vehicle for offer in offers]] = True
    for type_id, columns in _by_type(offers).items():
        kind = plant.type_of(type_id)
        unable = np.array([bool(type_objection(order, kind, plant)) for order in orders], np.bool_)
        bars[np.ix_(unable, columns)] = True
        able = np.flatnonzero(~unable)
        chosen = [orders[row] for row in able.tolist()]
        these = [offers[column] for column in columns.tolist()]
        left = left_charge(chosen, these, type_id, plant)
        bars[np.ix_(able, columns)] |= left < settings.reserve_soc
    return bars


def left_charge(
    orders: Sequence[TransportOrder], offers: Sequence[Offer], type_id: str, plant: DispatchPlant
) -> NDArray[np.float64]:
    """Charge (orders, offers) that is left to vehicles of one type when an order is done and a
    charger reached; where none can be, as much as now. See `energy.needed_kwh`."""
    kind = plant.type_of(type_id)
    soc = np.tile([offer.soc for offer in offers], (len(orders), 1))
    if not orders or kind.battery.capacity_kwh <= 0.0:
        return soc
    energies = [order_energy(order, kind, plant) for order in orders]
    after_m, stops_kwh, handling_kwh = np.array(
        [(one.to_charger_m, one.stops_kwh, one.handling_kwh) for one in energies]
    ).T[:, :, None]
    to_first_m = plant.travel.matrix_m(
        type_id, [offer.source for offer in offers], [_first_place(one, plant) for one in orders]
    ).T
    known = np.isfinite(to_first_m) & np.isfinite(after_m)
    to_and_from_m = np.where(known, to_first_m + after_m, 0.0)
    need_kwh = kind.battery.drive_kwh_per_m * to_and_from_m + stops_kwh + handling_kwh
    return np.where(known, soc - need_kwh / kind.battery.capacity_kwh, soc)


def _first_place(order: TransportOrder, plant: DispatchPlant) -> Place:
    return plant.place(order.stops[order.next_stop].station_id)


def _by_type(offers: Sequence[Offer]) -> dict[str, NDArray[np.int64]]:
    """Columns of the offers of each type."""
    columns: dict[str, list[int]] = {}
    for column, offer in enumerate(offers):
        columns.setdefault(offer.type_id, []).append(column)
    return {type_id: np.array(found, np.int64) for type_id, found in columns.items()}
