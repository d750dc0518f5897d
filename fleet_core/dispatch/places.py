"""Vehicles to exclusive places (chargers, parking): each place takes one, ways are short in sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.offers import Offer

UNREACHABLE_S = 1e9


def nearest_places(
    offers: Sequence[Offer],
    places: Mapping[str, Place],
    plant: DispatchPlant,
    rank_s: float = 0.0,
) -> dict[str, str]:
    """Vehicle id -> station id, of least travel in sum; vehicles that get none are left out.

    ``rank_s``: how much travel it is worth to serve a vehicle before the next one of ``offers``.
    """
    if not offers or not places:
        return {}
    station_ids = list(places)
    targets = [places[station_id] for station_id in station_ids]
    travel_s = np.minimum(_travel_s(offers, targets, plant), UNREACHABLE_S)
    ranked_s = travel_s + rank_s * np.arange(len(offers))[:, None]
    rows, columns = linear_sum_assignment(ranked_s)
    return {
        offers[row].vehicle_id: station_ids[column]
        for row, column in zip(rows, columns, strict=True)
        if travel_s[row, column] < UNREACHABLE_S
    }


def _travel_s(
    offers: Sequence[Offer], targets: Sequence[Place], plant: DispatchPlant
) -> NDArray[np.float64]:
    """Seconds from each vehicle to each place, shape (offers, targets)."""
    matrix = np.empty((len(offers), len(targets)))
    for type_id in {offer.type_id for offer in offers}:
        rows = [row for row, offer in enumerate(offers) if offer.type_id == type_id]
        sources = [offers[row].source for row in rows]
        matrix[rows] = plant.travel.matrix_s(type_id, sources, targets)
    return matrix


def without(places: Mapping[str, Place], taken_nodes: set[str]) -> dict[str, Place]:
    """Those places of which no node is taken."""
    return {
        station_id: place for station_id, place in places.items() if taken_nodes.isdisjoint(place)
    }
