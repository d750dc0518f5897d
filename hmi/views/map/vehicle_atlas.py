"""Pre-rotated pictures of vehicles in one pixmap, painted when first needed.

1000 vehicles then are one call (1 ms) instead of 1000 polygons (10 ms).
"""

from __future__ import annotations

from math import ceil

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from hmi.model.fleet_arrays import SPRITES_A_TYPE, TONES, Floats, Ints
from hmi.views.map.vehicle_shape import VehicleShape, paint_vehicle
from hmi.views.theme import Theme

HEADINGS = 72
"""Steps of 5 degrees: at the sizes that come from here the corners move by about a pixel."""

_COLUMNS = 48


class VehicleAtlas:
    """Pictures at one scale in one theme. ``shapes``: two a type, empty and loaded."""

    def __init__(self, shapes: list[VehicleShape], scale: float, theme: Theme, dpr: float) -> None:
        self._shapes = shapes
        self.scale = scale
        self._theme = theme
        self._dpr = dpr
        reach_m = max((shape.reach_m for shape in shapes), default=1.0)
        self._cell_px = 2 * ceil((reach_m * scale + 2.0) * dpr)
        self._slots = np.full((len(shapes) * TONES, HEADINGS), -1, dtype=np.intp)
        self._used = 0
        self._pixmap = self._blank(8)
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)

    def draw(
        self,
        painter: QPainter,
        screen: Floats,
        heading_rad: Floats,
        sprite: Ints,
        stretch: float = 1.0,
    ) -> None:
        """One picture at each place of ``screen`` (n, 2), pixels; sharp with a stretch of 1."""
        step = np.round(heading_rad * (HEADINGS / (2 * np.pi))).astype(np.intp) % HEADINGS
        slots = self._slots[sprite, step]
        missing = np.flatnonzero(slots < 0)
        if len(missing):
            self._paint(np.unique(sprite[missing] * HEADINGS + step[missing]))
            slots = self._slots[sprite, step]
        cell = float(self._cell_px)
        self._fragments.resize(len(screen))
        rows = self._fragments.ndarray()
        # Whole pixels of the device: between them a picture is blurred, and five times as slow.
        rows[:, 0:2] = np.round(screen * self._dpr) / self._dpr
        rows[:, 2] = slots % _COLUMNS * cell
        rows[:, 3] = slots // _COLUMNS * cell
        rows[:, 4:10] = (cell, cell, stretch / self._dpr, stretch / self._dpr, 0.0, 1.0)
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._pixmap)

    def _paint(self, keys: Ints) -> None:
        self._make_room(len(keys))
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key in keys:
            sprite, step = divmod(int(key), HEADINGS)
            self._paint_cell(painter, sprite, step)
        painter.end()

    def _paint_cell(self, painter: QPainter, sprite: int, step: int) -> None:
        row, column = divmod(self._used, _COLUMNS)
        half = self._cell_px / 2
        painter.resetTransform()
        painter.translate(QPointF(column * 2 * half + half, row * 2 * half + half))
        painter.scale(self.scale * self._dpr, -self.scale * self._dpr)
        painter.rotate(step * 360.0 / HEADINGS)
        of_type, tone = divmod(sprite % SPRITES_A_TYPE, TONES)
        shape = self._shapes[sprite // SPRITES_A_TYPE * 2 + of_type]
        paint_vehicle(painter, shape, self._theme.tone(tone), self._theme)
        self._slots[sprite, step] = self._used
        self._used += 1

    def _make_room(self, cells: int) -> None:
        rows_needed = ceil((self._used + cells) / _COLUMNS)
        rows_here = self._pixmap.height() // self._cell_px
        if rows_needed > rows_here:
            larger = self._blank(max(rows_needed, 2 * rows_here))
            painter = QPainter(larger)
            painter.drawPixmap(0, 0, self._pixmap)
            painter.end()
            self._pixmap = larger

    def _blank(self, rows: int) -> QPixmap:
        pixmap = QPixmap(_COLUMNS * self._cell_px, rows * self._cell_px)
        pixmap.fill(Qt.GlobalColor.transparent)
        return pixmap
