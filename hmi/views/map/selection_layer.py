"""What is selected, who blocks it, and badges on what is not normal."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from fleet_core.model.geometry import Point
from hmi.model.fleet_arrays import FleetArrays, Floats
from hmi.model.fleet_store import FleetStore
from hmi.model.roadmap_lines import edge_points
from hmi.model.selection import Kind
from hmi.model.station_place import StationPlace
from hmi.model.tone import Tone, group_of
from hmi.model.view_transform import ViewTransform
from hmi.views.map.static_layer import on_screen
from hmi.views.symbols import draw_symbol, group_path
from hmi.views.theme import Theme

_BADGE_PX = 17.0


def draw_ground_selection(
    painter: QPainter,
    view: ViewTransform,
    store: FleetStore,
    places: tuple[StationPlace, ...],
    theme: Theme,
) -> None:
    """Outline of the selected station, edge or zone; the stops of a selected order."""
    facility, selection = store.facility, store.selection
    if facility is None or selection is None:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.accent), 3.0))
    order = store.order_of_selection()
    stops = {stop.station_id for stop in order.stops} if order else set()
    stops.add(store.selected(Kind.STATION))
    for place in places:
        if place.id in stops:
            painter.drawPolygon(on_screen(place.polygon, view))
    edge = facility.layout.edges.get(store.selected(Kind.EDGE))
    if edge is not None:
        points = view.to_screen(edge_points(facility.layout, edge))
        painter.drawPolyline([QPointF(x, y) for x, y in points])
    for area in (*facility.zones, *facility.crossings):
        if area.id == store.selected(Kind.ZONE):
            painter.drawPolygon(on_screen(area.polygon, view))


def draw_vehicle_selection(
    painter: QPainter,
    view: ViewTransform,
    store: FleetStore,
    arrays: FleetArrays,
    poses: Floats,
    reach_px: float,
    theme: Theme,
) -> None:
    """A ring around the selected vehicle, lines to those that block it."""
    status = store.vehicle_of_selection()
    if status is None or status.report.vehicle_id not in arrays.ids:
        return
    row_of = arrays.row_of
    middle = _place(view, poses[row_of[status.report.vehicle_id]])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(theme.tone(Tone.ATTENTION), 2.0, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    for other in status.blocked_by:
        if other in row_of:
            end = _place(view, poses[row_of[other]])
            painter.drawLine(middle, end)
            painter.drawEllipse(end, reach_px + 3, reach_px + 3)
    painter.setPen(QPen(QColor(theme.accent), 2.5))
    painter.drawEllipse(middle, reach_px + 4, reach_px + 4)


def draw_badges(
    painter: QPainter,
    view: ViewTransform,
    store: FleetStore,
    arrays: FleetArrays,
    poses: Floats,
    reach_px: float,
    theme: Theme,
) -> None:
    """The state's symbol beside every vehicle that is not normal: shape as well as colour."""
    rows = np.flatnonzero(arrays.tone >= Tone.HELD)
    for row in rows:
        status = store.vehicles.get(arrays.ids[row])
        if status is None:
            continue
        middle = _place(view, poses[row])
        reach = 0.7 * min(reach_px, 60.0)
        corner = QPointF(middle.x() + reach, middle.y() - reach - _BADGE_PX)
        box = QRectF(corner.x(), corner.y(), _BADGE_PX, _BADGE_PX)
        painter.setPen(QPen(theme.tone(int(arrays.tone[row])), 1.5))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(box, 4, 4)
        symbol = box.adjusted(3.5, 3.5, -3.5, -3.5)
        colour = theme.tone_text(Tone(int(arrays.tone[row])))
        draw_symbol(painter, group_path(group_of(status.activity)), symbol, colour)


def draw_order_drag(
    painter: QPainter, start: Point, end: Point, allowed: bool, theme: Theme
) -> None:
    """The arrow of a transport that is being drawn with the mouse."""
    colour = QColor(theme.accent if allowed else theme.text_soft)
    pen = QPen(colour, 3.0, Qt.PenStyle.SolidLine if allowed else Qt.PenStyle.DashLine)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    a, b = QPointF(*start), QPointF(*end)
    painter.drawLine(a, b)
    length = max(1.0, float(np.hypot(b.x() - a.x(), b.y() - a.y())))
    ux, uy = (b.x() - a.x()) / length, (b.y() - a.y()) / length
    for side in (-1, 1):
        tip = QPointF(b.x() - 12 * ux + side * 7 * uy, b.y() - 12 * uy - side * 7 * ux)
        painter.drawLine(b, tip)


def _place(view: ViewTransform, pose: Floats) -> QPointF:
    return QPointF(*view.point_to_screen((float(pose[0]), float(pose[1]))))
