"""Where a vehicle believes to be: its true pose with an error that wanders, as that of a laser
localisation does."""

from __future__ import annotations

from math import exp, sqrt

import numpy as np
from numpy.random import Generator

from fleet_core.model.geometry import Pose, wrap_angle

WANDERS_S = 2.0
"""After which an error has forgotten most of itself (a Gauss-Markov process of first order)."""


class Localisation:
    """Of one vehicle, by the generator that is handed in."""

    def __init__(self, rng: Generator, off_m: float, off_rad: float) -> None:
        """``off_m`` along and across, and ``off_rad``: standard deviations."""
        self._rng = rng
        self._spread = np.array([off_m, off_m, off_rad])
        self._error = self._spread * rng.standard_normal(3)
        self._time_s: float | None = None

    @property
    def covariance(self) -> list[float]:
        """Of x, y, z and the turns about them, row by row (REP 103)."""
        found = np.zeros((6, 6))
        found[[0, 1, 5], [0, 1, 5]] = self._spread**2
        return [float(each) for each in found.ravel()]

    def believed(self, true: Pose, time_s: float) -> Pose:
        """At a time that is not before the last."""
        passed_s = max(0.0, time_s - self._time_s) if self._time_s is not None else 0.0
        self._time_s = time_s
        kept = exp(-passed_s / WANDERS_S)
        fresh = self._spread * self._rng.standard_normal(3)
        self._error = kept * self._error + sqrt(1.0 - kept**2) * fresh
        dx, dy, turn = (float(each) for each in self._error)
        return Pose(true.x_m + dx, true.y_m + dy, wrap_angle(true.heading_rad + turn))
