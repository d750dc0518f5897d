"""One order in the list: where from, where to, how much time is left, who carries it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fleet_core.model.order import OrderState, TransportOrder
from hmi.model.clock_text import duration_text
from hmi.model.fleet_store import FleetStore
from hmi.model.slack import slack_s
from hmi.model.tone import Tone
from hmi.views.sentences import Sentences
from hmi.views.theme import Theme, theme_now
from hmi.views.words import Words

ORDER_ROLE = int(Qt.ItemDataRole.UserRole)
_PAD_PX = 8
_SOON_S = 120.0
"""With less slack than this an order asks for attention."""


class OrderRow(QStyledItemDelegate):
    """Two lines: the way in bold with the slack at its end, then order, state and vehicle."""

    def __init__(self, store: FleetStore, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._words = Words(self)
        self._sentences = Sentences(self)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(120, 2 * QFontMetrics(option.font).height() + 14)

    def describe(self, order: TransportOrder) -> str:
        """All of it in one text, for tool tips and screen readers."""
        reason = self._sentences.say(order.reason)
        parts = [self.way(order), order.id, self.state(order), self.slack(order)[0], reason]
        return ", ".join(part for part in parts if part)

    def way(self, order: TransportOrder) -> str:
        names = [self._store.station_name(stop.station_id) for stop in order.stops]
        return " → ".join(names)

    def state(self, order: TransportOrder) -> str:
        word = self._words.order_state(order.state)
        return f"{word} · {order.vehicle_id}" if order.vehicle_id else word

    def slack(self, order: TransportOrder) -> tuple[str, Tone]:
        """Time left until the deadline, and how urgent that is."""
        if order.state is OrderState.FAILED:
            return self.tr("failed"), Tone.ALARM
        if order.state.ended:
            return "", Tone.IDLE
        slack = slack_s(order, self._store.vehicles, self._store.snapshot.time_s)
        if slack is None:
            return "", Tone.NORMAL
        if slack < 0.0:
            return self.tr("late {0}").format(duration_text(-slack)), Tone.ALARM
        return duration_text(slack), Tone.ATTENTION if slack < _SOON_S else Tone.NORMAL

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:

        order = index.data(ORDER_ROLE)
        theme = theme_now()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(option.rect, QColor(theme.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(theme.hover))
        box = option.rect.adjusted(_PAD_PX, 5, -_PAD_PX, -5)
        self._paint_lines(painter, option.font, box, order, theme, selected)
        painter.setPen(QColor(theme.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _paint_lines(
        self,
        painter: QPainter,
        font: QFont,
        box: QRect,
        order: TransportOrder,
        theme: Theme,
        selected: bool,
    ) -> None:
        bold = QFont(font)
        bold.setBold(True)
        slack, tone = self.slack(order)
        text = QColor(theme.on_accent if selected else theme.text)
        soft = QColor(theme.on_accent if selected else theme.text_soft)
        urgent = text if selected else theme.tone_text(tone)
        first = QRect(box.left(), box.top(), box.width(), QFontMetrics(font).height())
        second = first.translated(0, first.height() + 3)
        way_font = font if order.state.ended else bold
        priority = f"▲{order.priority}" if order.priority > 0 else ""
        priority = f"▼{-order.priority}" if order.priority < 0 else priority
        way_colour = soft if order.state.ended else text
        _line(painter, first, (self.way(order), way_font, way_colour), (priority, font, soft))
        left = " · ".join(part for part in (self.state(order), order.id) if part)
        _line(painter, second, (left, font, soft), (slack, bold, urgent))


def _line(
    painter: QPainter,
    box: QRect,
    left: tuple[str, QFont, QColor],
    right: tuple[str, QFont, QColor],
) -> None:
    """A text on the left, shortened if it must be, and one on the right that never is."""
    width = QFontMetrics(right[1]).horizontalAdvance(right[0]) if right[0] else 0
    painter.setFont(right[1])
    painter.setPen(right[2])
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right[0])
    room = box.width() - width - (_PAD_PX if width else 0)
    shown = QFontMetrics(left[1]).elidedText(left[0], Qt.TextElideMode.ElideRight, room)
    painter.setFont(left[1])
    painter.setPen(left[2])
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
