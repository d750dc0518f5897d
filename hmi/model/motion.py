"""Smooth motion between two snapshots that come ten times a second."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle_type import VehicleType
from hmi.model.fleet_arrays import FleetArrays, Floats, between, fleet_arrays
from hmi.model.picture import EMPTY_SNAPSHOT

_LONGEST_STEP_S = 0.5
"""A longer gap is a jump: nobody knows the way between."""


class PoseInterpolation:
    """The last two snapshots as arrays, and the poses to draw now."""

    def __init__(self) -> None:
        self.arrays: FleetArrays = fleet_arrays(EMPTY_SNAPSHOT, {})
        self._before = self.arrays
        self._received_s = 0.0
        self._step_s = 0.0

    def take(self, snapshot: FleetSnapshot, types: Mapping[str, VehicleType], now_s: float) -> None:
        """A new snapshot, received at ``now_s`` of the window's clock."""
        self._before = self.arrays
        self.arrays = fleet_arrays(snapshot, types)
        self._step_s = now_s - self._received_s
        self._received_s = now_s

    def poses(self, now_s: float) -> Floats:
        """x_m, y_m, heading_rad a vehicle, in the rows of ``arrays``."""
        if not self.moving(now_s):
            return self.arrays.pose
        return between(self._before, self.arrays, (now_s - self._received_s) / self._step_s)

    def moving(self, now_s: float) -> bool:
        """Whether the next frame will differ from this one."""
        return 0.0 < self._step_s <= _LONGEST_STEP_S and now_s - self._received_s < self._step_s
