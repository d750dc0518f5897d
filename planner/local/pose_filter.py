"""A pose from noisy measurements and from what the wheels do, for vehicles that have no filter.

Between measurements the pose moves as the wheels say; each measurement pulls it by a constant
share: the steady state of a Kalman filter whose odometry is much better, over a period, than a
measurement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

SHARE = 0.06
"""Of a measurement: noise falls to sqrt(s / (2 - s)), 18 % of it, within about two seconds."""


@dataclass(slots=True)
class PoseFilter:
    """``pose`` (3,): x, y, heading; the first measurement until there are more."""

    pose: NDArray[np.float64] | None = None
    share: float = field(default=SHARE)

    def move(self, forward_m: float, turned_rad: float) -> None:
        """The wheels have driven so far, and turned the body so much on the way."""
        if self.pose is None:
            return
        heading = self.pose[2] + turned_rad / 2.0
        self.pose[0] += forward_m * cos(heading)
        self.pose[1] += forward_m * sin(heading)
        self.pose[2] += turned_rad

    def measure(self, measured: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take in a measured pose (3,); returns the filtered one."""
        if self.pose is None:
            self.pose = measured.astype(np.float64).copy()
            return self.pose.copy()
        off = measured - self.pose
        off[2] = (off[2] + pi) % (2.0 * pi) - pi
        self.pose += self.share * off
        return self.pose.copy()
