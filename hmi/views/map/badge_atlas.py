"""Badges of states that are not normal, painted once; hundreds are one call."""

from __future__ import annotations

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hmi.model.fleet_arrays import GROUPS, Floats, Ints
from hmi.model.tone import Group, Tone
from hmi.views.symbols import draw_symbol, group_path
from hmi.views.theme import Theme

BADGE_PX = 17.0
_CELL_PX = 20
TONES = tuple(Tone)


class BadgeAtlas:
    """A plate with the state's symbol for each group (column) and tone (row)."""

    def __init__(self, theme: Theme, dpr: float) -> None:
        self._dpr = dpr
        self._pixmap = QPixmap(
            round(_CELL_PX * len(GROUPS) * dpr), round(_CELL_PX * len(TONES) * dpr)
        )
        self._pixmap.fill(Qt.GlobalColor.transparent)
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(dpr, dpr)
        for column, group in enumerate(GROUPS):
            for row, tone in enumerate(TONES):
                _paint(painter, group, tone, column * _CELL_PX, row * _CELL_PX, theme)
        painter.end()

    def draw(self, painter: QPainter, middle: Floats, groups: Ints, tones: Ints) -> None:
        """Badges with their middles at ``middle`` (n, 2), pixels."""
        cell = _CELL_PX * self._dpr
        self._fragments.resize(len(middle))
        rows = self._fragments.ndarray()
        rows[:, 0:2] = np.round(middle * self._dpr) / self._dpr
        rows[:, 2] = groups * cell
        rows[:, 3] = tones * cell
        rows[:, 4:10] = (cell, cell, 1 / self._dpr, 1 / self._dpr, 0.0, 1.0)
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._pixmap)


def _paint(
    painter: QPainter, group: Group, tone: Tone, left: float, top: float, theme: Theme
) -> None:
    inset = (_CELL_PX - BADGE_PX) / 2
    box = QRectF(left + inset, top + inset, BADGE_PX, BADGE_PX)
    painter.setPen(QPen(theme.tone(tone), 1.5))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(box, 4, 4)
    symbol = box.adjusted(3.5, 3.5, -3.5, -3.5)
    draw_symbol(painter, group_path(group), symbol, theme.tone_text(tone))
