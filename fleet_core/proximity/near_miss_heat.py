"""How many near misses there were in each square of a plant's floor: a map without names or times,
that may be shown to people who may not see the encounters themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point
from fleet_core.proximity.ranking import CELL_M, heat

_BESIDE_M = 10.0
_MOST_CELLS = 1_000_000


@dataclass(frozen=True, slots=True)
class HeatMap:
    """``counts`` (rows, columns); the lower left corner of the first square is at ``x_m, y_m``."""

    x_m: float
    y_m: float
    cell_m: float
    counts: NDArray[np.int64]


class NearMissHeat:
    """Grows with every encounter. What lies further than 10 m beside the roadmap is left out."""

    def __init__(self, facility: Facility) -> None:
        points = np.array([node.point for node in facility.layout.nodes.values()]).reshape(-1, 2)
        low, high = (0, 0), (-1, -1)
        if len(points):
            low = _cell(points.min(axis=0) - _BESIDE_M)
            high = _cell(points.max(axis=0) + _BESIDE_M)
        columns, rows = high[0] - low[0] + 1, high[1] - low[1] + 1
        if columns * rows > _MOST_CELLS:
            columns, rows = 0, 0  # no plant is so large: a node lies somewhere else
        self._low = low
        self._counts = np.zeros((rows, columns), np.int64)

    def add(self, places: Iterable[Point]) -> None:
        """Count near misses at these places (m, frame map) as well."""
        rows, columns = self._counts.shape
        for (column, row), count in heat(places).items():
            c, r = column - self._low[0], row - self._low[1]
            if 0 <= c < columns and 0 <= r < rows:
                self._counts[r, c] += count

    def map(self) -> HeatMap:
        """As it is now."""
        x, y = self._low
        return HeatMap(x * CELL_M, y * CELL_M, CELL_M, self._counts.copy())


def _cell(point: NDArray[np.float64]) -> tuple[int, int]:
    return floor(float(point[0]) / CELL_M), floor(float(point[1]) / CELL_M)
