"""People and manned forklifts on the map, who is warned of whom, and where near misses happened.

People are drawn otherwise than commanded vehicles: hollow, as nobody commands them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, sin

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from fleet_core.model.geometry import Point
from fleet_core.model.proximity import ObjectClass, ProximityWarning, Track, WarningLevel
from fleet_core.proximity.near_miss_heat import HeatMap
from hmi.model.fleet_arrays import FleetArrays, Floats
from hmi.model.fleet_store import FleetStore
from hmi.model.nearness import levels, tone_of_level
from hmi.model.selection import Kind
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.theme import Theme

_PERSON_M, _FORKLIFT_M = 0.3, (3.0, 1.2)
"""Radius of a person; length and width of a manned forklift with its forks, as the node has it."""
_PERSON_PX, _FORKLIFT_PX = 4.5, 15.0
"""Nobody is drawn smaller, or could not be found at plant scale."""
_LATE_S = 0.6
"""Not measured for so long: drawn dashed, it is only expected there."""
_AHEAD_S = 0.3
"""So far a track is moved on between two pictures."""
_RING_PX = 5.0

_LEAST_ALPHA, _MOST_ALPHA = 40, 170
_NUMBER_PX = 22.0
"""Squares that are larger on the screen say their number: it is not told by colour alone."""


@dataclass(frozen=True, slots=True)
class PeopleScene:
    """``poses`` of commanded vehicles, as drawn now; ``now_s`` on the window's clock."""

    store: FleetStore
    view: ViewTransform
    arrays: FleetArrays
    poses: Floats
    now_s: float

    def place(self, track: Track) -> Point:
        """Moved on since it was heard; the fleet's clock may go faster than the window's."""
        pace = self.store.pace.factor if self.store.pace.simulated else 1.0
        age_s = min(_AHEAD_S, max(0.0, (self.now_s - self.store.near.received_s) * pace))
        return (track.x_m + age_s * track.vx_mps, track.y_m + age_s * track.vy_mps)

    def party(self, warning: ProximityWarning) -> Point | None:
        """Where the warned one is."""
        row = self.arrays.row_of.get(warning.party_id)
        if row is not None and row < len(self.poses):
            return (float(self.poses[row, 0]), float(self.poses[row, 1]))
        mine = (each for each in self.store.near.tracks if each.id == warning.party_id)
        track = next(mine, None)
        return self.place(track) if track is not None else None


def draw_people(painter: QPainter, scene: PeopleScene, theme: Theme) -> None:
    """Nothing while the node is silent: what is not known is not shown as if it were."""
    store = scene.store
    if store.near_silent:
        return
    worst = levels(tuple(store.warnings.values()))
    places = {each.id: scene.place(each) for each in store.near.tracks}
    for warning in store.warnings.values():
        _draw_line(painter, scene, warning, places, theme)
    for track in store.near.tracks:
        x, y = scene.view.point_to_screen(places[track.id])
        if -60 < x < scene.view.width_px + 60 and -60 < y < scene.view.height_px + 60:
            _draw_track(painter, scene.view, track, QPointF(x, y), worst.get(track.id), theme)


def _draw_track(
    painter: QPainter,
    view: ViewTransform,
    track: Track,
    middle: QPointF,
    level: WarningLevel | None,
    theme: Theme,
) -> None:
    tone = Tone.NORMAL if level is None else tone_of_level(level)
    ink = QColor(theme.text) if tone is Tone.NORMAL else theme.tone(tone)
    late = track.stamp_s - track.seen_s > _LATE_S
    pen = QPen(ink, 1.8, Qt.PenStyle.DotLine if late else Qt.PenStyle.SolidLine)
    if track.kind is ObjectClass.PERSON:
        radius = _draw_person(painter, view, track, middle, (pen, ink), theme)
    else:
        radius = _draw_forklift(painter, view, track, middle, pen, theme)
    if tone > Tone.NORMAL:  # one ring for a warning, two for a danger: not by colour alone
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2.0))
        for ring in range(1 if tone is Tone.ATTENTION else 2):
            reach = radius + _RING_PX * (ring + 1)
            painter.drawEllipse(middle, reach, reach)


