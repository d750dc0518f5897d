"""Travel between stations, one way at a time and as matrices, where the heading on arrival is not
known beforehand."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

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


class StationWays:
    """Ways from place to place as matrices, for one type of vehicle, each looked up once. Grows by
    a row and a column with each place that is asked for."""

    def __init__(self, travel: TravelTimes, type_id: str) -> None:
        self._travel = travel
        self._type_id = type_id
        self._row: dict[Place, int] = {}
        self._s: NDArray[np.float64] = np.zeros((0, 0))
        self._m: NDArray[np.float64] = np.zeros((0, 0))

    def between(self, places: Sequence[Place]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Seconds and metres, both (p, p), by the quickest start at each place; inf: no way."""
        if any(place not in self._row for place in places):
            self._learn(places)
        rows = [self._row[place] for place in places]
        chosen = np.ix_(rows, rows)
        return self._s[chosen], self._m[chosen]

    def _learn(self, places: Sequence[Place]) -> None:
        for place in places:
            self._row.setdefault(place, len(self._row))
        known = list(self._row)
        self._s = np.full((len(known), len(known)), np.inf)
        self._m = np.full((len(known), len(known)), np.inf)
        for row, place in enumerate(known):
            starts = [
                (node_id, heading_rad)
                for node_id in place
                for heading_rad in self._travel.headings(self._type_id, node_id)
            ]
            if not starts:
                continue
            ways_s = self._travel.matrix_s(self._type_id, starts, known)
            ways_m = self._travel.matrix_m(self._type_id, starts, known)
            quickest = ways_s.argmin(axis=0)
            self._s[row] = ways_s[quickest, np.arange(len(known))]
            self._m[row] = ways_m[quickest, np.arange(len(known))]


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
