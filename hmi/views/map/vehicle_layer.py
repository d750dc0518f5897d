"""All vehicles of the view: from the atlas while they are small, as exact polygons close up."""

from __future__ import annotations

from math import degrees, log

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from fleet_core.model.facility import Facility
from hmi.model.bodies import DrawnBodies, bodies_of, body_sizes
from hmi.model.fleet_arrays import SPRITES_A_TYPE, TONES, FleetArrays, Floats, Ints
from hmi.model.view_transform import ViewTransform
from hmi.views.map.vehicle_atlas import VehicleAtlas
from hmi.views.map.vehicle_shape import VehicleShape, paint_vehicle, vehicle_shape
from hmi.views.theme import Theme

SMALLEST_PX = 15.0
"""A vehicle is never drawn shorter, or it could not be found at plant scale."""

_EXACT_FROM_PX = 36.0
_SCALE_STEP = 1.1


class VehicleLayer:
    """Draws vehicles with their true footprints and headings."""

    def __init__(self) -> None:
        self._shapes: list[VehicleShape] = []
        self._mean_length_m = 1.0
        self._sizes: Floats = np.empty((0, 3))
        self._atlas: VehicleAtlas | None = None
        self._atlas_key: tuple[float, str, float] = (0.0, "", 0.0)

    def take_facility(self, facility: Facility) -> None:
        self._shapes = [
            vehicle_shape(vehicle_type, loaded)
            for vehicle_type in facility.vehicle_types.values()
            for loaded in (False, True)
        ]
        lengths = [shape.length_m for shape in self._shapes]
        self._sizes = body_sizes(facility.vehicle_types.values())
        self._mean_length_m = sum(lengths) / len(lengths) if lengths else 1.0
        self._atlas = None

    def scale(self, view: ViewTransform, true_size: bool) -> float:
        """Pixels a metre of the vehicles' pictures."""
        smallest = SMALLEST_PX / self._mean_length_m
        return max(view.scale, smallest) if true_size else smallest

    def bodies(
        self, view: ViewTransform, arrays: FleetArrays, poses: Floats, true_size: bool
    ) -> DrawnBodies:
        """Where the vehicles are on the screen."""
        return bodies_of(arrays, poses, self._sizes, view, self.scale(view, true_size))

    def draw(
        self,
        painter: QPainter,
        view: ViewTransform,
        arrays: FleetArrays,
        poses: Floats,
        theme: Theme,
        true_size: bool = True,
        hurry: bool = False,
    ) -> None:
        """Draw the vehicles that are in view, urgent ones on top. ``hurry``: the wheel turns, and
        pictures of another scale, stretched, will do for a moment."""
        if not self._shapes or not len(poses):
            return
        screen = view.to_screen(poses)
        rows = self._visible(view, screen, true_size)
        rows = rows[np.argsort(arrays.tone[rows], kind="stable")]
        scale = self.scale(view, true_size)
        if scale * self._mean_length_m >= _EXACT_FROM_PX:
            self._draw_exact(
                painter, screen[rows], poses[rows, 2], arrays.sprite[rows], scale, theme
            )
            return
        dpr = painter.device().devicePixelRatioF()
        stepped = _SCALE_STEP ** round(log(scale) / log(_SCALE_STEP))
        atlas = self._atlas_for(stepped, theme, dpr, hurry)
        stretch = stepped / atlas.scale
        atlas.draw(painter, screen[rows], poses[rows, 2], arrays.sprite[rows], stretch)

    def _visible(self, view: ViewTransform, screen: Floats, true_size: bool) -> Ints:
        reach_m = max(shape.reach_m for shape in self._shapes)
        margin = reach_m * self.scale(view, true_size)
        inside = (
            (screen[:, 0] > -margin)
            & (screen[:, 0] < view.width_px + margin)
            & (screen[:, 1] > -margin)
            & (screen[:, 1] < view.height_px + margin)
        )
        return np.flatnonzero(inside)

    def _draw_exact(
        self,
        painter: QPainter,
        screen: Floats,
        heading_rad: Floats,
        sprite: Ints,
        scale: float,
        theme: Theme,
    ) -> None:
        for (x, y), heading, key in zip(screen, heading_rad, sprite, strict=True):
            of_type, tone = divmod(int(key) % SPRITES_A_TYPE, TONES)
            shape = self._shapes[int(key) // SPRITES_A_TYPE * 2 + of_type]
            painter.save()
            painter.translate(QPointF(x, y))
            painter.scale(scale, -scale)
            painter.rotate(degrees(heading))
            paint_vehicle(painter, shape, theme.tone(tone), theme)
            painter.restore()

    def _atlas_for(self, stepped: float, theme: Theme, dpr: float, hurry: bool) -> VehicleAtlas:
        key = (stepped, theme.name, dpr)
        good_enough = hurry and key[1:] == self._atlas_key[1:]
        if self._atlas is None or (key != self._atlas_key and not good_enough):
            self._atlas = VehicleAtlas(self._shapes, stepped, theme, dpr)
            self._atlas_key = key
        return self._atlas
