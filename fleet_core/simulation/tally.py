"""What the vehicles have done since the plant began, summed up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Tally:
    """Sums over time for each vehicle (V,)."""

    def __init__(self, vehicles: int) -> None:
        self.distance_m = np.zeros(vehicles)
        self.empty_distance_m = np.zeros(vehicles)
        self.busy_s = np.zeros(vehicles)  # on the way for an order, or at its station
        self.waiting_s = np.zeros(vehicles)  # of that, standing without any work going on

    def pass_time(
        self,
        driven_m: NDArray[np.float64],
        loaded: NDArray[np.bool_],
        busy: NDArray[np.bool_],
        waiting: NDArray[np.bool_],
        dt_s: float,
    ) -> None:
        """Add one step."""
        self.distance_m += driven_m
        self.empty_distance_m += np.where(loaded, 0.0, driven_m)
        self.busy_s += np.where(busy, dt_s, 0.0)
        self.waiting_s += np.where(waiting, dt_s, 0.0)
