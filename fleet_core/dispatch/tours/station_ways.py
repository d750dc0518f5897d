"""Ways from station to station as matrices, a type of vehicle each, looked up once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.dispatch.distances import Place
from fleet_core.model.travel_times import TravelTimes


class StationWays:
    """Grows by a row and a column with each place that is asked for."""

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
