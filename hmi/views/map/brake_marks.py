"""A stop sign at every vehicle that its supervisor brakes; hollow when that is over."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hmi.model.bodies import DrawnBodies
from hmi.model.braking import Brake
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.symbols import brake_path, draw_symbol
from hmi.views.theme import Theme

MARK_PX = 19.0
_PLATE_PX = 23.0


def draw_brake_marks(
    painter: QPainter,
    view: ViewTransform,
    shown: Mapping[str, Brake],
    row_of: Mapping[str, int],
    bodies: DrawnBodies,
    theme: Theme,
) -> None:
    """Across from the badge of the vehicle's state, so that both are seen."""
    rows = [(row_of[each], brake) for each, brake in shown.items() if each in row_of]
    if not rows:
        return
    seen = bodies.near(view, 2 * MARK_PX)
    for row, brake in rows:
        if seen[row]:
            out = 0.6 * min(float(bodies.radius[row]), 70.0)
            _paint(
                painter, QPointF(*bodies.middle[row]) + QPointF(-out - 9, -out - 7), brake, theme
            )


def _paint(painter: QPainter, middle: QPointF, brake: Brake, theme: Theme) -> None:
    half = _PLATE_PX / 2
    plate = QRectF(middle.x() - half, middle.y() - half, _PLATE_PX, _PLATE_PX)
    inset = (_PLATE_PX - MARK_PX) / 2
    style = Qt.PenStyle.NoPen if brake.active else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.tone(Tone.ATTENTION), 1.5, style))
    painter.setBrush(_darker(theme) if brake.active else QColor(theme.surface))
    painter.drawRoundedRect(plate, 5, 5)
    colour = theme.tone(Tone.ATTENTION) if brake.active else theme.tone_text(Tone.ATTENTION)
    draw_symbol(painter, brake_path(), plate.adjusted(inset, inset, -inset, -inset), colour)


def _darker(theme: Theme) -> QColor:
    """Amber stands out from dark only, in both palettes."""
    return min(QColor(theme.text), QColor(theme.floor), key=QColor.lightness)
