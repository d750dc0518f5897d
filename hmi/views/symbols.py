"""Symbols of vehicle states and station kinds, painted as shapes: colour is never the only sign.

Every symbol lives in a box from (-1, -1) to (1, 1), y down.
"""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from fleet_core.model.facility import StationKind
from hmi.model.tone import Group


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _working() -> QPainterPath:
    return _polygon((-0.6, -0.8), (0.85, 0.0), (-0.6, 0.8))


def _idle() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.65, -0.65, 1.3, 1.3))
    path.addEllipse(QRectF(-0.38, -0.38, 0.76, 0.76))
    return path


def _waiting() -> QPainterPath:
    return _polygon((-0.7, -0.85), (0.7, -0.85), (-0.7, 0.85), (0.7, 0.85))


def _charging() -> QPainterPath:
    return _polygon(
        (0.25, -1), (-0.65, 0.15), (-0.05, 0.15), (-0.25, 1), (0.65, -0.2), (0.05, -0.2)
    )


def _paused() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-0.65, -0.8, 0.45, 1.6))
    path.addRect(QRectF(0.2, -0.8, 0.45, 1.6))
    return path


def _manual() -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(-0.36, -0.95, 0.72, 0.72))
    path.addRoundedRect(QRectF(-0.7, -0.1, 1.4, 1.05), 0.45, 0.45)
    return path


def _broken() -> QPainterPath:
    a = 0.28
    cross = QPainterPath()
    cross.addRect(QRectF(-1.05, -a, 2.1, 2 * a))
    cross.addRect(QRectF(-a, -1.05, 2 * a, 2.1))
    turned = QPainterPath()
    for element in cross.simplified().toFillPolygons():
        points = [
            QPointF(
                p.x() * cos(pi / 4) - p.y() * sin(pi / 4), p.x() * sin(pi / 4) + p.y() * cos(pi / 4)
            )
            for p in element
        ]
        turned.addPolygon(QPolygonF(points))
    return turned


def _lost() -> QPainterPath:
    """Waves that are crossed out."""
    path = QPainterPath()
    for radius in (0.45, 0.9):
        outer = QRectF(-radius, -radius + 0.7, 2 * radius, 2 * radius)
        path.arcMoveTo(outer, 45)
        path.arcTo(outer, 45, 90)
        inner = outer.adjusted(0.24, 0.24, -0.24, -0.24)
        path.arcTo(inner, 135, -90)
        path.closeSubpath()
    path.addEllipse(QRectF(-0.18, 0.5, 0.36, 0.36))
    slash = _polygon((-0.9, -0.72), (-0.72, -0.9), (0.9, 0.72), (0.72, 0.9))
    return path.united(slash)


def closed_path() -> QPainterPath:
    """The sign of no entry: a disc with a bar cut out."""
    path = QPainterPath()
    path.addEllipse(QRectF(-0.95, -0.95, 1.9, 1.9))
    path.addRect(QRectF(-0.6, -0.2, 1.2, 0.4))
    return path


def brake_path() -> QPainterPath:
    """The octagon of a stop sign with an exclamation mark cut out."""
    a, b = 0.98, 0.41
    path = _polygon((-b, -a), (b, -a), (a, -b), (a, b), (b, a), (-b, a), (-a, b), (-a, -b))
    path.addPath(_polygon((-0.17, -0.66), (0.17, -0.66), (0.12, 0.16), (-0.12, 0.16)))
    path.addEllipse(QRectF(-0.17, 0.34, 0.34, 0.34))
    return path


def notice_path() -> QPainterPath:
    """A disc with an i cut out."""
    path = QPainterPath()
    path.addEllipse(QRectF(-0.9, -0.9, 1.8, 1.8))
    path.addEllipse(QRectF(-0.16, -0.6, 0.32, 0.32))
    path.addRect(QRectF(-0.14, -0.15, 0.28, 0.7))
    return path


def warning_path() -> QPainterPath:
    """A triangle with an exclamation mark cut out."""
    path = _polygon((0.0, -0.95), (1.0, 0.85), (-1.0, 0.85))
    path.addPath(_polygon((-0.15, -0.4), (0.15, -0.4), (0.1, 0.32), (-0.1, 0.32)))
    path.addEllipse(QRectF(-0.14, 0.42, 0.28, 0.28))
    return path


_GROUP_PATHS: dict[Group, Callable[[], QPainterPath]] = {
    Group.WORKING: _working,
    Group.IDLE: _idle,
    Group.WAITING: _waiting,
    Group.CHARGING: _charging,
    Group.PAUSED: _paused,
    Group.MANUAL: _manual,
    Group.BROKEN: _broken,
    Group.LOST: _lost,
}


def group_path(group: Group) -> QPainterPath:
    return _GROUP_PATHS[group]()


def draw_symbol(painter: QPainter, path: QPainterPath, box: QRectF, colour: QColor) -> None:
    """Fill a symbol into a box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.scale(box.width() / 2, box.height() / 2)
    painter.fillPath(path, colour)
    painter.restore()


def group_icon(group: Group, colour: QColor, selected: QColor | None = None) -> QIcon:
    """A state's symbol for cells; in another colour on the ground of a selected row."""
    return symbol_icon(group_path(group), colour, selected)


def symbol_icon(path: QPainterPath, colour: QColor, selected: QColor | None = None) -> QIcon:
    icon = QIcon(_symbol_pixmap(path, colour))
    if selected is not None:
        icon.addPixmap(_symbol_pixmap(path, selected), QIcon.Mode.Selected)
    return icon


def _symbol_pixmap(
    path: QPainterPath, colour: QColor, size_px: int = 14, dpr: float = 2.0
) -> QPixmap:
    pixmap = QPixmap(round(size_px * dpr), round(size_px * dpr))
    pixmap.setDevicePixelRatio(dpr)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_symbol(painter, path, QRectF(1, 1, size_px - 2, size_px - 2), colour)
    painter.end()
    return pixmap


def draw_station_symbol(painter: QPainter, kind: StationKind, box: QRectF, colour: QColor) -> None:
    """A bolt on chargers, a P on parking places; transfer stations stay plain."""
    if kind is StationKind.CHARGER:
        draw_symbol(painter, _charging(), box, colour)
    elif kind is StationKind.PARKING:
        painter.save()
        painter.setPen(QPen(colour, box.width() * 0.16))
        x, y, h = box.left() + box.width() * 0.32, box.top(), box.height()
        painter.drawLine(QPointF(x, y), QPointF(x, y + h))
        painter.drawArc(
            QRectF(x - box.width() * 0.3, y, box.width() * 0.62, h * 0.55), -90 * 16, 180 * 16
        )
        painter.restore()
