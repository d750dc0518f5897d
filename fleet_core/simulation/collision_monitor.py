"""Watches the true bodies of all vehicles: no two may ever overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fleet_core.model.geometry import Point, Polygon, Pose
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.footprint_kernel import find_overlaps
from fleet_core.simulation.trail import Trail

KEPT = 100
"""Encounters that are kept whole; all are counted."""


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two bodies that begin to overlap."""

    time_s: float
    vehicle_ids: tuple[str, str]
    poses: tuple[Pose, Pose]

    @property
    def point(self) -> Point:
        """Half-way between the two origins."""
        first, second = self.poses
        return ((first.x_m + second.x_m) / 2.0, (first.y_m + second.y_m) / 2.0)


class CollisionMonitor:
    """Counts encounters: pairs of bodies that begin to overlap; touching does not count."""

    def __init__(self, vehicle_ids: Sequence[str], types: Sequence[VehicleType]) -> None:
        self.count = 0
        self.encounters: list[Encounter] = []
        self._ids = tuple(vehicle_ids)
        polygons = [(each.footprint, each.loaded_footprint) for each in types]
        widest = max((len(one) for pair in polygons for one in pair), default=1)
        shape = (len(types), 2)
        self._outlines = np.zeros((*shape, widest, 2))
        self._corners = np.zeros(shape, np.int64)
        self._radius = np.zeros(shape)
        for v, pair in enumerate(polygons):
            for loaded, polygon in enumerate(pair):
                self._set(v, loaded, polygon)
        self._overlap = np.zeros((len(types), len(types)), np.bool_)
        self._began = np.zeros((KEPT, 3), np.int64)

    def watch(self, trail: Trail) -> int:
        """Look at one step; returns the encounters that began in it."""
        rows, loaded = np.arange(len(self._ids)), trail.loaded.astype(np.int64)
        found = find_overlaps(
            trail.poses,
            self._outlines[rows, loaded],
            self._corners[rows, loaded],
            self._radius[rows, loaded],
            self._overlap,
            self._began,
        )
        self.count += found
        for tick, a, b in self._began[: min(found, KEPT - len(self.encounters))].tolist():
            poses = [Pose(*trail.poses[tick, v].tolist()) for v in (a, b)]
            time_s = float(trail.times_s[tick])
            self.encounters.append(
                Encounter(time_s, (self._ids[a], self._ids[b]), (poses[0], poses[1]))
            )
        return int(found)

    def _set(self, v: int, loaded: int, polygon: Polygon) -> None:
        corners = np.array(polygon, dtype=np.float64)
        x, y = corners[:, 0], corners[:, 1]
        if np.dot(x, np.roll(y, -1)) < np.dot(y, np.roll(x, -1)):
            corners = corners[::-1]  # some files go round clockwise
        self._outlines[v, loaded, : len(corners)] = corners
        self._outlines[v, loaded, len(corners) :] = corners[-1]
        self._corners[v, loaded] = len(corners)
        self._radius[v, loaded] = float(np.hypot(corners[:, 0], corners[:, 1]).max())
