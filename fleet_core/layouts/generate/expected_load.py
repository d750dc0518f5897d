"""How busy a scenario should keep a fleet, from travel times alone: is a plant plausible?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fleet_core.model.facility import Facility
from fleet_core.model.scenario import OrderStream, Scenario
from fleet_core.model.vehicle_type import VehicleType
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes


@dataclass(frozen=True, slots=True)
class TypeLoad:
    """What one kind of vehicle has to do. Waiting for others and charging come on top."""

    orders_per_h: float
    cycle_s: float  # empty way, pick, loaded way, drop: mean of its orders
    vehicles: int

    @property
    def utilisation(self) -> float:
        """Share of time that its vehicles work for orders."""
        return self.orders_per_h * self.cycle_s / 3600.0 / self.vehicles


@dataclass(frozen=True, slots=True)
class _Share:
    """The part of a stream that one kind of vehicle carries."""

    stream: OrderStream
    rate_per_h: float


def expected_load(facility: Facility, scenario: Scenario) -> dict[str, TypeLoad]:
    """By vehicle type. An empty way begins where the type's loads are dropped on average; a stream
    that several types may carry is split by their numbers. Raises LayoutError if nobody drives."""
    travel = RoadmapTravelTimes(build_roadmap(facility))
    numbers = Counter(vehicle.type_id for vehicle in facility.fleet)
    shares: dict[str, list[_Share]] = {type_id: [] for type_id in numbers}
    for stream in scenario.streams:
        able = [one for one in numbers if _can(facility.vehicle_types[one], stream)]
        total = sum(numbers[one] for one in able)
        for one in able:
            shares[one].append(_Share(stream, stream.rate_per_h * numbers[one] / total))
    return {
        one: _load(facility, travel, facility.vehicle_types[one], shares[one], numbers[one])
        for one in numbers
        if shares[one]
    }


def _can(kind: VehicleType, stream: OrderStream) -> bool:
    return (
        stream.required_vehicle_type in ("", kind.id)
        and (not stream.required_capability or stream.required_capability in kind.capabilities)
        and (not kind.load_types or stream.load_type in kind.load_types)
    )


def _load(
    facility: Facility,
    travel: RoadmapTravelTimes,
    kind: VehicleType,
    shares: Sequence[_Share],
    vehicles: int,
) -> TypeLoad:
    total = sum(share.rate_per_h for share in shares)
    seconds = 0.0
    for share in shares:
        loaded = _mean_s(facility, travel, kind, share.stream.source, share.stream.target)
        empty = sum(
            before.rate_per_h
            / total
            * _mean_s(facility, travel, kind, before.stream.target, share.stream.source)
            for before in shares
        )
        seconds += share.rate_per_h * (loaded + empty + kind.pick_s + kind.drop_s)
    return TypeLoad(total, seconds / total, vehicles)


def _mean_s(
    facility: Facility, travel: RoadmapTravelTimes, kind: VehicleType, source: str, target: str
) -> float:
    """Mean of all pairs that the type can drive."""
    sources = list(_standing(facility, travel, kind, source))
    stations = facility.layout.stations
    targets = [stations[one].interaction_node_ids for one in named(facility, target)]
    times = travel.matrix_s(kind.id, sources, targets)
    return float(np.mean(times[np.isfinite(times)])) if np.isfinite(times).any() else 0.0


def _standing(
    facility: Facility, travel: RoadmapTravelTimes, kind: VehicleType, name: str
) -> Iterator[tuple[str, float]]:
    for station_id in named(facility, name):
        for node_id in facility.layout.stations[station_id].interaction_node_ids:
            for heading in travel.headings(kind.id, node_id):
                yield (node_id, heading)


def named(facility: Facility, name: str) -> tuple[str, ...]:
    """The station of that id, or all stations of that group."""
    return (name,) if name in facility.layout.stations else facility.stations_in_group(name)
