"""What the fleet needs to know of how long ways take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class TravelTimes(Protocol):
    """Times and distances on the empty roadmap, turning included."""

    def travel_s(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        """Seconds from (node, heading) to the nearest of the targets; inf when unreachable."""
        ...

    def distance_m(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        """Metres along that way; inf when unreachable."""
        ...

    def matrix_s(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        """``travel_s`` for all sources x targets, shape (len(sources), len(targets))."""
        ...

    def matrix_m(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        """``distance_m`` for all sources x targets, of the same shape."""
        ...

    def headings(self, type_id: str, node_id: str) -> Mapping[float, int]:
        """Headings in which the type can stand at a node (key) with an index of the state."""
        ...
