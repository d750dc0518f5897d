"""Where near misses happened: squares of the floor, the darker the more, with their numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from fleet_core.proximity.near_miss_heat import HeatMap
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.theme import Theme

_LEAST_ALPHA, _MOST_ALPHA = 40, 170
_NUMBER_PX = 22.0
"""Squares that are larger on the screen say their number: it is not told by colour alone."""


def draw_heat(painter: QPainter, view: ViewTransform, heat: HeatMap, theme: Theme) -> None:
    """Nothing where nothing has happened."""
    if not heat.counts.size or heat.counts.max() <= 0:
        return
    most = float(heat.counts.max())
    side = heat.cell_m * view.scale
    painter.save()
    for row, column in np.argwhere(heat.counts > 0).tolist():
        count = int(heat.counts[row, column])
        left, top = heat.x_m + column * heat.cell_m, heat.y_m + (row + 1) * heat.cell_m
        x, y = view.point_to_screen((left, top))
        if not (-side < x < view.width_px and -side < y < view.height_px):
            continue
        square = QRectF(x, y, side, side)
        colour = QColor(theme.tone(Tone.ALARM))
        colour.setAlpha(round(_LEAST_ALPHA + (_MOST_ALPHA - _LEAST_ALPHA) * count / most))
        painter.fillRect(square, colour)
        if side >= _NUMBER_PX:
            painter.setPen(QColor(theme.text))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.restore()
