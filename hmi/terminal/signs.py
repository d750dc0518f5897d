"""Levels as shapes and colours, and the pictures of who is near.

Shapes and colours as safety signs have them (ISO 3864: yellow triangle, red stop sign); the shape
says the same without the colour. Every shape lives in a box from (-1, -1) to (1, 1), y down.
"""

from __future__ import annotations

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from fleet_core.model.proximity import ObjectClass, WarningLevel

GROUND, INK, SOFT, LINE = "#0c1014", "#ffffff", "#a9b4bd", "#3a444c"
RED, ON_RED = "#d3121b", "#ffffff"
_COLOURS = {
    WarningLevel.NOTICE: "#8fc1f2",
    WarningLevel.WARNING: "#ffd000",
    WarningLevel.DANGER: "#ff3b30",
    WarningLevel.EMERGENCY: "#ffffff",  # on a ground that is red as a whole
}


def colour_of(level: WarningLevel) -> QColor:
    return QColor(_COLOURS[level])


def draw_sign(painter: QPainter, level: WarningLevel, box: QRectF, ground: QColor) -> None:
    """Disc, triangle or octagon, with an i or an exclamation mark cut out."""
    painter.save()
    painter.translate(box.center())
    painter.scale(box.width() / 2.0, box.height() / 2.0)
    painter.fillPath(_shape(level), colour_of(level))
    painter.fillPath(_mark(level), ground)
    painter.restore()


def draw_kind(painter: QPainter, kind: ObjectClass, box: QRectF, colour: QColor) -> None:
    """A person, a forklift from its side, or an AGV from its side."""
    painter.save()
    painter.translate(box.center())
    painter.scale(box.width() / 2.0, box.height() / 2.0)
    painter.fillPath(_KINDS[kind](), colour)
    painter.restore()


def draw_own_forklift(painter: QPainter, middle: QPointF, length_px: float) -> None:
    """From above, forks up: where the driver looks is up."""
    painter.save()
    painter.translate(middle)
    painter.scale(length_px, length_px)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(SOFT))
    for x in (-0.13, 0.05):
        painter.drawRect(QRectF(x, -0.5, 0.08, 0.4))
    painter.setBrush(QColor(INK))
    painter.drawRoundedRect(QRectF(-0.2, -0.12, 0.4, 0.62), 0.06, 0.06)
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(QRectF(-0.13, 0.06, 0.26, 0.24), 0.04, 0.04)
    painter.restore()


def _shape(level: WarningLevel) -> QPainterPath:
    path = QPainterPath()
    if level is WarningLevel.NOTICE:
        path.addEllipse(QRectF(-0.95, -0.95, 1.9, 1.9))
    elif level is WarningLevel.WARNING:
        path.addPolygon(_polygon((0.0, -0.95), (1.0, 0.85), (-1.0, 0.85)))
    else:
        turn = pi / 8.0
        corners = [(cos(turn + k * pi / 4.0), sin(turn + k * pi / 4.0)) for k in range(8)]
        path.addPolygon(_polygon(*corners))
    path.closeSubpath()
    return path


def _mark(level: WarningLevel) -> QPainterPath:
    path = QPainterPath()
    if level is WarningLevel.NOTICE:
        path.addEllipse(QRectF(-0.14, -0.62, 0.28, 0.28))
        path.addRect(QRectF(-0.13, -0.2, 0.26, 0.8))
        return path
    low = 0.2 if level is WarningLevel.WARNING else 0.0
    path.addPolygon(
        _polygon((-0.15, low - 0.62), (0.15, low - 0.62), (0.09, low + 0.2), (-0.09, low + 0.2))
    )
    path.closeSubpath()
    path.addEllipse(QRectF(-0.14, low + 0.3, 0.28, 0.28))
    return path


def _person() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.24, -1.0, 0.48, 0.48))
    path.addRoundedRect(QRectF(-0.42, -0.46, 0.84, 0.86), 0.2, 0.2)
    path.addRoundedRect(QRectF(-0.28, 0.2, 0.25, 0.8), 0.08, 0.08)
    path.addRoundedRect(QRectF(0.03, 0.2, 0.25, 0.8), 0.08, 0.08)
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _forklift() -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(_polygon((-0.95, 0.0), (-0.75, -0.15), (0.2, -0.15), (0.2, 0.5), (-0.95, 0.5)))
    path.closeSubpath()
    for x in (-0.6, 0.05):  # posts of the roof
        path.addRect(QRectF(x, -0.8, 0.1, 0.7))
    path.addRect(QRectF(-0.65, -0.85, 0.85, 0.12))
    path.addRect(QRectF(0.28, -0.9, 0.12, 1.55))
    path.addRect(QRectF(0.28, 0.53, 0.72, 0.12))
    for x in (-0.8, -0.1):
        path.addEllipse(QRectF(x, 0.3, 0.42, 0.42))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def _agv() -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-0.95, 0.0, 1.9, 0.5), 0.12, 0.12)
    path.addRect(QRectF(-0.7, -0.62, 1.4, 0.5))
    path.addRect(QRectF(-0.6, -0.15, 0.16, 0.2))
    path.addRect(QRectF(0.44, -0.15, 0.16, 0.2))
    for x in (-0.7, 0.3):
        path.addEllipse(QRectF(x, 0.35, 0.4, 0.4))
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


_KINDS = {ObjectClass.PERSON: _person, ObjectClass.FORKLIFT: _forklift, ObjectClass.AGV: _agv}


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
