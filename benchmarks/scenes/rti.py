"""The local planner, steering vehicles to goals on an open floor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.scenes.scene import CORRIDOR_M, Floats
from fleet_core.app.local_motion import solver_folder
from fleet_core.model.vehicle_type import VehicleType
from planner.local.local_planner import LocalPlanner
from planner.local.objects import Objects
from planner.local.settings import LocalSettings
from planner.local.sight import Commands, Sight
from planner.local.stretch import Line, Stretch, stretch_along

OFF_RAD = 0.15
"""A goal that is further beside the line's direction gets a line of its own."""


class RtiSteering:
    """Fulfils `Steering`: a straight stretch to the goal, with room to both sides; a new one where
    somebody had to be passed far beside it."""

    def __init__(self, types: Sequence[VehicleType], settings: LocalSettings) -> None:
        self._types = types
        self._planner = LocalPlanner(types, solver_folder(), settings)
        self._goals = np.zeros((len(types), 2))
        self._lines: list[Stretch | None] = [None for _ in types]

    def head_for(self, v: int, pose: Floats, goal_m: Floats) -> None:
        """See `Steering`."""
        self._goals[v] = goal_m
        stretch = straight_to(pose, goal_m, self._types[v].max_speed_mps)
        if self._lines[v] is None:
            self._planner.begin(v, stretch)
        else:
            self._planner.realign(v, stretch)
        self._lines[v] = stretch

    def steer(self, sight: Sight, objects: Objects, period_s: float) -> Commands:
        """See `Steering`."""
        for v, stretch in enumerate(self._lines):
            if stretch is not None and off_rad(stretch, sight.pose[v], self._goals[v]) > OFF_RAD:
                self.head_for(v, sight.pose[v], self._goals[v])
        return self._planner.plan(sight, objects, period_s)


def off_rad(stretch: Stretch, pose: Floats, goal_m: Floats) -> float:
    """The angle between a straight stretch and the direction to the goal."""
    dx, dy = (goal_m - pose[:2]).tolist()
    apart = np.arctan2(dy, dx) - stretch.line.poses[0, 2]
    return abs(float((apart + np.pi) % (2.0 * np.pi) - np.pi))


def straight_to(pose: Floats, goal_m: Floats, limit_mps: float) -> Stretch:
    """From a pose's place to the goal."""
    dx, dy = (goal_m - pose[:2]).tolist()
    heading = np.arctan2(dy, dx)
    poses = np.array([[pose[0], pose[1], heading], [goal_m[0], goal_m[1], heading]])
    way_m = np.array([0.0, np.hypot(dx, dy)])
    return stretch_along(Line(poses, way_m, np.full(2, limit_mps), 1, CORRIDOR_M))
