"""One person or one manned forklift: its way, and how it moves along it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import atan2, cos, hypot, pi, sin

import numpy as np
from numpy.random import Generator

from fleet_core.model.proximity import ObjectClass
from fleet_core.simulation.motion_arrays import Floats


@dataclass(slots=True)
class Mover:
    """``way`` (n, 2) is what it follows; ``reached`` the next point of it."""

    id: str
    kind: ObjectClass
    x_m: float
    y_m: float
    heading_rad: float
    pace_mps: float
    rng: Generator  # of its own
    looks: bool = True  # false: goes on whoever comes
    acceleration_mps2: float = 1.0
    turn_radps: float = 3.0
    axle_m: float = 0.0  # so far behind the middle of its body it turns
    speed_mps: float = 0.0
    way: Floats = field(default_factory=lambda: np.zeros((0, 2)))
    reached: int = 0
    stays_s: float = 0.0
    waited_s: float = 0.0
    goal: tuple[float, float] = (0.0, 0.0)
    from_: tuple[float, float] = (0.0, 0.0)
    detours: int = 0
    pulled_over: bool = False  # or on its way to where it lets others pass
    backs_m: float = 0.0  # still to reverse, out of somebody's way

    @property
    def arrived(self) -> bool:
        """At the end of its way."""
        return self.reached >= len(self.way)

    @property
    def velocity(self) -> tuple[float, float]:
        """m/s, frame map."""
        return (
            self.speed_mps * float(np.cos(self.heading_rad)),
            self.speed_mps * float(np.sin(self.heading_rad)),
        )

    @property
    def place(self) -> tuple[float, float]:
        """Middle of the body."""
        return (self.x_m, self.y_m)

    def follow(self, way: Floats) -> None:
        """Go this way from now on."""
        self.way, self.reached = way, 0
        while not self.arrived and self._left_m() < 0.3:
            self.reached += 1

    def ahead(self, reach_m: float, step_m: float) -> Floats:
        """(n, 3) x, y, heading of what it will pass within ``reach_m``."""
        x, y, points, left = self.x_m, self.y_m, [], reach_m
        for k in range(self.reached, len(self.way)):
            to_x, to_y = self.way[k]
            length = hypot(to_x - x, to_y - y)
            heading = atan2(to_y - y, to_x - x)
            for i in range(1, int(min(length, left) / step_m) + 1):
                share = i * step_m / length
                points.append((x + share * (to_x - x), y + share * (to_y - y), heading))
            left -= length
            x, y = float(to_x), float(to_y)
            if left <= 0.0:
                break
        return np.array(points, np.float64).reshape(-1, 3)

    def move(self, wanted_mps: float, dt_s: float) -> None:
        """Go on along the way for a tick, at about this speed."""
        most = self.acceleration_mps2 * dt_s
        self.speed_mps += min(most, max(-2.0 * most, wanted_mps - self.speed_mps))
        if self.arrived or self.speed_mps <= 0.0:  # who waits does not turn either
            self.speed_mps = 0.0
            return
        to_x, to_y = self.way[self.reached]
        wanted = atan2(to_y - self.y_m, to_x - self.x_m)
        off = (wanted - self.heading_rad + pi) % (2.0 * pi) - pi
        turn = min(self.turn_radps * dt_s, max(-self.turn_radps * dt_s, off))
        self.x_m, self.y_m, self.heading_rad = self.turned(turn)
        left = off - turn
        # Who does not face its way yet turns first, else it would swing wide into walls.
        passed = self.speed_mps * dt_s * max(0.0, float(np.cos(left))) ** 4
        if abs(left) > 1.0:
            self.speed_mps = min(self.speed_mps, 0.3)
        passed = min(passed, self._left_m())
        self.x_m += passed * float(np.cos(wanted))
        self.y_m += passed * float(np.sin(wanted))
        if self._left_m() < 0.05 or (self._left_m() < self.axle_m and cos(left) < 0.5):
            self.reached += 1  # who turns about an axle would go round what is beside it for ever

    def turned(self, by_rad: float) -> tuple[float, float, float]:
        """Its pose after a turn about its axle."""
        before, after = self.heading_rad, self.heading_rad + by_rad
        return (
            self.x_m + self.axle_m * (cos(after) - cos(before)),
            self.y_m + self.axle_m * (sin(after) - sin(before)),
            (after + pi) % (2.0 * pi) - pi,
        )

    def behind(self, reach_m: float, step_m: float) -> Floats:
        """(n, 3) poses of a body that reverses straight, the present one first."""
        along = np.arange(0.0, reach_m + 0.5 * step_m, step_m)
        c, s = float(np.cos(self.heading_rad)), float(np.sin(self.heading_rad))
        headings = np.full(len(along), self.heading_rad)
        return np.column_stack([self.x_m - along * c, self.y_m - along * s, headings])

    def back(self, pace_mps: float, dt_s: float) -> None:
        """Reverse straight for a tick."""
        self.speed_mps = max(-pace_mps, self.speed_mps - self.acceleration_mps2 * dt_s)
        passed = min(self.backs_m, -self.speed_mps * dt_s)
        self.x_m -= passed * float(np.cos(self.heading_rad))
        self.y_m -= passed * float(np.sin(self.heading_rad))
        self.backs_m -= passed

    def _left_m(self) -> float:
        to_x, to_y = self.way[self.reached]
        return hypot(to_x - self.x_m, to_y - self.y_m)
