"""A part of the floor that is closed for a while."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closure:
    """Nobody it is for drives into these edges or this zone; who is inside drives out.

    It takes back what is planned, not what is released: a vehicle within its released legs (some
    seconds of driving) still comes. It is no protective stop.
    """

    id: str
    reason: str
    edge_ids: frozenset[str] = frozenset()
    zone_id: str = ""
    type_ids: frozenset[str] = frozenset()  # empty: every type
    vehicle_ids: frozenset[str] = frozenset()  # empty: every vehicle of these types
    author: str = ""
    since_s: float = 0.0
    until_s: float | None = None  # None: until somebody opens it

    @property
    def place(self) -> str:
        """The zone, or the edges, by name."""
        return self.zone_id or ", ".join(sorted(self.edge_ids))
