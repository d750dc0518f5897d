"""A row with its name on the left and a hint (keys, or why not) on the right."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hmi.views.theme import theme_now

HINT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_GAP_PX = 16
_PAD_PX = 8


class HintRow(QStyledItemDelegate):
    """The name is never shortened in favour of the hint."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        hint = index.data(HINT_ROLE)
        if not hint:
            return
        theme = theme_now()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        metrics = QFontMetrics(option.font)
        box = option.rect.adjusted(_PAD_PX, 0, -_PAD_PX, 0)
        name_px = metrics.horizontalAdvance(str(index.data())) + _GAP_PX
        shown = metrics.elidedText(hint, Qt.TextElideMode.ElideRight, box.width() - name_px)
        painter.save()
        painter.setPen(QColor(theme.on_accent if selected else theme.text_soft))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
