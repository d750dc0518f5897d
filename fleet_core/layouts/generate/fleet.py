"""How many vehicles of each kind, where each begins, and the work that they are enough for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil

from fleet_core.layouts.generate.places import parking
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import FleetVehicle
from fleet_core.model.scenario import OrderStream, Scenario

_STREAMS_FOR = 12
"""Vehicles that the order streams of a plant are meant for."""
_DELAY_SHARE = 0.03


def shares(vehicles: int, weights: Mapping[str, int]) -> dict[str, int]:
    """``vehicles`` split by weight; every kind has at least one vehicle, the first takes the rest.

    Raises LayoutError when there are fewer vehicles than kinds.
    """
    if vehicles < len(weights):
        raise LayoutError(
            f"generate: --vehicles {vehicles} is too few; this plant needs at least "
            f"{len(weights)}, one of each kind ({', '.join(weights)})"
        )
    total = sum(weights.values())
    counts = {kind: max(1, vehicles * weight // total) for kind, weight in weights.items()}
    counts[next(iter(weights))] += vehicles - sum(counts.values())
    return counts


def parking_places(vehicles: int) -> int:
    """One for each vehicle and one to spare."""
    return vehicles + 1


def chargers(vehicles: int) -> int:
    """One for three vehicles: each drives two to three hours for one on the charger."""
    return ceil(vehicles / 3)


def placed(counts: Mapping[str, int]) -> tuple[FleetVehicle, ...]:
    """The fleet, each vehicle on a parking place of its own kind (a node of the same id)."""
    return tuple(
        FleetVehicle(f"{kind}_{number}", kind, parking(kind, number).use.station_id)
        for kind, count in counts.items()
        for number in range(1, count + 1)
    )


def work_of(name: str, streams: Sequence[OrderStream], vehicles: int) -> Scenario:
    """The order streams, in proportion to the fleet."""
    factor = vehicles / _STREAMS_FOR
    scaled = (replace(one, rate_per_h=round(one.rate_per_h * factor, 3)) for one in streams)
    return Scenario(name, tuple(scaled), delay_share=_DELAY_SHARE)
