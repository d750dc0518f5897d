"""Routes, solid where the vehicle may go, dashed where it will go later; and trails that fade."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from fleet_core.model.route import Route
from hmi.model.fleet_arrays import Floats, Ints
from hmi.model.fleet_store import FleetStore
from hmi.model.layers import Layer
from hmi.model.route_lines import ahead
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


class RouteLayer:
    """Routes of all (a layer) and of the selection (always)."""

    def __init__(self) -> None:
        self._batch = LineBatch()
        self._all: list[tuple[Floats, Floats]] = []
        self._of_snapshot: object = None

    def draw(self, painter: QPainter, view: ViewTransform, store: FleetStore, theme: Theme) -> None:
        if Layer.ROUTES in store.layers:
            self._collect(store)
            for lines in self._all:
                self._draw_lines(painter, view, lines, QColor(theme.trail), 2.0)
        status = store.vehicle_of_selection()
        route = store.routes.get(status.report.vehicle_id) if status else None
        if status is not None and route is not None:
            lines = ahead(route, status.report)
            self._draw_lines(painter, view, lines, QColor(theme.accent), 3.0)
            self._draw_ends(painter, view, route, theme)

    def _collect(self, store: FleetStore) -> None:
        if self._of_snapshot is not store.snapshot:
            self._of_snapshot = store.snapshot
            self._all = [
                ahead(route, status.report)
                for vehicle_id, route in store.routes.items()
                if (status := store.vehicles.get(vehicle_id)) is not None
            ]

    def _draw_lines(
        self,
        painter: QPainter,
        view: ViewTransform,
        lines: tuple[Floats, Floats],
        colour: QColor,
        width: float,
    ) -> None:
        released, planned = lines
        if len(planned):
            pen = QPen(colour, max(1.2, 0.6 * width), Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([1.0, 2.6])
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            # One line: dashes that begin anew with each piece of a curve would close up.
            points = view.to_screen(np.concatenate([planned[:, :2], planned[-1:, 2:]]))
            painter.drawPolyline([QPointF(x, y) for x, y in points])
        solid = QPen(colour, width)
        solid.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(solid)
        self._batch.draw(painter, view, released)

    def _draw_ends(
        self, painter: QPainter, view: ViewTransform, route: Route, theme: Theme
    ) -> None:
        """A bar across the release point, a ring at the goal."""
        if not route.legs:
            return
        colour = QColor(theme.accent)
        goal = route.legs[-1].path[-1]
        painter.setBrush(QColor(theme.floor))
        painter.setPen(QPen(colour, 2.0))
        painter.drawEllipse(QPointF(*view.point_to_screen((goal.x_m, goal.y_m))), 6.0, 6.0)
        if 0 < route.released < len(route.legs):
            end = route.legs[route.released - 1].path[-1]
            painter.setBrush(colour)
            x, y = view.point_to_screen((end.x_m, end.y_m))
            painter.drawRect(round(x) - 3, round(y) - 3, 6, 6)


class TrailLayer:
    """Where vehicles have come from: trails in three steps of fading, one call each."""

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
