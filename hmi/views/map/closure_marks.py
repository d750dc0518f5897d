"""What is closed: crossed out for everybody, with single strokes for some vehicles only.

The colour is that of everything a person holds on purpose; the strokes say the same without it.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from hmi.model.closed_places import ClosedArea, ClosedPlaces, ClosedWay
from hmi.model.fleet_arrays import Floats
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.map.on_screen import on_screen
from hmi.views.symbols import closed_path, draw_symbol
from hmi.views.theme import Theme

_WAY_PX = 3.0
_CASING_PX = 8.0
_MARK_PX = 5.0
"""Half the side of a cross."""

_MARK_EVERY_PX = 34.0
_ASIDE_PX = 5.0
_HATCH_EVERY_PX = 13.0
_SIGN_PX = 22.0
_SIGN_INSET_PX = 18.0
_SIGN_FROM_PX = 40.0
_FADE = 34


def paint_closures(
    painter: QPainter, view: ViewTransform, closed: ClosedPlaces, theme: Theme
) -> None:
    """Areas below, ways above; only what the view shows."""
    seen = QRectF(0.0, 0.0, view.width_px, view.height_px)
    painter.save()
    for area in closed.areas:
        polygon = on_screen(area.polygon, view)
        if polygon.boundingRect().intersects(seen):
            _paint_area(painter, polygon, area, seen, theme)
    for way in closed.ways:
        points = view.to_screen(way.points)
        if way.aside:
            points = _to_the_right(points)
        if _seen(points, view):
            _paint_way(painter, points, way, theme)
    painter.restore()


def _paint_area(
    painter: QPainter, polygon: QPolygonF, area: ClosedArea, seen: QRectF, theme: Theme
) -> None:
    colour = theme.tone(Tone.HELD)
    fade = QColor(colour)
    fade.setAlpha(_FADE)
    path = QPainterPath()
    path.addPolygon(polygon)
    path.closeSubpath()
    painter.save()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.fillPath(path, fade)
    painter.setPen(QPen(colour, 1.2))
    for slope in (1.0, -1.0) if area.for_all else (1.0,):
        painter.drawLines(_hatch(polygon.boundingRect(), seen, slope))
    painter.restore()
    style = Qt.PenStyle.SolidLine if area.for_all else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour, 2.5, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(polygon)
    box = polygon.boundingRect()
    if area.for_all and min(box.width(), box.height()) >= _SIGN_FROM_PX:
        _paint_sign(painter, box.topLeft() + QPointF(_SIGN_INSET_PX, _SIGN_INSET_PX), theme)


def _paint_sign(painter: QPainter, middle: QPointF, theme: Theme) -> None:
    """The sign of no entry, on a plate so that the hatching does not run through it; in a corner,
    for names stand in the middle."""
    half = _SIGN_PX / 2
    plate = QRectF(middle.x() - half, middle.y() - half, _SIGN_PX, _SIGN_PX)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.floor))
    painter.drawEllipse(plate.adjusted(-3, -3, 3, 3))
    draw_symbol(painter, closed_path(), plate, theme.tone(Tone.HELD))


def _paint_way(painter: QPainter, points: Floats, way: ClosedWay, theme: Theme) -> None:
    line = QPolygonF([QPointF(x, y) for x, y in points])
    colour = theme.tone(Tone.HELD)
    flat, pattern = Qt.PenCapStyle.FlatCap, Qt.PenStyle.SolidLine
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.floor), _CASING_PX, pattern, flat))
    painter.drawPolyline(line)
    pen = QPen(colour, _WAY_PX, pattern, flat)
    if not way.for_all:
        pen = QPen(colour, 0.7 * _WAY_PX, Qt.PenStyle.CustomDashLine, flat)
        pen.setDashPattern([3.0, 2.0])
    painter.setPen(pen)
    painter.drawPolyline(line)
    strokes = _strokes(points, way.for_all)
    for width, ink in ((5.5, QColor(theme.floor)), (2.6, theme.tone_text(Tone.HELD))):
        painter.setPen(QPen(ink, width, pattern, Qt.PenCapStyle.RoundCap))
        painter.drawLines(strokes)


def _strokes(points: Floats, crossed: bool) -> list[QPointF]:
    """Pairs of ends: crosses, or single strokes, evenly along the way and at least one."""
    middles, along = _stations(points)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    arms = [along + across] if not crossed else [along + across, along - across]
    ends: list[QPointF] = []
    for arm in arms:
        reach = _MARK_PX * arm / np.sqrt(2.0) * (1.0 if crossed else 1.25)
        for start, end in zip(middles - reach, middles + reach, strict=True):
            ends += [QPointF(*start), QPointF(*end)]
    return ends


def _stations(points: Floats) -> tuple[Floats, Floats]:
    """Places along a polyline (n, 2) with its direction there (n, 2), pixels."""
    step = points[1:] - points[:-1]
    length = np.hypot(step[:, 0], step[:, 1])
    ends = np.cumsum(length)
    count = max(1, round(float(ends[-1]) / _MARK_EVERY_PX))
    wanted = (np.arange(count) + 0.5) / count * ends[-1]
    piece = np.minimum(np.searchsorted(ends, wanted), len(step) - 1)
    along = step[piece] / np.maximum(length[piece], 1e-9)[:, None]
    rest = wanted - (ends[piece] - length[piece])
    return points[piece] + rest[:, None] * along, along


def _to_the_right(points: Floats) -> Floats:
    """Moved aside, as the screen shows the driver's right; y points down."""
    step = np.gradient(points, axis=0)
    length = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)[:, None]
    return points + _ASIDE_PX * np.stack([-step[:, 1], step[:, 0]], axis=1) / length


def _hatch(box: QRectF, seen: QRectF, slope: float) -> list[QPointF]:
    """Lines x + slope * y = const across the part of the box that is seen; counted from the box's
    corner, so that they move with the floor."""
    part = box.intersected(seen)
    low, high = sorted((slope * part.top(), slope * part.bottom()))
    anchor = box.left() + slope * box.top() + _HATCH_EVERY_PX / 2
    first = anchor + _HATCH_EVERY_PX * np.ceil((part.left() + low - anchor) / _HATCH_EVERY_PX)
    ends: list[QPointF] = []
    for level in np.arange(first, part.right() + high, _HATCH_EVERY_PX):
        for y in (part.top(), part.bottom()):
            ends.append(QPointF(level - slope * y, y))
    return ends


def _seen(points: Floats, view: ViewTransform) -> bool:
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(
        high[0] >= -_CASING_PX
        and high[1] >= -_CASING_PX
        and low[0] <= view.width_px + _CASING_PX
        and low[1] <= view.height_px + _CASING_PX
    )
