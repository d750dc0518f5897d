"""Many straight lines in one call."""

from __future__ import annotations

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from hmi.model.fleet_arrays import Floats
from hmi.model.view_transform import ViewTransform


class LineBatch:
    """Draws (n, 4) line pieces in metres with the painter's pen."""

    def __init__(self) -> None:
        self._lines = PrimitiveArray(QLineF, 4)

    def draw(self, painter: QPainter, view: ViewTransform, pieces: Floats) -> None:
        if not len(pieces):
            return
        screen = np.concatenate(
            [view.to_screen(pieces[:, :2]), view.to_screen(pieces[:, 2:])], axis=1
        )
        screen = screen[_near(screen, view)]
        if not len(screen):
            return
        self._lines.resize(len(screen))
        self._lines.ndarray()[:] = screen
        painter.drawLines(*self._lines.drawargs())


def _near(screen: Floats, view: ViewTransform) -> np.ndarray:
    """Pieces whose box touches the view; clipping in the painter would cost more."""
    low = np.minimum(screen[:, :2], screen[:, 2:])
    high = np.maximum(screen[:, :2], screen[:, 2:])
    return np.flatnonzero(
        (high[:, 0] >= -4)
        & (high[:, 1] >= -4)
        & (low[:, 0] <= view.width_px + 4)
        & (low[:, 1] <= view.height_px + 4)
    )
