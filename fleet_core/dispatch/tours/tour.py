"""What each vehicle shall do next, stop by stop: allocation plans it, execution follows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TourStop:
    """One stop of one order."""

    order_id: str
    stop_index: int
    begin_s: float  # when its action is expected to begin, clock time
    end_s: float  # and to be over


Tour = tuple[TourStop, ...]
"""The stops to come of one vehicle. Stops of one order keep the order's own sequence; between them
may lie those of other orders, while the vehicle has places for all loads on board."""
