"""How many vehicles have to do with a station at once.

Rule: an order is given out only while, at each of its stops, fewer than ``station_vehicles``
vehicles are on the way to, or at, that station. More would only queue in the lanes before it.
While a vehicle drives from stop to stop the stations ahead serve others, one in
``station_turn_s``: at a later stop so many more are allowed as will be gone when it gets there.
Stations that share their nodes share their count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fleet_core.dispatch.distances import Place


class Claims:
    """Counts vehicles per node."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._count: Counter[str] = Counter()
        for place in places:
            self.add(place)

    def add(self, place: Place) -> None:
        self._count.update(place)

    def at(self, place: Place) -> int:
        """Vehicles at the least claimed node of the place."""
        return min((self._count[node_id] for node_id in place), default=0)
