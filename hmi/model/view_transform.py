"""From the plant's floor (metres, y up) to the screen (pixels, y down) and back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fleet_core.model.geometry import Point
from hmi.model.fleet_arrays import Floats

SMALLEST_SCALE = 0.5
LARGEST_SCALE = 400.0
"""Pixels a metre: a plant of 2 km on one screen, and a pallet that fills it."""


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """What part of the floor is seen: its middle, and pixels a metre."""

    centre: Point = (0.0, 0.0)
    scale: float = 20.0
    width_px: float = 800.0
    height_px: float = 600.0

    def to_screen(self, points_m: Floats) -> Floats:
        """(n, 2) metres to pixels."""
        result = np.empty((len(points_m), 2))
        result[:, 0] = (points_m[:, 0] - self.centre[0]) * self.scale + self.width_px / 2
        result[:, 1] = (self.centre[1] - points_m[:, 1]) * self.scale + self.height_px / 2
        return result

    def point_to_screen(self, point: Point) -> Point:
        return (
            (point[0] - self.centre[0]) * self.scale + self.width_px / 2,
            (self.centre[1] - point[1]) * self.scale + self.height_px / 2,
        )

    def to_floor(self, pixel: Point) -> Point:
        return (
            self.centre[0] + (pixel[0] - self.width_px / 2) / self.scale,
            self.centre[1] - (pixel[1] - self.height_px / 2) / self.scale,
        )

    def resized(self, width_px: float, height_px: float) -> ViewTransform:
        return replace(self, width_px=width_px, height_px=height_px)

    def panned(self, dx_px: float, dy_px: float) -> ViewTransform:
        """The floor moves with the hand: by dx to the right, by dy down."""
        x, y = self.centre
        return replace(self, centre=(x - dx_px / self.scale, y + dy_px / self.scale))

    def zoomed(self, factor: float, pixel: Point) -> ViewTransform:
        """Nearer or farther; the place under ``pixel`` stays where it is."""
        scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, self.scale * factor))
        before = self.to_floor(pixel)
        after = replace(self, scale=scale).to_floor(pixel)
        centre = (self.centre[0] + before[0] - after[0], self.centre[1] + before[1] - after[1])
        return replace(self, scale=scale, centre=centre)

    def centred(self, point: Point) -> ViewTransform:
        return replace(self, centre=point)

    def fitted(self, low: Point, high: Point, margin_px: float = 32.0) -> ViewTransform:
        """All of the box from ``low`` to ``high``, in metres."""
        width_m = max(high[0] - low[0], 1.0)
        height_m = max(high[1] - low[1], 1.0)
        scale = min(
            max(self.width_px - 2 * margin_px, 1.0) / width_m,
            max(self.height_px - 2 * margin_px, 1.0) / height_m,
        )
        centre = ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2)
        return replace(self, centre=centre, scale=min(LARGEST_SCALE, max(SMALLEST_SCALE, scale)))
