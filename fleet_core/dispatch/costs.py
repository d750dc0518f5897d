"""What each order costs each vehicle, for all pairs at once.

Whether a type of vehicle can do an order, and what energy the order takes, is known once a type;
the rest are vectors over the vehicles. `objection` says of one pair in words what `barred` says of
all in arrays; tests compare the two.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.dispatch.ability import order_energy, type_objection
from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.settings import DispatchSettings
from fleet_core.model.order import TransportOrder


def urgency_s(order: TransportOrder, now_s: float, settings: DispatchSettings) -> float:
    """Priority, plus age, plus what is missing of a comfortable slack to the deadline.

    Age is the only term without a bound: whatever the others are, an order that waits long enough
    outweighs them, so none starves.
    """
    waited_s = max(0.0, now_s - max(order.created_at_s, order.release_time_s))
    return (
        settings.priority_step_s * order.priority
        + settings.age_weight * waited_s
        + _deadline_urgency_s(order, now_s, settings)
        + (settings.intended_bonus_s if order.intended_vehicle else 0.0)
    )


def _deadline_urgency_s(order: TransportOrder, now_s: float, settings: DispatchSettings) -> float:
    if order.deadline_s is None:
        return 0.0
    missing_s = settings.deadline_horizon_s - (order.deadline_s - now_s)
    return min(max(0.0, settings.deadline_weight * missing_s), settings.late_urgency_max_s)


FORBIDDEN_S = 1e12
"""Cost of a pair that is not possible: larger than any sum of real costs, small enough to add."""


def travel_matrix_s(
    orders: Sequence[TransportOrder], carriers: Sequence[Availability], plant: DispatchPlant
) -> NDArray[np.float64]:
    """Seconds from each vehicle to the first stop of each order, shape (orders, carriers)."""
    matrix = np.full((len(orders), len(carriers)), np.inf)
    targets = [_first_place(order, plant) for order in orders]
    for type_id, columns in _by_type(carriers).items():
        sources = [carriers[column].source for column in columns.tolist()]
        matrix[:, columns] = plant.travel.matrix_s(type_id, sources, targets).T
    return matrix


def cost_matrix_s(
    orders: Sequence[TransportOrder],
    carriers: Sequence[Availability],
    travel_s: NDArray[np.float64],
    plant: DispatchPlant,
    now_s: float,
    settings: DispatchSettings,
) -> NDArray[np.float64]:
    """Costs of all pairs, shape (orders, carriers); FORBIDDEN_S where one is not possible."""
    urgent_s = np.array([urgency_s(order, now_s, settings) for order in orders])
    until_free_s = np.array([max(0.0, carrier.free_at_s - now_s) for carrier in carriers])
    cost_s = travel_s + until_free_s - urgent_s[:, None]
    return np.where(barred(orders, carriers, travel_s, plant, settings), FORBIDDEN_S, cost_s)


def barred(
    orders: Sequence[TransportOrder],
    carriers: Sequence[Availability],
    travel_s: NDArray[np.float64],
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> NDArray[np.bool_]:
    """Pairs (orders, carriers) that are not possible now."""
    bars = np.isinf(travel_s)
    bars[:, [bool(carrier.unavailable) for carrier in carriers]] = True
    for row, order in enumerate(orders):
        if order.intended_vehicle:
            bars[
                row,
                [carrier.vehicle_id != order.intended_vehicle for carrier in carriers],
            ] = True
    for type_id, columns in _by_type(carriers).items():
        kind = plant.type_of(type_id)
        unable = np.array([bool(type_objection(order, kind, plant)) for order in orders], np.bool_)
        bars[np.ix_(unable, columns)] = True
        able = np.flatnonzero(~unable)
        chosen = [orders[row] for row in able.tolist()]
        these = [carriers[column] for column in columns.tolist()]
        left = left_charge(chosen, these, type_id, plant)
        bars[np.ix_(able, columns)] |= left < settings.reserve_soc
    return bars


def left_charge(
    orders: Sequence[TransportOrder],
    carriers: Sequence[Availability],
    type_id: str,
    plant: DispatchPlant,
) -> NDArray[np.float64]:
    """Charge (orders, carriers) that is left to vehicles of one type when an order is done and a
    charger reached; where none can be, as much as now. See `energy.needed_kwh`."""
    kind = plant.type_of(type_id)
    soc = np.tile([carrier.soc for carrier in carriers], (len(orders), 1))
    if not orders or kind.battery.capacity_kwh <= 0.0:
        return soc
    energies = [order_energy(order, kind, plant) for order in orders]
    after_m, stops_kwh, handling_kwh = np.array(
        [(one.to_charger_m, one.stops_kwh, one.handling_kwh) for one in energies]
    ).T[:, :, None]
    to_first_m = plant.travel.matrix_m(
        type_id,
        [carrier.source for carrier in carriers],
        [_first_place(one, plant) for one in orders],
    ).T
    known = np.isfinite(to_first_m) & np.isfinite(after_m)
    to_and_from_m = np.where(known, to_first_m + after_m, 0.0)
    need_kwh = kind.battery.drive_kwh_per_m * to_and_from_m + stops_kwh + handling_kwh
    return np.where(known, soc - need_kwh / kind.battery.capacity_kwh, soc)


def _first_place(order: TransportOrder, plant: DispatchPlant) -> Place:
    return plant.place(order.stops[order.next_stop].station_id)


def _by_type(carriers: Sequence[Availability]) -> dict[str, NDArray[np.int64]]:
    """Columns of the carriers of each type."""
    columns: dict[str, list[int]] = {}
    for column, carrier in enumerate(carriers):
        columns.setdefault(carrier.type_id, []).append(column)
    return {type_id: np.array(found, np.int64) for type_id, found in columns.items()}
