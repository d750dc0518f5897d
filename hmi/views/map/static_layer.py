"""Everything that does not move, in one pixmap with a margin; a pan only shifts it."""

from __future__ import annotations

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from fleet_core.model.facility import Facility, Zone, ZoneKind
from fleet_core.model.geometry import Point
from hmi.model.closed_places import ClosedPlaces
from hmi.model.fleet_arrays import Floats
from hmi.model.layers import Layer
from hmi.model.place_labels import content_points
from hmi.model.roadmap_lines import RoadmapLines, bounds, roadmap_lines
from hmi.model.station_place import StationPlace, station_places
from hmi.model.view_transform import ViewTransform
from hmi.views.map.closure_marks import paint_closures
from hmi.views.map.line_batch import LineBatch
from hmi.views.map.on_screen import on_screen
from hmi.views.symbols import draw_station_symbol
from hmi.views.theme import Theme

MARGIN_PX = 256
_ARROWS_FROM_SCALE = 14.0
_NODES_FROM_SCALE = 26.0
_STATION_SYMBOL_FROM_PX = 11.0


class StaticLayer:
    """Walls, zones, crossings, lanes, stations, and what of them is closed."""

    def __init__(self) -> None:
        self._facility: Facility | None = None
        self._lines = RoadmapLines(np.empty((0, 4)), np.empty((0, 3)))
        self._nodes: Floats = np.empty((0, 2))
        self.places: tuple[StationPlace, ...] = ()
        self._closed = ClosedPlaces()
        self._batch = LineBatch()
        self._points = PrimitiveArray(QPointF, 2)
        self._pixmap = QPixmap()
        self._drawn: tuple[object, ...] = ()
        self._drawn_view = ViewTransform()
        self._overview = QPixmap()
        self._overview_drawn: tuple[object, ...] = ()
        self._overview_view = ViewTransform()
        self.extent: tuple[Point, Point] = ((0.0, 0.0), (1.0, 1.0))

    def take_facility(self, facility: Facility) -> None:
        self._facility = facility
        self._lines = roadmap_lines(facility.layout)
        nodes = [node.point for node in facility.layout.nodes.values()]
        self._nodes = np.array(nodes, dtype=np.float64).reshape(-1, 2)
        self.places = station_places(facility)
        self.extent = bounds(facility.layout, content_points(facility, self.places))
        self._drawn = self._overview_drawn = ()

    def take_closures(self, closed: ClosedPlaces) -> None:
        """They change so rarely that they are painted with what stands still: they cost no frame
        anything but the one in which they change."""
        self._closed = closed
        self._drawn = self._overview_drawn = ()

    def draw(
        self,
        painter: QPainter,
        view: ViewTransform,
        theme: Theme,
        layers: frozenset[Layer],
        hurry: bool = False,
    ) -> None:
        """Blit the pixmap, painted anew when the scale, the theme or the margin calls for it.

        ``hurry``: the wheel turns, and a picture that is stretched for a moment will do; beyond
        its margin a picture of the whole plant does.
        """
        dpr = painter.device().devicePixelRatioF()
        key = (view.width_px, view.height_px, theme.name, layers - _MOVING, dpr)
        whole = QRectF(0.0, 0.0, view.width_px, view.height_px)
        same_scale = view.scale == self._drawn_view.scale
        covered = self._target(view).contains(whole)
        if key != self._drawn or not (hurry or same_scale) or (same_scale and not covered):
            self._paint(view, theme, layers, dpr)
            self._drawn, self._drawn_view = key, view
            same_scale = True
        target = self._target(view)
        if same_scale:
            corner = target.topLeft()
            x, y = round(corner.x() * dpr) / dpr, round(corner.y() * dpr) / dpr
            painter.drawPixmap(QPointF(x, y), self._pixmap)
            return
        if not covered:
            self._draw_overview(painter, view, theme, layers, dpr)
        painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))

    def _draw_overview(
        self,
        painter: QPainter,
        view: ViewTransform,
        theme: Theme,
        layers: frozenset[Layer],
        dpr: float,
    ) -> None:
        """The whole plant, stretched, where the pixmap of the view ends."""
        if self._overview_drawn != self._drawn:
            home = view.fitted(*self.extent)
            self._overview = self._painted(home, theme, layers, dpr)
            self._overview_drawn, self._overview_view = self._drawn, home
        painter.fillRect(QRectF(0.0, 0.0, view.width_px, view.height_px), QColor(theme.floor))
        target = _place_of(self._overview_view, 0.0, view)
        painter.drawPixmap(target, self._overview, QRectF(self._overview.rect()))

    def _target(self, view: ViewTransform) -> QRectF:
        """Where the pixmap lies in this view."""
        return _place_of(self._drawn_view, MARGIN_PX, view)

    @property
    def pixmap(self) -> QPixmap:
        """As it was painted last, in pixels of the device."""
        return self._pixmap

    def _paint(
        self, view: ViewTransform, theme: Theme, layers: frozenset[Layer], dpr: float
    ) -> None:
        wide = view.resized(view.width_px + 2 * MARGIN_PX, view.height_px + 2 * MARGIN_PX)
        self._pixmap = self._painted(wide, theme, layers, dpr)

    def _painted(
        self, view: ViewTransform, theme: Theme, layers: frozenset[Layer], dpr: float
    ) -> QPixmap:
        pixmap = QPixmap(round(view.width_px * dpr), round(view.height_px * dpr))
        pixmap.setDevicePixelRatio(dpr)
        pixmap.fill(QColor(theme.floor))
        if self._facility is None:
            return pixmap
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if Layer.ZONES in layers:
            self._paint_zones(painter, view, theme)
        self._paint_walls(painter, view, theme)
        if Layer.ROADMAP in layers:
            self._paint_roadmap(painter, view, theme)
        if Layer.STATIONS in layers:
            self._paint_stations(painter, view, theme)
        if Layer.CLOSURES in layers:
            paint_closures(painter, view, self._closed, theme)
        painter.end()
        return pixmap

    def _paint_zones(self, painter: QPainter, view: ViewTransform, theme: Theme) -> None:
        assert self._facility is not None
        for zone in self._facility.zones:
            painter.setPen(QPen(QColor(theme.zone_edge), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(_zone_brush(zone, theme))
            painter.drawPolygon(on_screen(zone.polygon, view))
        for crossing in self._facility.crossings:
            painter.setPen(QPen(QColor(theme.zone_edge), 1.0))
            painter.setBrush(QBrush(QColor(theme.zone_edge), Qt.BrushStyle.VerPattern))
            painter.drawPolygon(on_screen(crossing.polygon, view))

    def _paint_walls(self, painter: QPainter, view: ViewTransform, theme: Theme) -> None:
        assert self._facility is not None
        width = max(1.5, min(6.0, 0.15 * view.scale))
        for wall in self._facility.walls:
            solid = wall.kind != "wall"
            colour = theme.station_edge if solid else theme.wall
            painter.setPen(QPen(QColor(colour), 1.0 if solid else width))
            painter.setBrush(QColor(theme.rack) if wall.closed and solid else Qt.BrushStyle.NoBrush)
            points = on_screen(wall.points, view)
            if wall.closed:
                painter.drawPolygon(points)
            else:
                painter.drawPolyline(points)

    def _paint_roadmap(self, painter: QPainter, view: ViewTransform, theme: Theme) -> None:
        colour = QColor(theme.lane)
        painter.setPen(QPen(colour, max(1.0, min(2.5, 0.06 * view.scale))))
        self._batch.draw(painter, view, self._lines.pieces)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.station_edge))
        if view.scale >= _ARROWS_FROM_SCALE:
            painter.setPen(QPen(QColor(theme.station_edge), 1.6))
            self._batch.draw(painter, view, _chevrons(self._lines.arrows, view.scale))
            painter.setPen(Qt.PenStyle.NoPen)
        if view.scale >= _NODES_FROM_SCALE:
            self._paint_nodes(painter, view, theme)

    def _paint_nodes(self, painter: QPainter, view: ViewTransform, theme: Theme) -> None:
        """Dots, as points of a thick round pen: an ellipse each would be thousands of calls."""
        screen = view.to_screen(self._nodes)
        inside = (
            np.abs(screen - (view.width_px / 2, view.height_px / 2))
            <= (view.width_px / 2, view.height_px / 2)
        ).all(axis=1)
        self._points.resize(int(inside.sum()))
        self._points.ndarray()[:] = screen[inside]
        pen = QPen(QColor(theme.station_edge), 5.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if inside.any():
            painter.drawPoints(*self._points.drawargs())

    def _paint_stations(self, painter: QPainter, view: ViewTransform, theme: Theme) -> None:
        edge = QColor(theme.station_edge)
        seen = QRectF(0.0, 0.0, view.width_px, view.height_px)
        for place in self.places:
            polygon = on_screen(place.polygon, view)
            if not polygon.boundingRect().intersects(seen):
                continue
            painter.setPen(QPen(edge, 1.2))
            painter.setBrush(QColor(theme.station))
            painter.drawPolygon(polygon)
            box = polygon.boundingRect()
            side = 0.62 * min(box.width(), box.height())
            if side >= _STATION_SYMBOL_FROM_PX * 0.6:
                middle = box.center()
                symbol = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
                draw_station_symbol(painter, place.kind, symbol, edge)


_MOVING = frozenset({Layer.LABELS, Layer.TRAILS, Layer.ROUTES, Layer.FOOTPRINTS})


def _place_of(drawn: ViewTransform, margin_px: float, view: ViewTransform) -> QRectF:
    """Where a picture of the view ``drawn``, with a margin, lies in another view."""
    ratio = view.scale / drawn.scale
    x, y = view.point_to_screen(drawn.centre)
    width = ratio * (drawn.width_px + 2 * margin_px)
    height = ratio * (drawn.height_px + 2 * margin_px)
    return QRectF(x - width / 2, y - height / 2, width, height)


def _zone_brush(zone: Zone, theme: Theme) -> QBrush:
    if zone.kind is ZoneKind.NO_ENTRY:
        return QBrush(QColor(theme.zone_edge), Qt.BrushStyle.BDiagPattern)
    if zone.kind in (ZoneKind.MANNED_SHARED, ZoneKind.SHARED_AISLE):
        return QBrush(QColor(theme.zone_edge), Qt.BrushStyle.Dense7Pattern)
    return QBrush(QColor(theme.zone))


def _chevrons(arrows: Floats, scale: float) -> Floats:
    """Two strokes an arrow, metres: lines are drawn in one call, polygons would be thousands."""
    length_m = max(5.0, min(11.0, 0.28 * scale)) / scale
    tip = arrows[:, :2] + 0.5 * length_m * _unit(arrows[:, 2])
    strokes = []
    for side in (-1.0, 1.0):
        back = _unit(arrows[:, 2] + np.pi + side * 0.5)
        strokes.append(np.concatenate([tip, tip + length_m * back], axis=1))
    return np.concatenate(strokes)


def _unit(angle_rad: Floats) -> Floats:
    return np.stack([np.cos(angle_rad), np.sin(angle_rad)], axis=1)
