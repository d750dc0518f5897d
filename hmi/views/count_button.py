"""A count in the top strip: symbol and number, the word below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from hmi.model.tone import Tone
from hmi.views.symbols import draw_symbol
from hmi.views.theme import theme_now

_SYMBOL_PX = 14
_PAD_PX = 8


class CountButton(QAbstractButton):
    """Grey while the count is normal or zero."""

    def __init__(self, symbol: QPainterPath, tone: Tone) -> None:
        super().__init__()
        self._symbol = symbol
        self._tone = tone
        self._number = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_count(self, number: int, word: str) -> None:
        """``word`` says of what."""
        if (number, word) != (self._number, self.text()):
            self._number = number
            self.setText(word)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        number_px = QFontMetrics(self._bold()).horizontalAdvance("000") + _SYMBOL_PX + 6
        word_px = QFontMetrics(self.font()).horizontalAdvance(self.text())
        height = 2 * QFontMetrics(self.font()).height() + 6
        return QSize(max(number_px, word_px) + 2 * _PAD_PX, max(40, height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_now()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        tone = self._tone if self._number else Tone.IDLE
        colour = theme.tone_text(tone) if self._number else QColor(theme.text_soft)
        line_px = QFontMetrics(self.font()).height()
        draw_symbol(
            painter,
            self._symbol,
            QRectF(_PAD_PX, 3 + (line_px - _SYMBOL_PX) / 2 + 1, _SYMBOL_PX, _SYMBOL_PX),
            colour,
        )
        painter.setPen(colour)
        painter.setFont(self._bold())
        left = _PAD_PX + _SYMBOL_PX + 6
        painter.drawText(QRect(left, 3, self.width() - left, line_px), 0, str(self._number))
        painter.setFont(self.font())
        painter.setPen(colour if tone >= Tone.HELD else QColor(theme.text_soft))
        painter.drawText(
            QRect(_PAD_PX, 3 + line_px, self.width() - _PAD_PX, line_px), 0, self.text()
        )

    def _paint_frame(self, painter: QPainter) -> None:
        theme = theme_now()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.raised if self.isChecked() else theme.hover))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus() or self.isChecked():
            painter.setPen(QPen(QColor(theme.accent), 2.0 if self.hasFocus() else 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font
