"""What is selected, who blocks it, and a transport that is being drawn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from fleet_core.model.geometry import Point
from hmi.model.bodies import DrawnBodies
from hmi.model.fleet_store import FleetStore
from hmi.model.roadmap_lines import edge_points
from hmi.model.selection import Kind
from hmi.model.station_place import StationPlace
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.map.on_screen import on_screen
from hmi.views.theme import Theme


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
    closure = store.closures.get(store.selected(Kind.CLOSURE))
    edge_ids = {store.selected(Kind.EDGE), *(closure.edge_ids if closure else ())}
    for edge_id in edge_ids & facility.layout.edges.keys():
        edge = facility.layout.edges[edge_id]
        points = view.to_screen(edge_points(facility.layout, edge))
        painter.drawPolyline([QPointF(x, y) for x, y in points])
    zone_ids = {store.selected(Kind.ZONE), closure.zone_id if closure else ""}
    for area in (*facility.zones, *facility.crossings):
        if area.id in zone_ids:
            painter.drawPolygon(on_screen(area.polygon, view))


def draw_vehicle_selection(
    painter: QPainter,
    store: FleetStore,
    row_of: Mapping[str, int],
    bodies: DrawnBodies,
    theme: Theme,
) -> None:
    """A ring around the selected vehicle, lines to those that block it."""
    status = store.vehicle_of_selection()
    if status is None or status.report.vehicle_id not in row_of:
        return
    mine = row_of[status.report.vehicle_id]
    middle = QPointF(*bodies.middle[mine])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(theme.tone(Tone.ATTENTION), 2.0, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    for other in status.blocked_by:
        if other in row_of:
            end, radius = QPointF(*bodies.middle[row_of[other]]), bodies.radius[row_of[other]] + 3
            painter.drawLine(middle, end)
            painter.drawEllipse(end, radius, radius)
    painter.setPen(QPen(QColor(theme.accent), 2.5))
    painter.drawEllipse(middle, bodies.radius[mine] + 4, bodies.radius[mine] + 4)


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
