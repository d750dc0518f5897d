"""Bodies on the floor, and whether somebody's way leads into them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.model.geometry import Polygon
from fleet_core.model.vehicle_type import VehicleType
from planner.local.supervisor import gap, put

Floats = NDArray[np.float64]
CORNERS = 8


@dataclass(frozen=True, slots=True)
class Bodies:
    """M outlines (M, 8, 2) on the floor, counter-clockwise, padded by their last corners; and their
    speeds (M, 2)."""

    outline: Floats
    velocity: Floats

    def only(self, rows: NDArray[np.bool_]) -> Bodies:
        """Some of them."""
        return Bodies(self.outline[rows], self.velocity[rows])

    def standing(self) -> Bodies:
        """Those that do not move."""
        return self.only(self._stand())

    def moving(self) -> Bodies:
        """The others."""
        return self.only(~self._stand())

    def _stand(self) -> NDArray[np.bool_]:
        return np.asarray(np.hypot(self.velocity[:, 0], self.velocity[:, 1]) < 0.05)

    def joined(self, other: Bodies) -> Bodies:
        """Both."""
        return Bodies(
            np.concatenate([self.outline, other.outline]),
            np.concatenate([self.velocity, other.velocity]),
        )

    def middles(self) -> Floats:
        """(M, 2)"""
        return np.asarray((self.outline.min(axis=1) + self.outline.max(axis=1)) / 2.0)


class VehicleBodies:
    """Outlines of vehicles, empty and loaded, wherever they stand."""

    def __init__(self, types: Sequence[VehicleType]) -> None:
        shapes = [[padded(each.footprint), padded(each.loaded_footprint)] for each in types]
        self._shapes = np.array(shapes).reshape(-1, 2, CORNERS, 2)
        self._before: Floats | None = None

    def at(self, poses: Floats, loaded: NDArray[np.bool_], dt_s: float) -> Bodies:
        """At poses (V, 3); speeds since the call before, ``dt_s`` ago."""
        before = poses if self._before is None else self._before
        self._before = poses.copy()
        shapes = self._shapes[np.arange(len(poses)), loaded.astype(np.int64)]
        c, s = np.cos(poses[:, 2, None]), np.sin(poses[:, 2, None])
        x = poses[:, 0, None] + c * shapes[..., 0] - s * shapes[..., 1]
        y = poses[:, 1, None] + s * shapes[..., 0] + c * shapes[..., 1]
        return Bodies(np.stack([x, y], axis=2), (poses[:, :2] - before[:, :2]) / dt_s)


def padded(polygon: Polygon) -> Floats:
    """(8, 2) counter-clockwise; of more corners the bounding rectangle."""
    outline = np.array(polygon, np.float64)
    x, y = outline[:, 0], outline[:, 1]
    if np.dot(x, np.roll(y, -1)) < np.dot(y, np.roll(x, -1)):
        outline = outline[::-1]  # some files go round clockwise
    if len(outline) > CORNERS:
        low, high = outline.min(axis=0), outline.max(axis=0)
        half = (high - low) / 2.0
        return np.asarray(rectangle(*half.tolist()) + (low + high) / 2.0)
    return np.concatenate([outline, np.repeat(outline[-1:], CORNERS - len(outline), axis=0)])


def rectangle(half_length_m: float, half_width_m: float) -> Floats:
    """(8, 2) about the origin, padded."""
    x, y = half_length_m, half_width_m
    corners = [(-x, -y), (x, -y), (x, y), (-x, y)]
    return np.array([*corners, *([corners[-1]] * 4)])


def strikes(path: Floats, step_s: float, outline: Floats, others: Bodies, keep_m: float) -> bool:
    """Whether a body on ``path`` (n, 3), ``step_s`` apart, comes nearer than ``keep_m`` to another;
    what is nearer already counts only when it comes nearer still."""
    return bool(_strikes(path, step_s, outline, others.outline, others.velocity, keep_m))


@njit(cache=True)
def _strikes(path, step_s, outline, others, velocity, keep_m):  # type: ignore[no-untyped-def]
    mine, theirs = np.empty_like(outline), np.empty((CORNERS, 2))
    for m in range(len(others)):
        first = np.inf
        for k in range(len(path)):
            put(outline, path[k], mine)
            for i in range(CORNERS):
                theirs[i, 0] = others[m, i, 0] + velocity[m, 0] * k * step_s
                theirs[i, 1] = others[m, i, 1] + velocity[m, 1] * k * step_s
            apart = gap(mine, CORNERS, theirs, CORNERS)
            if k == 0:
                first = apart
            if apart < keep_m and apart < first - 0.01:
                return True
    return False
