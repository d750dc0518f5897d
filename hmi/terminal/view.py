"""The terminal's one widget: on the left where, on the right what and what to do."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, degrees, sin
from time import monotonic

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from fleet_core.model.proximity import WarningLevel
from hmi.terminal.link import TerminalLink
from hmi.terminal.screen import Chime, ContactState, Danger, Screen, screen_of
from hmi.terminal.signs import (
    GROUND,
    INK,
    LINE,
    ON_RED,
    RED,
    SOFT,
    colour_of,
    draw_kind,
    draw_own_forklift,
    draw_sign,
)
from hmi.terminal.words import TerminalWords
from hmi.views.fonts import map_font

_DRAW_EVERY_MS = 100
_MORE_ROWS = 2
_FAR_M = 10.0
"""What is further away is drawn on the outer ring."""
_WEDGE_DEG = 40.0


class TerminalView(QWidget):
    """Letters are a tenth of the height and more: on 130 mm of screen 13 mm, read from 2.6 m
    (ISO 9241-303: 20 minutes of arc)."""

    def __init__(
        self,
        link: TerminalLink,
        forklift_id: str,
        clock: Callable[[], float] = monotonic,
        sound: Callable[[], None] = QApplication.beep,
    ) -> None:
        super().__init__()
        self._link, self._forklift_id = link, forklift_id
        self._clock, self._sound = clock, sound
        self._words = TerminalWords(self)
        self._chime = Chime()
        self.screen_shown = Screen(ContactState.SILENT)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(480, 288)
        self.resize(800, 480)
        self.setWindowTitle(self.tr("Terminal of {0}").format(forklift_id))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        link.start()
        self._timer.start(_DRAW_EVERY_MS)

    def tick(self) -> None:
        """Take what was heard last, draw it, sound if it is time."""
        now_s = self._clock()
        self.screen_shown = screen_of(self._link.latest(), self._forklift_id, now_s)
        if self._chime.due(self.screen_shown, now_s):
            self._sound()
        self.setAccessibleName(", ".join(self.texts()))
        self.update()

    def texts(self) -> list[str]:
        """What can be read now, the largest first."""
        shown, words = self.screen_shown, self._words
        if not shown.dangers:
            texts = list(words.contact(shown.contact))
        else:
            worst = shown.dangers[0]
            texts = [words.advice(worst.advice), words.kind(worst.kind), words.where(worst)]
            texts += [self._row_text(each) for each in shown.dangers[1 : 1 + _MORE_ROWS]]
        return [*texts, words.bad_sources(shown.bad_sources)] if shown.bad_sources else texts

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._link.stop()
        super().closeEvent(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.screen_shown
        is_red = shown.level is WarningLevel.EMERGENCY or shown.contact is ContactState.SILENT
        self._ground = QColor(RED if is_red else GROUND)
        painter.fillRect(self.rect(), self._ground)
        foot_px = 0.11 * self.height()
        body = QRectF(0.0, 0.0, self.width(), self.height() - foot_px)
        if shown.dangers:
            side = min(body.height(), 0.5 * body.width())
            self._paint_round(painter, QRectF(0.0, 0.0, side, body.height()))
            self._paint_worst(painter, body.adjusted(side, 0.0, 0.0, 0.0), shown.dangers[0])
        else:
            self._paint_contact(painter, body)
        self._paint_foot(painter, QRectF(0.0, body.bottom(), self.width(), foot_px), is_red)
        painter.end()

    def _paint_round(self, painter: QPainter, box: QRectF) -> None:
        """The forklift from above, dangers around it: the nearer the further in."""
        middle, radius = box.center(), 0.46 * min(box.width(), box.height())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QColor(ON_RED if self._ground == QColor(RED) else LINE)
        for share in (0.62, 1.0):
            painter.setPen(QPen(ring, 2.0))
            painter.drawEllipse(middle, share * radius, share * radius)
        draw_own_forklift(painter, middle, 0.6 * radius)
        for danger in reversed(self.screen_shown.dangers[: 1 + _MORE_ROWS]):
            self._paint_danger(painter, middle, radius, danger)

    def _paint_danger(
        self, painter: QPainter, middle: QPointF, radius: float, danger: Danger
    ) -> None:
        colour = colour_of(danger.level)
        disc = QRectF(-radius, -radius, 2.0 * radius, 2.0 * radius).translated(middle)
        if danger.bearing_rad is None:
            painter.setPen(QPen(colour, 0.08 * radius, Qt.PenStyle.DashLine))
            painter.drawEllipse(disc)
            return
        up_deg = 90.0 + degrees(danger.bearing_rad)  # Qt counts from three o'clock, as headings do
        faint = QColor(colour)
        faint.setAlpha(90)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faint)
        painter.drawPie(disc, round(16 * (up_deg - _WEDGE_DEG / 2)), round(16 * _WEDGE_DEG))
        painter.setPen(QPen(colour, 0.09 * radius, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(disc, round(16 * (up_deg - _WEDGE_DEG / 2)), round(16 * _WEDGE_DEG))
        away = radius * (0.5 + 0.3 * min(1.0, danger.distance_m / _FAR_M))
        at = middle + QPointF(-away * sin(danger.bearing_rad), -away * cos(danger.bearing_rad))
        half = 0.16 * radius
        plate = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground)
        painter.drawEllipse(plate.adjusted(-5, -5, 5, 5))
        draw_kind(painter, danger.kind, plate.adjusted(3, 3, -3, -3), colour)

    def _paint_worst(self, painter: QPainter, box: QRectF, worst: Danger) -> None:
        h = box.height()
        colour = colour_of(worst.level)
        side = 0.26 * h
        draw_sign(painter, worst.level, QRectF(box.left(), 0.06 * h, side, side), self._ground)
        room = QRectF(box.left() + side + 0.04 * h, 0.06 * h, 0.0, side)
        room.setRight(box.right() - 0.03 * h)
        self._write(painter, room, self._words.advice(worst.advice), 0.2 * h, colour)
        lines = (
            (0.34, 0.13, self._words.kind(worst.kind)),
            (0.47, 0.12, self._words.direction(worst.sector)),
            (0.59, 0.15, self._words.distance(worst.distance_m)),
        )
        for top, size, text in lines:
            line = QRectF(box.left(), top * h, box.width() - 0.03 * h, 1.2 * size * h)
            self._write(painter, line, text, size * h, QColor(INK))
        for row, danger in enumerate(self.screen_shown.dangers[1 : 1 + _MORE_ROWS]):
            top = (0.78 + 0.11 * row) * h
            sign = QRectF(box.left(), top, 0.1 * h, 0.1 * h)
            draw_sign(painter, danger.level, sign, self._ground)
            line = QRectF(sign.right() + 0.03 * h, top, 0.0, 0.1 * h)
            line.setRight(box.right() - 0.03 * h)
            self._write(painter, line, self._row_text(danger), 0.075 * h, QColor(INK))

    def _row_text(self, danger: Danger) -> str:
        return f"{self._words.kind(danger.kind)}: {self._words.where(danger)}"

    def _paint_contact(self, painter: QPainter, box: QRectF) -> None:
        h = box.height()
        contact = self.screen_shown.contact
        headline, advice = self._words.contact(contact)
        live = contact is ContactState.LIVE
        room = box.adjusted(0.06 * h, 0.0, -0.06 * h, 0.0)
        if live:
            draw_own_forklift(painter, QPointF(box.center().x(), 0.3 * h), 0.36 * h)
        else:
            sign = QRectF(box.center().x() - 0.16 * h, 0.08 * h, 0.32 * h, 0.32 * h)
            level = (
                WarningLevel.EMERGENCY if contact is ContactState.SILENT else WarningLevel.WARNING
            )
            draw_sign(painter, level, sign, self._ground)
        middle = Qt.AlignmentFlag.AlignHCenter
        line = QRectF(room.left(), 0.52 * h, room.width(), 0.2 * h)
        self._write(painter, line, headline, 0.15 * h, QColor(SOFT if live else INK), middle)
        line = QRectF(room.left(), 0.76 * h, room.width(), 0.14 * h)
        self._write(painter, line, advice, 0.09 * h, QColor(SOFT if live else INK), middle)

    def _paint_foot(self, painter: QPainter, box: QRectF, is_red: bool) -> None:
        bad = self.screen_shown.bad_sources
        h = box.height()
        colour = colour_of(WarningLevel.WARNING) if bad else QColor(GROUND)
        if bad or not is_red:
            painter.fillRect(box, colour)
        text = self._words.bad_sources(bad) if bad else self._forklift_id
        ink = QColor(GROUND if bad else ON_RED if is_red else SOFT)
        room = box.adjusted(0.4 * h, 0.0, -0.4 * h, 0.0)
        self._write(painter, room, text, 0.55 * h, ink)

    def _write(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        size_px: float,
        colour: QColor,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """On one line; smaller where it would not fit."""
        font = map_font(max(8, round(size_px)), bold=True)
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(text)
        if wide > box.width():
            painter.setFont(map_font(max(8, int(size_px * box.width() / wide)), bold=True))
        painter.setPen(colour)
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
