"""Trails that fade: where vehicles have come from."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPen

from hmi.model.fleet_arrays import Floats, Ints
from hmi.model.trails import SAMPLES, Trails
from hmi.model.view_transform import ViewTransform
from hmi.views.map.line_batch import LineBatch
from hmi.views.theme import Theme

MOST_TRAILS = 200
"""With more vehicles in view trails would be a carpet; then only the selection's is drawn."""

_FADES = (
    (0, SAMPLES // 3, 50),
    (SAMPLES // 3, 2 * SAMPLES // 3, 110),
    (2 * SAMPLES // 3, SAMPLES, 190),
)


class TrailLayer:
    """Draws trails in three steps of fading, one call each."""

    def __init__(self) -> None:
        self._batch = LineBatch()

    def draw(
        self,
        painter: QPainter,
        view: ViewTransform,
        trails: Trails,
        poses: Floats,
        rows: Ints,
        theme: Theme,
    ) -> None:
        segments = trails.segments(poses, rows)
        if not len(segments):
            return
        for first, last, alpha in _FADES:
            pieces = segments[first : last + 1 if last == SAMPLES else last].reshape(-1, 4)
            moved = np.abs(pieces[:, :2] - pieces[:, 2:]).sum(axis=1) > 0.02
            colour = QColor(theme.trail)
            colour.setAlpha(alpha)
            painter.setPen(QPen(colour, 2.0))
            self._batch.draw(painter, view, pieces[moved])