def _draw_person(
    painter: QPainter,
    view: ViewTransform,
    track: Track,
    middle: QPointF,
    look: tuple[QPen, QColor],
    theme: Theme,
) -> float:
    """A disc with a tick the way it goes; its length is the way of a second."""
    pen, ink = look
    radius = max(_PERSON_PX, _PERSON_M * view.scale)
    speed = hypot(track.vx_mps, track.vy_mps)
    if speed > 0.3:
        along = QPointF(track.vx_mps, -track.vy_mps) / speed
        reach = radius + max(4.0, speed * view.scale)
        painter.setPen(QPen(ink, 1.8))
        painter.drawLine(middle + along * radius, middle + along * reach)
    painter.setPen(pen)
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(middle, 0.45 * radius, 0.45 * radius)
    return radius


def _draw_forklift(
    painter: QPainter,
    view: ViewTransform,
    track: Track,
    middle: QPointF,
    pen: QPen,
    theme: Theme,
) -> float:
    """A body with a seat and two forks."""
    length_m, width_m = _FORKLIFT_M
    scale = max(view.scale, _FORKLIFT_PX / length_m)
    c, s = cos(track.heading_rad), sin(track.heading_rad)

    def at(x: float, y: float) -> QPointF:
        return middle + QPointF(scale * (c * x - s * y), -scale * (s * x + c * y))

    half, side, mast = length_m / 2.0, width_m / 2.0, 0.35
    painter.setPen(pen)
    painter.setBrush(QColor(theme.surface))
    corners = ((-half, -side), (mast, -side), (mast, side), (-half, side))
    painter.drawPolygon(QPolygonF([at(*each) for each in corners]))
    for y in (-0.5 * side, 0.5 * side):
        painter.drawLine(at(mast, y), at(half, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    seat = 0.28 * scale
    painter.drawEllipse(
        QRectF(at(-0.55, 0.0) - QPointF(seat, seat), at(-0.55, 0.0) + QPointF(seat, seat))
    )
    return scale * half


def _draw_line(
    painter: QPainter,
    scene: PeopleScene,
    warning: ProximityWarning,
    places: dict[str, Point],
    theme: Theme,
) -> None:
    """From who is warned to whom; of a notice only where it is selected."""
    chosen = scene.store.selected(Kind.WARNING) == str(warning.id)
    tone = tone_of_level(warning.level)
    party, other = scene.party(warning), places.get(warning.other_id)
    if party is None or other is None or (tone is Tone.NORMAL and not chosen):
        return
    a, b = (QPointF(*scene.view.point_to_screen(each)) for each in (party, other))
    ink = QColor(theme.accent) if chosen else theme.tone(tone)
    painter.setPen(QPen(ink, 3.0 if chosen else 2.0, Qt.PenStyle.DashLine))
    painter.drawLine(a, b)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 2.5))
        for end in (a, b):
            painter.drawEllipse(end, 22.0, 22.0)


def draw_heat(painter: QPainter, view: ViewTransform, heat: HeatMap, theme: Theme) -> None:
    """Where near misses happened: squares of the floor, the darker the more, with their numbers.
    Nothing where nothing has happened."""
    if not heat.counts.size or heat.counts.max() <= 0:
        return
    most = float(heat.counts.max())
    side = heat.cell_m * view.scale
    painter.save()
    for row, column in np.argwhere(heat.counts > 0).tolist():
        count = int(heat.counts[row, column])
        left, top = heat.x_m + column * heat.cell_m, heat.y_m + (row + 1) * heat.cell_m
        x, y = view.point_to_screen((left, top))
        if not (-side < x < view.width_px and -side < y < view.height_px):
            continue
        square = QRectF(x, y, side, side)
        colour = QColor(theme.tone(Tone.ALARM))
        colour.setAlpha(round(_LEAST_ALPHA + (_MOST_ALPHA - _LEAST_ALPHA) * count / most))
        painter.fillRect(square, colour)
        if side >= _NUMBER_PX:
            painter.setPen(QColor(theme.text))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter, str(count))
    painter.restore()
