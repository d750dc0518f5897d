"""Where the bodies of vehicles are on the screen: for rings, badges, labels and clicks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Point
from fleet_core.model.vehicle_type import VehicleType
from hmi.model.fleet_arrays import SPRITES_A_TYPE, TONES, FleetArrays, Floats
from hmi.model.label_placement import Box
from hmi.model.view_transform import ViewTransform

_SMALLEST_TARGET_PX = 12.0
"""Nearer than this to the middle is a hit: a target of 24 px for what is drawn smaller."""


@dataclass(frozen=True, slots=True)
class DrawnBodies:
    """One row a vehicle, pixels: middle of the body, radius around it, reach across and down."""

    ids: tuple[str, ...]
    middle: Floats
    radius: Floats
    across: Floats
    below: Floats

    def boxes(self, rows: np.ndarray) -> list[Box]:
        """Upright boxes around the bodies of some rows."""
        middle = self.middle[rows]
        half = np.stack([self.across[rows], self.below[rows]], axis=1)
        table = np.concatenate([middle - half, middle + half], axis=1)
        return [(x0, y0, x1, y1) for x0, y0, x1, y1 in table.tolist()]

    def near(self, view: ViewTransform, margin_px: float) -> NDArray[np.bool_]:
        """Which of them show in the view, or would with ``margin_px`` more on every side; badges
        stand up to a body's radius beside it."""
        reach = self.radius + margin_px
        x, y = self.middle.T
        seen: NDArray[np.bool_] = (x > -reach) & (x < view.width_px + reach)
        seen &= (y > -reach) & (y < view.height_px + reach)
        return seen

    def at(self, pixel: Point) -> str:
        """The vehicle at a place of the screen, or an empty string."""
        if not self.ids:
            return ""
        distance = np.hypot(self.middle[:, 0] - pixel[0], self.middle[:, 1] - pixel[1])
        nearest = int(np.argmin(distance - self.radius))
        reach = max(_SMALLEST_TARGET_PX, 0.85 * float(self.radius[nearest]))
        return self.ids[nearest] if distance[nearest] <= reach else ""


def body_sizes(types: Iterable[VehicleType]) -> Floats:
    """A row a type, empty and loaded: middle ahead of the origin, half length, half width."""
    rows = []
    for vehicle_type in types:
        for footprint in (vehicle_type.footprint, vehicle_type.loaded_footprint):
            xs, ys = [x for x, _ in footprint], [y for _, y in footprint]
            half_m = (max(xs) - min(xs)) / 2
            rows.append(((max(xs) + min(xs)) / 2, half_m, (max(ys) - min(ys)) / 2))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def bodies_of(
    arrays: FleetArrays, poses: Floats, sizes: Floats, view: ViewTransform, scale: float
) -> DrawnBodies:
    """``scale``: pixels a metre at which the vehicles are drawn, which may exceed the view's."""
    kind = arrays.sprite // SPRITES_A_TYPE * 2 + arrays.sprite % SPRITES_A_TYPE // TONES
    ahead, half_length, half_width = (sizes[kind] * scale).T
    c, s = np.cos(poses[:, 2]), np.sin(poses[:, 2])
    middle = view.to_screen(poses) + np.stack([ahead * c, -ahead * s], axis=1)
    below = np.abs(half_length * s) + np.abs(half_width * c)
    across = np.abs(half_length * c) + np.abs(half_width * s)
    return DrawnBodies(arrays.ids, middle, np.hypot(half_length, half_width), across, below)
