"""Shapes of the floor as Qt paints them."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from fleet_core.model.geometry import Polygon
from hmi.model.view_transform import ViewTransform


def on_screen(polygon: Polygon, view: ViewTransform) -> QPolygonF:
    """A polygon of the floor in pixels."""
    return QPolygonF([QPointF(*view.point_to_screen(point)) for point in polygon])
