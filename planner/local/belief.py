"""Which poses are believed: a vehicle cannot be where it cannot have driven to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import VehicleType
from planner.local.settings import LocalSettings
from planner.local.sight import Sight

Floats = NDArray[np.float64]


class PoseBelief:
    """Of V vehicles. After a jump, poses must hang together for a while to be believed again."""

    def __init__(self, types: Sequence[VehicleType], settings: LocalSettings) -> None:
        self._fastest_mps = np.array(
            [max(each.max_speed_mps, each.max_speed_loaded_mps) for each in types]
        )
        self._jump_m, self._doubt_s = settings.jump_m, settings.doubt_s
        self.pose: Floats = np.full((len(types), 3), np.nan)  # the last that was known
        self._since_s = np.zeros(len(types))  # so long ago
        self._doubtful_s = np.zeros(len(types))  # so long poses are still not believed

    def take(self, sight: Sight, elapsed_s: float) -> NDArray[np.bool_]:
        """(V,) whether a pose is known and can be that of a vehicle that was where the one before
        said, ``elapsed_s`` after the call before."""
        known = sight.known
        self._since_s += elapsed_s
        self._doubtful_s[known] = np.maximum(0.0, self._doubtful_s[known] - elapsed_s)
        moved_m = np.hypot(*(sight.pose - self.pose)[:, :2].T)  # nan where there was none before
        jumped = known & (moved_m > self._fastest_mps * self._since_s + self._jump_m)
        self._doubtful_s[jumped] = self._doubt_s
        self.pose[known], self._since_s[known] = sight.pose[known], 0.0
        believed: NDArray[np.bool_] = known & (self._doubtful_s == 0.0)
        return believed
