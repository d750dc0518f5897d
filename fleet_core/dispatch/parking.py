"""Where vehicles without work wait: each at a parking place of its own, never at a station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.offers import Offer
from fleet_core.dispatch.places import nearest_places


@dataclass(frozen=True, slots=True)
class ParkPlan:
    """Vehicle id -> parking station, and the vehicles for which there is none."""

    go: dict[str, str] = field(default_factory=dict)
    without_place: tuple[str, ...] = ()


def plan_parking(
    idle: Sequence[Offer], free_places: Mapping[str, Place], plant: DispatchPlant
) -> ParkPlan:
    """A vehicle that stands on a parking place stays there."""
    moving = [offer for offer in idle if offer.node_id not in plant.parking_nodes]
    go = nearest_places(moving, free_places, plant)
    left = tuple(offer.vehicle_id for offer in moving if offer.vehicle_id not in go)
    return ParkPlan(go, left)
