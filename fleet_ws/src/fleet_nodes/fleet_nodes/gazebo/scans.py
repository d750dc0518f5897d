"""What a vehicle's laser scanner measures, and whether it can see at all."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, inf, sin

SCAN_MAX_AGE_S = 0.5
"""Of Gazebo's time; scanners measure ten times a second."""
_ON_THE_LENS_M = 0.12
"""Nothing that stands in a plant is this near before half of a scanner: docking vehicles keep more
to machines, and posts of a stand are narrow."""
_COVERED_SHARE = 0.5
_REACTS_S, _KEPT_M = 0.3, 0.3
"""A scan every 0.1 s, a plan every 0.1 s, a command that is reached within 0.1 s; and what is kept
between a vehicle and what it stops for."""


@dataclass(frozen=True, slots=True)
class Scan:
    """laserscan.proto: distances (m; inf: nothing) from the right to the left."""

    time_s: float
    angle_min_rad: float
    angle_step_rad: float
    nearest_m: float
    furthest_m: float
    ranges_m: tuple[float, ...]

    @property
    def covered(self) -> bool:
        """Whether something is so near before so much of it that it sees nothing else."""
        near = sum(each < _ON_THE_LENS_M for each in self.ranges_m)
        return near >= _COVERED_SHARE * len(self.ranges_m)

    def free_ahead_m(self, right_m: float, left_m: float) -> float:
        """How far straight ahead of the scanner nothing is, between ``right_m`` (negative) and
        ``left_m`` of it; inf: it meets nothing."""
        nearest = inf
        for number, each in enumerate(self.ranges_m):
            if each >= self.furthest_m:
                continue
            angle = self.angle_min_rad + number * self.angle_step_rad
            if right_m <= each * sin(angle) <= left_m:
                nearest = min(nearest, each * cos(angle))
        return nearest


def field_m(speed_mps: float, braking_mps2: float) -> float:
    """Length of the protective field: the way that a vehicle takes to stop, from when a scanner
    sees something."""
    return speed_mps * _REACTS_S + speed_mps**2 / (2.0 * braking_mps2) + _KEPT_M


def blindness(scan: Scan | None, now_s: float) -> str:
    """Why a scanner cannot be relied on; empty: it can. What is missing counts as danger."""
    if scan is None:
        return "its scanner says nothing"
    if now_s - scan.time_s > SCAN_MAX_AGE_S:
        return f"its scanner has been silent for {now_s - scan.time_s:.1f} s"
    if scan.covered:
        return f"its scanner is covered: something is {min(scan.ranges_m):.2f} m before it"
    return ""
