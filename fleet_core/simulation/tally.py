"""What the vehicles have done since the plant began, summed up, and how exactly they docked."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import degrees, hypot, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import wrap_angle
from fleet_core.simulation.legs import MotionLeg

ALLOWED_M, ALLOWED_RAD = 0.010, radians(0.5)
"""What a docking may be off."""


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


class DockingLog:
    """How exactly vehicles come to stand at stations: one entry for each arrival."""

    def __init__(self) -> None:
        self.away_m = array("d")  # 16 bytes an arrival, in a shift of days, too
        self.turned_rad = array("d")
        self.by_manoeuvre = 0

    def take(self, pose: NDArray[Any], leg: MotionLeg, by_manoeuvre: bool) -> None:
        """A vehicle stands at ``pose`` (x, y, heading) at the end of its last leg."""
        x, y = leg.samples[1:3, -1]
        self.away_m.append(hypot(pose[0] - x, pose[1] - y))
        self.turned_rad.append(abs(wrap_angle(float(pose[2]) - leg.end_heading_rad)))
        self.by_manoeuvre += by_manoeuvre

    def results(self) -> dict[str, Any]:
        """How many, how many by a manoeuvre, and how far off (m, degrees)."""
        pairs = zip(self.away_m, self.turned_rad, strict=True)
        good = sum(away <= ALLOWED_M and turned <= ALLOWED_RAD for away, turned in pairs)
        return {
            "count": len(self.away_m),
            "by_manoeuvre": self.by_manoeuvre,
            "within_10mm_05deg": good,
            **_measures(self.away_m, "m"),
            **_measures([degrees(one) for one in self.turned_rad], "deg"),
        }


def _measures(values: Sequence[float], unit: str) -> dict[str, float | None]:
    """p50, p99 and max, None of no values."""
    if not values:
        return dict.fromkeys((f"p50_{unit}", f"p99_{unit}", f"max_{unit}"))
    rounded = [round(float(one), 4) for one in np.percentile(values, (50.0, 99.0, 100.0))]
    return dict(zip((f"p50_{unit}", f"p99_{unit}", f"max_{unit}"), rounded, strict=True))
