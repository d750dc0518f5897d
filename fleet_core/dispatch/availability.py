"""A vehicle as dispatch sees it."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason


@dataclass(frozen=True, slots=True)
class Availability:
    """A vehicle that may be given work, or the reason why not."""

    vehicle_id: str
    type_id: str
    node_id: str  # where it will be free to take another way
    heading_rad: float
    free_at_s: float  # and when
    soc: float
    unavailable: Reason | None = None  # a clause about it; None: may be given work
    positions: int = 1  # for loads, on board and free
    aboard: tuple[TransportOrder, ...] = ()  # orders whose loads are on it

    @property
    def source(self) -> tuple[str, float]:
        return (self.node_id, self.heading_rad)
