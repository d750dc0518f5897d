"""The map widget: holds the view, paints the layers, turns the mouse into selections and orders."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from fleet_core.model.geometry import Point
from hmi.model.bodies import DrawnBodies
from hmi.model.closed_places import closed_places
from hmi.model.fleet_arrays import Floats, Ints
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.hit_test import HitTargets, ground_selection, hit_targets, station_at
from hmi.model.layers import Layer
from hmi.model.motion import PoseInterpolation
from hmi.model.picture import Connection
from hmi.model.place_labels import place_labels
from hmi.model.selection import Selection, vehicle
from hmi.model.trails import Trails
from hmi.model.view_transform import ViewTransform
from hmi.views.fonts import map_font
from hmi.views.map.badge_layer import BadgeLayer, draw_brake_marks
from hmi.views.map.gestures import Drag, Gesture
from hmi.views.map.label_layer import LabelLayer, LabelScene
from hmi.views.map.people_layer import PeopleScene, draw_heat, draw_people
from hmi.views.map.plan_layer import PlanLayer, PlanScene
from hmi.views.map.route_layer import MOST_TRAILS, RouteLayer, TrailLayer
from hmi.views.map.selection_layer import (
    draw_ground_selection,
    draw_order_drag,
    draw_vehicle_selection,
)
from hmi.views.map.static_layer import StaticLayer
from hmi.views.map.vehicle_layer import VehicleLayer
from hmi.views.theme import Theme, theme_now

_WHEEL_NOTCH = 120.0
_SETTLE_MS = 120
"""After the last turn of the wheel, or move of the hand, the map is painted sharp again."""

_ZOOM_A_NOTCH = 1.2
_PAN_KEY_PX = 80.0
_REACH_PX = 12.0
"""Nearer than this counts as hit: a target of 24 px for what is drawn smaller."""

_PAN_KEYS = {
    Qt.Key.Key_Left: (_PAN_KEY_PX, 0.0),
    Qt.Key.Key_Right: (-_PAN_KEY_PX, 0.0),
    Qt.Key.Key_Up: (0.0, _PAN_KEY_PX),
    Qt.Key.Key_Down: (0.0, -_PAN_KEY_PX),
}


class MapView(QWidget):
    """The plant from above."""

    transport_drawn = Signal(str, str)  # from station, to station
    menu_wanted = Signal(QPoint)  # on the screen; what lies there is selected

    def __init__(self, store: FleetStore, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._store = store
        self._clock = clock
        self.view = ViewTransform()
        self._fitted = False
        self._targets: HitTargets | None = None
        self._motion = PoseInterpolation()
        self._trails = Trails()
        self._static = StaticLayer()
        self._routes = RouteLayer()
        self._plans = PlanLayer()
        self._trail_layer = TrailLayer()
        self._vehicles = VehicleLayer()
        self._badges = BadgeLayer()
        self._labels = LabelLayer()
        self._drag = Drag()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.update)
        self._poses: Floats = np.empty((0, 3))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 240)
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Map of the plant"))
        self.setAccessibleDescription(
            self.tr("Arrow keys pan, plus and minus zoom, N selects the next vehicle")
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(900, 600)

    # What is shown

    def tick(self) -> None:
        """Called by the window's timer: draw again when anything moves."""
        now_s = self._clock()
        people = Layer.PEOPLE in self._store.layers and self._store.near.tracks
        if self._motion.moving(now_s) or self._store.following or people:
            self.update()

    def fit(self) -> None:
        """The whole plant."""
        facility = self._store.facility
        if facility is not None:
            self._store.following = ""
            self.view = self.view.fitted(*self._static.extent)
            self.update()

    def zoom(self, factor: float, at: Point | None = None) -> None:
        pixel = at or (self.view.width_px / 2, self.view.height_px / 2)
        self.view = self.view.zoomed(factor, pixel)
        self._settle.start(_SETTLE_MS)
        self.update()

    def pan(self, dx_px: float, dy_px: float) -> None:
        self._store.following = ""
        self.view = self.view.panned(dx_px, dy_px)
        self._settle.start(_SETTLE_MS)
        self.update()

    def show_place(self, point: Point) -> None:
        """Bring a place into view if it is not."""
        x, y = self.view.point_to_screen(point)
        if not (40 < x < self.view.width_px - 40 and 40 < y < self.view.height_px - 40):
            self.view = self.view.centred(point)
            self.update()

    def centre(self, point: Point) -> None:
        """Bring a place into the middle."""
        self._store.following = ""
        self.view = self.view.centred(point)
        self.update()

    def screen_of_station(self, station_id: str) -> Point | None:
        """Where a station is on the widget, for drops and tests."""
        for place in self._static.places:
            if place.id == station_id:
                return self.view.point_to_screen(place.centre)
        return None

    @property
    def ground_pixmap(self) -> QPixmap:
        """What stands still, with its margin, in pixels of the device."""
        return self._static.pixmap

    def watched(self) -> frozenset[str]:
        """The vehicles whose plans and corridors are to be seen."""
        return self._plan_scene().watched()

    def vehicle_under(self, pixel: Point) -> str:
        """The vehicle at a place of the widget, or an empty string."""
        return self._bodies(self._motion.poses(self._clock())).at(pixel)

    def _take(self, change: Change) -> None:
        facility = self._store.facility
        if Change.FACILITY in change and facility is not None:
            self._static.take_facility(facility)
            self._vehicles.take_facility(facility)
            self._plans.take_facility(facility)
            self._targets = hit_targets(facility, self._static.places)
            self._labels.take_places(place_labels(facility, self._static.places))
            self.fit()
        if change & (Change.FACILITY | Change.CLOSURES) and facility is not None:
            self._static.take_closures(closed_places(facility, self._store.closures.values()))
        if Change.SNAPSHOT in change and facility is not None:
            self._motion.take(self._store.snapshot, facility.vehicle_types, self._clock())
            self._trails.take(self._motion.arrays, self._store.snapshot.time_s)
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_now()
        self._poses = self._motion.poses(self._clock())
        self._follow()
        painter = QPainter(self)
        hurry = self._settle.isActive()
        self._static.draw(painter, self.view, theme, self._store.layers, hurry)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_moving(painter, theme, hurry)
        if self._drag.gesture is Gesture.ORDER:
            allowed = bool(self._drop_station())
            draw_order_drag(painter, self._drag.start, self._drag.last, allowed, theme)
        self._paint_scale_bar(painter, theme)
        if self._store.connection is not Connection.LIVE:
            self._paint_veil(painter, theme)
        painter.end()

    def _paint_moving(self, painter: QPainter, theme: Theme, hurry: bool) -> None:
        store, view, arrays, poses = self._store, self.view, self._motion.arrays, self._poses
        bodies = self._bodies(poses)
        scene = LabelScene(store, view, arrays, bodies)
        if Layer.LABELS in store.layers:
            self._labels.decide(scene, theme, self.devicePixelRatioF(), self._clock(), hurry)
            self._labels.draw_places(painter, view)
        if Layer.TRAILS in store.layers:
            rows = self._rows_with_trail()
            self._trail_layer.draw(painter, view, self._trails, poses, rows, theme)
        if Layer.NEAR_MISSES in store.layers and store.near.heat is not None:
            draw_heat(painter, view, store.near.heat, theme)
        draw_ground_selection(painter, view, store, self._static.places, theme)
        self._routes.draw(painter, view, store, theme)
        self._plans.draw(painter, self._plan_scene(), theme)
        self._vehicles.draw(painter, view, arrays, poses, theme, self._true_size(), hurry)
        draw_vehicle_selection(painter, store, arrays.row_of, bodies, theme)
        self._badges.draw(painter, arrays, bodies, view, theme)
        if Layer.PEOPLE in store.layers:
            draw_people(painter, PeopleScene(store, view, arrays, poses, self._clock()), theme)
        draw_brake_marks(painter, view, store.braking.shown, arrays.row_of, bodies, theme)
        if Layer.LABELS in store.layers:
            self._labels.draw_vehicles(painter, scene)

    def _plan_scene(self) -> PlanScene:
        return PlanScene(self._store, self.view, self._motion.arrays, self._poses)

    def _rows_with_trail(self) -> Ints:
        screen = self.view.to_screen(self._poses)
        inside = (np.abs(screen[:, 0] - self.view.width_px / 2) < self.view.width_px) & (
            np.abs(screen[:, 1] - self.view.height_px / 2) < self.view.height_px
        )
        rows = np.flatnonzero(inside)
        if len(rows) <= MOST_TRAILS:
            return rows
        status = self._store.vehicle_of_selection()
        row = self._motion.arrays.row_of.get(status.report.vehicle_id) if status else None
        return np.array([] if row is None else [row], dtype=np.intp)

    def _paint_scale_bar(self, painter: QPainter, theme: Theme) -> None:
        metres = next(
            (m for m in (1, 2, 5, 10, 20, 50, 100, 200) if m * self.view.scale >= 60), 500
        )
        width = metres * self.view.scale
        right, bottom = self.view.width_px - 14, self.view.height_px - 12
        painter.setPen(QColor(theme.text_soft))
        painter.drawLine(QPointF(right - width, bottom), QPointF(right, bottom))
        for x in (right - width, right):
            painter.drawLine(QPointF(x, bottom - 4), QPointF(x, bottom))
        painter.setFont(map_font(11))
        box = QRectF(right - width - 40, bottom - 20, width + 40, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, f"{metres} m")

    def _paint_veil(self, painter: QPainter, theme: Theme) -> None:
        """Grey over everything: what is below is old."""
        veil = QColor(theme.window)
        veil.setAlpha(170)
        painter.fillRect(self.rect(), veil)
        painter.setFont(map_font(26, bold=True))
        painter.setPen(QColor(theme.alarm_text))
        if self._store.failure:
            text = self.tr("The connection has ended")
        elif self._store.connection is Connection.LOST:
            text = self.tr("Data is {0} s old").format(int(self._store.age_s))
        else:
            text = self.tr("Waiting for the fleet")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)

    def _follow(self) -> None:
        row = self._motion.arrays.row_of.get(self._store.following)
        if row is not None and row < len(self._poses):
            self.view = self.view.centred((float(self._poses[row, 0]), float(self._poses[row, 1])))

    def _true_size(self) -> bool:
        return Layer.FOOTPRINTS in self._store.layers

    def _bodies(self, poses: Floats) -> DrawnBodies:
        return self._vehicles.bodies(self.view, self._motion.arrays, poses, self._true_size())

    # Mouse and keys

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.view = self.view.resized(self.width(), self.height())
        if not self._fitted and self._store.facility is not None:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._fitted = True
        notches = event.angleDelta().y() / _WHEEL_NOTCH
        self.zoom(_ZOOM_A_NOTCH**notches, _pixel(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        pixel = _pixel(event.position())
        on_vehicle = self.vehicle_under(pixel)
        station_id = "" if on_vehicle else self._station_under(pixel)
        meant = {Qt.MouseButton.LeftButton: Gesture.CLICK, Qt.MouseButton.RightButton: Gesture.MENU}
        self._drag.press(pixel, station_id, meant.get(event.button(), Gesture.PAN))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pixel = _pixel(event.position())
        if self._drag.gesture is Gesture.NONE:
            self._point_at(pixel)
            return
        dx, dy = self._drag.move(pixel)
        if self._drag.gesture is Gesture.PAN:
            self._fitted = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(dx, dy)
        elif self._drag.gesture is Gesture.ORDER:
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        target = self._drop_station()
        gesture = self._drag.release()
        self.unsetCursor()
        self.update()
        if gesture is Gesture.CLICK:
            self._store.select(self._selection_under(_pixel(event.position())))
        elif gesture is Gesture.ORDER and target:
            self.transport_drawn.emit(self._drag.station_id, target)
        elif gesture is Gesture.MENU:
            self._store.select(self._selection_under(_pixel(event.position())))
            self.menu_wanted.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if vehicle_id := self.vehicle_under(_pixel(event.position())):
            self._store.follow(vehicle_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _PAN_KEYS.get(Qt.Key(event.key()))
        if step is not None:
            self.pan(*step)
        elif event.key() == Qt.Key.Key_Escape and self._drag.gesture is not Gesture.NONE:
            self._drag.release()
            self.update()
        else:
            super().keyPressEvent(event)

    def _point_at(self, pixel: Point) -> None:
        hit = self.vehicle_under(pixel) or self._station_under(pixel)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hit else Qt.CursorShape.ArrowCursor)

    def _selection_under(self, pixel: Point) -> Selection | None:
        if vehicle_id := self.vehicle_under(pixel):
            return vehicle(vehicle_id)
        if self._targets is None:
            return None
        reach_m = 8.0 / self.view.scale
        closures = self._store.closures.values() if Layer.CLOSURES in self._store.layers else ()
        return ground_selection(self._targets, self.view.to_floor(pixel), reach_m, closures)

    def _station_under(self, pixel: Point) -> str:
        if self._targets is None:
            return ""
        return station_at(self._targets, self.view.to_floor(pixel), _REACH_PX / self.view.scale)

    def _drop_station(self) -> str:
        """Where a transport that is being drawn would end; not where it began."""
        if self._drag.gesture is not Gesture.ORDER:
            return ""
        station_id = self._station_under(self._drag.last)
        return "" if station_id == self._drag.station_id else station_id


def _pixel(position: QPointF) -> Point:
    return (position.x(), position.y())
