"""How exactly a route must begin where the one before it ended."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from fleet_core.model.geometry import Pose, wrap_angle


@dataclass(frozen=True, slots=True)
class Fit:
    """A little more than how far from a lane a vehicle may be set down by hand."""

    tolerance_m: float = 0.32
    tolerance_rad: float = 0.2

    def holds(self, start: Pose, end: Pose) -> bool:
        """Whether what begins at ``start`` follows what ends at ``end``."""
        gap_m = hypot(start.x_m - end.x_m, start.y_m - end.y_m)
        turn_rad = abs(wrap_angle(start.heading_rad - end.heading_rad))
        return gap_m <= self.tolerance_m and turn_rad <= self.tolerance_rad
