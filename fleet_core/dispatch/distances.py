"""Travel between stations, where the heading on arrival is not known beforehand."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from math import inf

import numpy as np

from fleet_core.model.travel_times import TravelTimes

Place = tuple[str, ...]
"""Nodes of which any will do: the interaction nodes of a station."""


class Distances:
    """Times and distances from place to place, each looked up once."""

    def __init__(self, travel: TravelTimes) -> None:
        self._travel = travel
        self._known: dict[tuple[str, Place, Place], tuple[float, float]] = {}
        self._standing: dict[tuple[str, Place], bool] = {}
        self._nearest: dict[tuple[object, ...], float] = {}

    def _between(self, type_id: str, source: Place, target: Place) -> tuple[float, float]:
        key = (type_id, source, target)
        if key not in self._known:
            self._known[key] = min(
                (
                    (
                        self._travel.travel_s(type_id, (node_id, heading_rad), target),
                        self._travel.distance_m(type_id, (node_id, heading_rad), target),
                    )
                    for node_id in source
                    for heading_rad in self._travel.headings(type_id, node_id)
                ),
                default=(inf, inf),
            )
        return self._known[key]

    def travel_s(self, type_id: str, source: Place, target: Place) -> float:
        """Seconds from the best node and heading of ``source``; inf when unreachable."""
        return self._between(type_id, source, target)[0]

    def distance_m(self, type_id: str, source: Place, target: Place) -> float:
        return self._between(type_id, source, target)[1]

    def can_stand(self, type_id: str, place: Place) -> bool:
        """Whether the type has any way of standing at the place."""
        key = (type_id, place)
        if key not in self._standing:
            nodes = (self._travel.headings(type_id, node_id) for node_id in place)
            self._standing[key] = any(nodes)
        return self._standing[key]

    def nearest_m(self, type_id: str, source: Place, places: Mapping[str, Place]) -> float:
        """Metres to the nearest of the places; inf when none can be reached."""
        key = (type_id, source, *places)
        if key not in self._nearest:
            self._nearest[key] = self._find_nearest_m(type_id, source, list(places.values()))
        return self._nearest[key]

    def _find_nearest_m(self, type_id: str, source: Place, targets: Sequence[Place]) -> float:
        """The least ``distance_m`` of all, from the same quickest start for each target."""
        starts = [
            (node_id, heading_rad)
            for node_id in source
            for heading_rad in self._travel.headings(type_id, node_id)
        ]
        if not starts or not targets:
            return inf
        ways_s = self._travel.matrix_s(type_id, starts, targets)
        ways_m = self._travel.matrix_m(type_id, starts, targets)
        quickest = ways_s == ways_s.min(axis=0)
        return float(np.where(quickest, ways_m, inf).min())


def along_s(distances: Distances, type_id: str, places: Sequence[Place]) -> float:
    """Seconds of driving from the first place through all others."""
    return sum(
        distances.travel_s(type_id, source, target) for source, target in itertools.pairwise(places)
    )


def along_m(distances: Distances, type_id: str, places: Sequence[Place]) -> float:
    """Metres from the first place through all others."""
    return sum(
        distances.distance_m(type_id, source, target)
        for source, target in itertools.pairwise(places)
    )
