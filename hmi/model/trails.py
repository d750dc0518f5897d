"""Where each vehicle has been in the last minute."""

from __future__ import annotations

import numpy as np

from hmi.model.fleet_arrays import FleetArrays, Floats

SAMPLES = 24
SAMPLE_EVERY_S = 1.5
"""24 samples, 1.5 s apart: long enough to see a direction, short enough not to clutter."""


class Trails:
    """A ring of past positions, one column a vehicle; begins anew when the fleet changes."""

    def __init__(self) -> None:
        self._ids: tuple[str, ...] = ()
        self._points: Floats = np.empty((0, 0, 2))
        self._last_s = -np.inf

    def take(self, arrays: FleetArrays, time_s: float) -> None:
        if arrays.ids != self._ids or time_s < self._last_s or not len(self._points):
            self._ids = arrays.ids
            self._points = np.repeat(arrays.pose[None, :, :2], SAMPLES, axis=0)
            self._last_s = time_s
        elif time_s - self._last_s >= SAMPLE_EVERY_S:
            self._points = np.roll(self._points, -1, axis=0)
            self._points[-1] = arrays.pose[:, :2]
            self._last_s = time_s

    def segments(self, poses: Floats, rows: np.ndarray) -> Floats:
        """Line pieces (samples, vehicles, 4) from the oldest to the present place, in metres."""
        if len(poses) != len(self._ids):
            return np.empty((0, 0, 4))
        points = np.concatenate([self._points[:, rows], poses[None, rows, :2]])
        return np.concatenate([points[:-1], points[1:]], axis=2)
