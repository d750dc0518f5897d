"""Texts painted once into one pixmap and drawn many times as fragments of it."""

from __future__ import annotations

from math import ceil

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from hmi.model.fleet_arrays import Floats

Slot = tuple[float, float, float, float]
"""left, top, width, height within the pixmap, device pixels."""

_SIDE_PX = 2048
_PAD_PX = 3.0


class TextAtlas:
    """Texts on small plates of the ground's colour, so that they are readable over lines."""

    def __init__(self, font: QFont, colour: QColor, plate: QColor, dpr: float) -> None:
        self._font = font
        self._colour = colour
        self._plate = plate
        self._dpr = dpr
        self._metrics = QFontMetricsF(font)
        self._row_px = ceil((self._metrics.height() + 1.0) * dpr)
        self._pixmap = QPixmap(_SIDE_PX, _SIDE_PX)
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)
        self._clear()

    def size(self, text: str) -> tuple[float, float]:
        """Width and height of a label in pixels of the widget."""
        slot = self._slots.get(text) or self._paint(text)
        return slot[2] / self._dpr, slot[3] / self._dpr

    def draw(self, painter: QPainter, texts: list[str], middle: Floats) -> None:
        """Draw texts with their middles at ``middle`` (n, 2), pixels."""
        if not texts:
            return
        slots = np.array([self._slots.get(text) or self._paint(text) for text in texts])
        self._fragments.resize(len(texts))
        rows = self._fragments.ndarray()
        # Whole pixels of the device keep the strokes of small letters sharp.
        half = slots[:, 2:4] / (2 * self._dpr)
        rows[:, 0:2] = np.round((middle - half) * self._dpr) / self._dpr + half
        rows[:, 2:6] = slots
        rows[:, 6:10] = (1 / self._dpr, 1 / self._dpr, 0.0, 1.0)
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._pixmap)

    def _clear(self) -> None:
        self._slots: dict[str, Slot] = {}
        self._x = 0
        self._y = 0
        self._pixmap.fill(Qt.GlobalColor.transparent)

    def _paint(self, text: str) -> Slot:
        width = min(
            _SIDE_PX, ceil((self._metrics.horizontalAdvance(text) + 2 * _PAD_PX) * self._dpr)
        )
        if self._x + width > _SIDE_PX:
            self._x, self._y = 0, self._y + self._row_px
        if self._y + self._row_px > _SIDE_PX:
            self._clear()
        slot = (float(self._x), float(self._y), float(width), float(self._row_px))
        self._x += width
        self._slots[text] = slot
        self._paint_slot(text, slot)
        return slot

    def _paint_slot(self, text: str, slot: Slot) -> None:
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._dpr, self._dpr)
        box = QRectF(*(value / self._dpr for value in slot))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._plate)
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.setFont(self._font)
        painter.setPen(self._colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
