"""Throughput and utilisation over the last hours, gathered from snapshots."""

from __future__ import annotations

from collections import deque

import numpy as np

from fleet_core.model.order import OrderState
from fleet_core.model.status import FleetSnapshot
from hmi.model.fleet_arrays import Floats
from hmi.model.tone import Group, counts

SAMPLE_EVERY_S = 30.0
_SAMPLES = 960
"""Eight hours, one sample each half minute."""

_WINDOW_S = 900.0
"""Throughput counts the orders done in the last quarter of an hour."""


class Figures:
    """Time in hours, orders done an hour, share of vehicles at work."""

    def __init__(self) -> None:
        self._rows: deque[tuple[float, float, float]] = deque(maxlen=_SAMPLES)
        self._first_s: float | None = None

    def take(self, snapshot: FleetSnapshot) -> bool:
        """Add a sample when it is time; says whether it did."""
        if self._rows and 0.0 <= snapshot.time_s - self._rows[-1][0] < SAMPLE_EVERY_S:
            return False
        if not snapshot.vehicles:
            return False
        if self._first_s is None or snapshot.time_s < self._first_s:
            self._first_s = snapshot.time_s
            self._rows.clear()
        self._rows.append(
            (snapshot.time_s, self._throughput_per_h(snapshot), _utilisation(snapshot))
        )
        return True

    def table(self) -> Floats:
        """(n, 3): time_s, throughput_per_h, utilisation."""
        return np.array(self._rows, dtype=np.float64).reshape(-1, 3)

    def _throughput_per_h(self, snapshot: FleetSnapshot) -> float:
        begin_s = max(snapshot.time_s - _WINDOW_S, self._first_s or 0.0)
        done = sum(
            order.state is OrderState.DONE and (order.ended_at_s or 0.0) > begin_s
            for order in snapshot.orders
        )
        return 3600.0 * done / max(snapshot.time_s - begin_s, 60.0)


def _utilisation(snapshot: FleetSnapshot) -> float:
    """Vehicles that carry out work or wait on the way to it."""
    by_group = counts(snapshot.vehicles)
    return (by_group[Group.WORKING] + by_group[Group.WAITING]) / len(snapshot.vehicles)
