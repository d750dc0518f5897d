"""The floor that a check drives on: a straight line ahead of where the vehicle stands."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind

LEGS = 6
"""So many legs lie ahead of the place where the check began; all driving is on them."""


@dataclass(frozen=True, slots=True)
class StraightTrack:
    """Points 0 to ``LEGS``, ``leg_m`` apart, along the heading of ``begin``."""

    begin: Pose
    leg_m: float
    speed_mps: float

    def pose(self, point: float) -> Pose:
        """Of a point of the track, or between two."""
        heading_rad = self.begin.heading_rad
        way_m = point * self.leg_m
        x_m = self.begin.x_m + way_m * cos(heading_rad)
        return Pose(x_m, self.begin.y_m + way_m * sin(heading_rad), heading_rad)

    def place(self, pose: Pose) -> tuple[float, float]:
        """How far along the track in legs, and how far beside it in metres."""
        dx, dy = pose.x_m - self.begin.x_m, pose.y_m - self.begin.y_m
        c, s = cos(self.begin.heading_rad), sin(self.begin.heading_rad)
        return (dx * c + dy * s) / self.leg_m, abs(dy * c - dx * s)

    def legs(self, begin: int, end: int) -> tuple[Leg, ...]:
        """From one point to another: ahead along the heading, back against it."""
        step = 1 if end > begin else -1
        return tuple(self._leg(point, point + step) for point in range(begin, end, step))

    def _leg(self, begin: int, end: int) -> Leg:
        middle = self.pose((begin + end) / 2.0)
        return Leg(
            LegKind.DRIVE,
            f"check_{begin}",
            f"check_{end}",
            (self.pose(begin), middle, self.pose(end)),
            length_m=self.leg_m,
            max_speed_mps=self.speed_mps,
            reverse=end < begin,
            edge_id=f"check_{min(begin, end)}",
        )
