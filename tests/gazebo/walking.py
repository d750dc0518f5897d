"""Somebody who is carried along a line through a scene, and seen by the vehicles' sensors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, hypot

import numpy as np

from fleet_core.model.geometry import Point, Pose
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from planner.local.objects import Objects, moving_discs
from planner.local.settings import LocalSettings

SEEN_LATE_S = 0.1


@dataclass
class Walker:
    """Goes from ``begin`` to ``end`` at ``pace_mps`` from when it is told to, stays there."""

    plant: GazeboPlant
    name: str
    text: Callable[[str, Pose], str]  # its SDF
    begin: Point
    end: Point
    pace_mps: float
    radius_m: float  # as the sensors tell it
    begun_s: float | None = None
    brought: bool = False

    def at(self, now_s: float) -> Pose:
        length_m = hypot(self.end[0] - self.begin[0], self.end[1] - self.begin[1])
        gone_m = 0.0 if self.begun_s is None else (now_s - self.begun_s) * self.pace_mps
        share = min(1.0, max(0.0, gone_m / length_m))
        dx, dy = self.end[0] - self.begin[0], self.end[1] - self.begin[1]
        return Pose(self.begin[0] + share * dx, self.begin[1] + share * dy, atan2(dy, dx))

    def step(self) -> None:
        """At every look."""
        now_s = self.plant.now_s
        if not self.brought:
            self.brought = True
            self.plant.bring(self.name, self.text(self.name, self.at(now_s)))
        elif self.begun_s is not None:
            self.plant.move(self.name, self.at(now_s))

    def go(self) -> None:
        if self.begun_s is None:
            self.begun_s = self.plant.now_s

    def objects(self) -> Objects:
        """As sensors see it: a tenth of a second ago, with the speed that it had then."""
        now_s = self.plant.now_s - SEEN_LATE_S
        here, there = self.at(now_s - 0.1), self.at(now_s)
        velocity = np.array([[there.x_m - here.x_m, there.y_m - here.y_m]]) / 0.1
        return moving_discs(
            np.array([[there.x_m, there.y_m]]),
            velocity,
            np.array([self.radius_m]),
            np.array([SEEN_LATE_S]),
            LocalSettings(),
        )
