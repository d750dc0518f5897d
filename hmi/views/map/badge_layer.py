"""Badges on vehicles whose state is not normal, and stop signs on those that their supervisors
brake."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from hmi.model.bodies import DrawnBodies
from hmi.model.braking import Brake
from hmi.model.fleet_arrays import GROUPS, FleetArrays, Floats, Ints
from hmi.model.tone import Group, Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.symbols import brake_path, draw_symbol, group_path
from hmi.views.theme import Theme

BADGE_PX = 17.0
_CELL_PX = 20
TONES = tuple(Tone)

MARK_PX = 19.0
_PLATE_PX = 23.0


class _BadgeAtlas:
    """A plate with the state's symbol for each group (column) and tone (row), painted once;
    hundreds are one call."""

    def __init__(self, theme: Theme, dpr: float) -> None:
        self._dpr = dpr
        self._pixmap = QPixmap(
            round(_CELL_PX * len(GROUPS) * dpr), round(_CELL_PX * len(TONES) * dpr)
        )
        self._pixmap.fill(Qt.GlobalColor.transparent)
        self._fragments = PrimitiveArray(QPainter.PixmapFragment, 10)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(dpr, dpr)
        for column, group in enumerate(GROUPS):
            for row, tone in enumerate(TONES):
                _paint_badge(painter, group, tone, column * _CELL_PX, row * _CELL_PX, theme)
        painter.end()

    def draw(self, painter: QPainter, middle: Floats, groups: Ints, tones: Ints) -> None:
        """Badges with their middles at ``middle`` (n, 2), pixels."""
        cell = _CELL_PX * self._dpr
        self._fragments.resize(len(middle))
        rows = self._fragments.ndarray()
        rows[:, 0:2] = np.round(middle * self._dpr) / self._dpr
        rows[:, 2] = groups * cell
        rows[:, 3] = tones * cell
        rows[:, 4:10] = (cell, cell, 1 / self._dpr, 1 / self._dpr, 0.0, 1.0)
        painter.drawPixmapFragments(*self._fragments.drawargs(), self._pixmap)


def _paint_badge(
    painter: QPainter, group: Group, tone: Tone, left: float, top: float, theme: Theme
) -> None:
    inset = (_CELL_PX - BADGE_PX) / 2
    box = QRectF(left + inset, top + inset, BADGE_PX, BADGE_PX)
    painter.setPen(QPen(theme.tone(tone), 1.5))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(box, 4, 4)
    symbol = box.adjusted(3.5, 3.5, -3.5, -3.5)
    draw_symbol(painter, group_path(group), symbol, theme.tone_text(tone))


class BadgeLayer:
    """The state's symbol beside every vehicle that is not normal: shape as well as colour."""

    def __init__(self) -> None:
        self._atlas: _BadgeAtlas | None = None
        self._key: tuple[str, float] = ("", 0.0)

    def draw(
        self,
        painter: QPainter,
        arrays: FleetArrays,
        bodies: DrawnBodies,
        view: ViewTransform,
        theme: Theme,
    ) -> None:
        rows = np.flatnonzero((arrays.tone >= Tone.HELD) & bodies.near(view, 2 * BADGE_PX))
        rows = rows[np.argsort(arrays.tone[rows], kind="stable")]
        if not len(rows):
            return
        out = 0.6 * np.minimum(bodies.radius[rows], 70.0)
        middle = bodies.middle[rows] + np.stack([out + 8.0, -out - 6.0], axis=1)
        atlas = self._atlas_for(theme, painter.device().devicePixelRatioF())
        atlas.draw(painter, middle, arrays.group[rows], arrays.tone[rows])

    def _atlas_for(self, theme: Theme, dpr: float) -> _BadgeAtlas:
        if self._atlas is None or self._key != (theme.name, dpr):
            self._atlas = _BadgeAtlas(theme, dpr)
            self._key = (theme.name, dpr)
        return self._atlas


def draw_brake_marks(
    painter: QPainter,
    view: ViewTransform,
    shown: Mapping[str, Brake],
    row_of: Mapping[str, int],
    bodies: DrawnBodies,
    theme: Theme,
) -> None:
    """A stop sign at every vehicle that its supervisor brakes, hollow when that is over; across
    from the badge of the vehicle's state, so that both are seen."""
    rows = [(row_of[each], brake) for each, brake in shown.items() if each in row_of]
    if not rows:
        return
    seen = bodies.near(view, 2 * MARK_PX)
    for row, brake in rows:
        if seen[row]:
            out = 0.6 * min(float(bodies.radius[row]), 70.0)
            _paint_mark(
                painter, QPointF(*bodies.middle[row]) + QPointF(-out - 9, -out - 7), brake, theme
            )


def _paint_mark(painter: QPainter, middle: QPointF, brake: Brake, theme: Theme) -> None:
    half = _PLATE_PX / 2
    plate = QRectF(middle.x() - half, middle.y() - half, _PLATE_PX, _PLATE_PX)
    inset = (_PLATE_PX - MARK_PX) / 2
    style = Qt.PenStyle.NoPen if brake.active else Qt.PenStyle.SolidLine
    painter.setPen(QPen(theme.tone(Tone.ATTENTION), 1.5, style))
    painter.setBrush(_darker(theme) if brake.active else QColor(theme.surface))
    painter.drawRoundedRect(plate, 5, 5)
    colour = theme.tone(Tone.ATTENTION) if brake.active else theme.tone_text(Tone.ATTENTION)
    draw_symbol(painter, brake_path(), plate.adjusted(inset, inset, -inset, -inset), colour)


def _darker(theme: Theme) -> QColor:
    """Amber stands out from dark only, in both palettes."""
    return min(QColor(theme.text), QColor(theme.floor), key=QColor.lightness)
