"""A vehicle as it is painted: true footprint, front, load. Painted in its own frame, in metres."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from fleet_core.model.geometry import Polygon
from fleet_core.model.vehicle_type import VehicleType
from hmi.views.theme import Theme


@dataclass(frozen=True, slots=True)
class VehicleShape:
    """Outlines of one vehicle type, empty or loaded."""

    outline: QPolygonF
    body: QPolygonF
    front: QPolygonF
    load: QRectF | None
    length_m: float
    reach_m: float  # from the origin to the farthest corner


def vehicle_shape(vehicle_type: VehicleType, loaded: bool) -> VehicleShape:
    """What is painted for a type."""
    footprint = vehicle_type.loaded_footprint if loaded else vehicle_type.footprint
    low_x, low_y, high_x, high_y = _box(footprint)
    width_m = high_y - low_y
    tip = min(0.32 * width_m, 0.3 * (high_x - low_x))
    front = QPolygonF(
        [
            QPointF(high_x - tip - 0.06, high_y - 0.16 * width_m),
            QPointF(high_x - 0.06, (high_y + low_y) / 2),
            QPointF(high_x - tip - 0.06, low_y + 0.16 * width_m),
        ]
    )
    return VehicleShape(
        _polygon(footprint),
        _polygon(vehicle_type.footprint),
        front,
        _load_box(vehicle_type) if loaded else None,
        high_x - low_x,
        max(hypot(x, y) for x, y in footprint),
    )


def paint_vehicle(painter: QPainter, shape: VehicleShape, fill: QColor, theme: Theme) -> None:
    """Paint in the vehicle's frame: x forward, y left, one unit a metre."""
    pen = QPen(QColor(theme.outline), 1.2)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    if shape.load is not None:
        painter.setBrush(fill.lighter(118))
        painter.drawPolygon(shape.outline)
    painter.setBrush(fill)
    painter.drawPolygon(shape.body)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.outline))
    painter.drawPolygon(shape.front)
    if shape.load is not None:
        painter.setPen(pen)
        painter.setBrush(QColor(theme.load))
        painter.drawRect(shape.load)


def _load_box(vehicle_type: VehicleType) -> QRectF:
    """A load on the forks behind the axle, or on top in the middle."""
    low_x, low_y, high_x, high_y = _box(vehicle_type.loaded_footprint)
    side_m = 0.72 * (high_y - low_y)
    length_m = min(side_m, 0.55 * (high_x - low_x))
    middle_y = (low_y + high_y) / 2
    left = low_x + 0.08 if vehicle_type.forks_at_rear else (low_x + high_x - length_m) / 2 - 0.1
    return QRectF(left, middle_y - side_m / 2, length_m, side_m)


def _box(polygon: Polygon) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def _polygon(polygon: Polygon) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in polygon])
