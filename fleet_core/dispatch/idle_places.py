"""Where vehicles without work go: to chargers and parking places, each of which takes one.

Charging with hysteresis: below ``charge_below_soc`` a vehicle goes to charge and takes no orders;
on the charger it may be called away above ``charge_enough_soc``; at ``charge_full_soc`` it leaves.
Idle vehicles top up below ``charge_idle_below_soc`` while chargers are free. Chargers are scarce:
the emptiest vehicles come first, and who has enough makes room for who needs it.

Nobody waits at a station: who has no work parks, each at a place of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from fleet_core.dispatch.availability import Availability
from fleet_core.dispatch.dispatch_plant import DispatchPlant
from fleet_core.dispatch.distances import Place
from fleet_core.dispatch.settings import DispatchSettings

UNREACHABLE_S = 1e9


def nearest_places(
    carriers: Sequence[Availability],
    places: Mapping[str, Place],
    plant: DispatchPlant,
    rank_s: float = 0.0,
) -> dict[str, str]:
    """Vehicle id -> station id, of least travel in sum; vehicles that get none are left out.

    ``rank_s``: how much travel it is worth to serve a vehicle before the next one of ``carriers``.
    """
    if not carriers or not places:
        return {}
    station_ids = list(places)
    targets = [places[station_id] for station_id in station_ids]
    travel_s = np.minimum(_travel_s(carriers, targets, plant), UNREACHABLE_S)
    ranked_s = travel_s + rank_s * np.arange(len(carriers))[:, None]
    rows, columns = linear_sum_assignment(ranked_s)
    return {
        carriers[row].vehicle_id: station_ids[column]
        for row, column in zip(rows, columns, strict=True)
        if travel_s[row, column] < UNREACHABLE_S
    }


def _travel_s(
    carriers: Sequence[Availability], targets: Sequence[Place], plant: DispatchPlant
) -> NDArray[np.float64]:
    """Seconds from each vehicle to each place, shape (carriers, targets)."""
    matrix = np.empty((len(carriers), len(targets)))
    for type_id in {carrier.type_id for carrier in carriers}:
        rows = [row for row, carrier in enumerate(carriers) if carrier.type_id == type_id]
        sources = [carriers[row].source for row in rows]
        matrix[rows] = plant.travel.matrix_s(type_id, sources, targets)
    return matrix


def without(places: Mapping[str, Place], taken_nodes: set[str]) -> dict[str, Place]:
    """Those places of which no node is taken."""
    return {
        station_id: place for station_id, place in places.items() if taken_nodes.isdisjoint(place)
    }


@dataclass(frozen=True, slots=True)
class ParkPlan:
    """Vehicle id -> parking station, and the vehicles for which there is none."""

    go: dict[str, str] = field(default_factory=dict)
    without_place: tuple[str, ...] = ()


def plan_parking(
    idle: Sequence[Availability], free_places: Mapping[str, Place], plant: DispatchPlant
) -> ParkPlan:
    """A vehicle that stands on a parking place stays there."""
    moving = [carrier for carrier in idle if carrier.node_id not in plant.parking_nodes]
    go = nearest_places(moving, free_places, plant)
    left = tuple(carrier.vehicle_id for carrier in moving if carrier.vehicle_id not in go)
    return ParkPlan(go, left)


RANK_S = 10_000.0
"""More than any way in a plant: who is emptier comes first, however far."""


@dataclass(frozen=True, slots=True)
class ChargePlan:
    """Vehicles that go to a charger, vehicles that leave one, and who waits for one."""

    go: dict[str, str] = field(default_factory=dict)  # vehicle id -> charger station id
    leave: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def must_charge(soc: float, settings: DispatchSettings) -> bool:
    """Too low to be given an order."""
    return soc < settings.charge_below_soc


def may_be_called(soc: float, settings: DispatchSettings) -> bool:
    """A vehicle on a charger has enough to take an order."""
    return soc >= settings.charge_enough_soc


def plan_charging(
    idle: Sequence[Availability],
    charging: Sequence[Availability],
    free_chargers: Mapping[str, Place],
    plant: DispatchPlant,
    settings: DispatchSettings,
) -> ChargePlan:
    """``idle``: vehicles without work; ``charging``: those at or on the way to a charger."""
    needy = sorted(
        (carrier for carrier in idle if must_charge(carrier.soc, settings)),
        key=lambda carrier: (carrier.soc, carrier.vehicle_id),
    )
    go = _give(needy, free_chargers, plant)
    waiting = tuple(carrier.vehicle_id for carrier in needy if carrier.vehicle_id not in go)
    left = {key: place for key, place in free_chargers.items() if key not in go.values()}
    if not waiting:
        low = sorted(
            (
                carrier
                for carrier in idle
                if carrier.vehicle_id not in go and carrier.soc < settings.charge_idle_below_soc
            ),
            key=lambda carrier: (carrier.soc, carrier.vehicle_id),
        )
        go.update(_give(low, left, plant))
    return ChargePlan(go, _leaving(charging, len(waiting), settings), waiting)


def _give(
    carriers: Sequence[Availability], chargers: Mapping[str, Place], plant: DispatchPlant
) -> dict[str, str]:
    """The emptiest first, each to a charger that its type can use."""
    return nearest_places(carriers, chargers, plant, RANK_S)


def _leaving(
    charging: Sequence[Availability], wanted: int, settings: DispatchSettings
) -> tuple[str, ...]:
    full = [carrier for carrier in charging if carrier.soc >= settings.charge_full_soc]
    enough = sorted(
        (
            carrier
            for carrier in charging
            if carrier not in full and may_be_called(carrier.soc, settings)
        ),
        key=lambda carrier: (-carrier.soc, carrier.vehicle_id),
    )
    more = max(0, wanted - len(full))
    return tuple(carrier.vehicle_id for carrier in [*full, *enough[:more]])
