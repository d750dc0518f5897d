"""Orders sorted by slack: the most urgent on top. A row can be dragged onto a vehicle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from fleet_core.model.order import TransportOrder
from hmi.model import selection
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.selection import Kind
from hmi.model.slack import sorted_by_slack
from hmi.views.map.gestures import DRAG_FROM_PX
from hmi.views.order_row import ORDER_ROLE, OrderRow

_Index = QModelIndex
_ROOT = QModelIndex()

_MOST_ENDED = 50
"""Ended orders stay in view for a while, below the open ones."""


class OrderListModel(QAbstractListModel):
    """Open orders by slack, then the last ended ones; keeps its own order of rows."""

    def __init__(self, store: FleetStore, describe: Callable[[TransportOrder], str]) -> None:
        super().__init__()
        self._store = store
        self._describe = describe
        self._rows: list[TransportOrder] = []
        self._ids: list[str] = []

    def refresh(self) -> None:
        snapshot = self._store.snapshot
        rows = sorted_by_slack(snapshot.orders, self._store.vehicles, snapshot.time_s)
        open_count = sum(not order.state.ended for order in rows)
        rows = rows[: open_count + _MOST_ENDED]
        ids = [order.id for order in rows]
        if ids == self._ids:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        row_of = {order_id: row for row, order_id in enumerate(ids)}
        places = [row_of.get(self._ids[index.row()], -1) for index in before]
        self._rows, self._ids = rows, ids
        after = [self.index(row) if row >= 0 else QModelIndex() for row in places]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def row_of(self, order_id: str) -> int:
        return self._ids.index(order_id) if order_id in self._ids else -1

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        order = self._rows[index.row()]
        if role == ORDER_ROLE:
            return order
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return self._describe(order)
        return None


class OrderList(QListView):
    """Selects orders; a drag that leaves the list carries the order with it."""

    dragged = Signal(str, QPoint)  # order, place on the screen
    dropped = Signal(str, QPoint)
    drag_ended = Signal()

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._row_painter = OrderRow(store, self)
        self.orders = OrderListModel(store, self._row_painter.describe)
        self._pressed: tuple[str, QPoint] | None = None
        self._dragging = False
        self.setModel(self.orders)
        self.setItemDelegate(self._row_painter)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._chosen)
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Orders by slack"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def draw(self) -> None:
        """Called a few times a second. Rows do not move under a hand that drags."""
        if not self._dragging:
            self.orders.refresh()
            self._show_selection()

    def _take(self, change: Change) -> None:
        if Change.SELECTION in change:
            self._show_selection()

    def _show_selection(self) -> None:
        row = self.orders.row_of(self._store.selected(Kind.ORDER))
        if row == self.currentIndex().row():
            return
        if row < 0:
            self.selectionModel().clear()
            return
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.orders.index(row), flags)

    def _chosen(self, current: _Index, _before: _Index) -> None:
        order = current.data(ORDER_ROLE) if current.isValid() else None
        if order is not None and order.id != self._store.selected(Kind.ORDER):
            self._store.select(selection.order(order.id))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        order = self.indexAt(event.position().toPoint()).data(ORDER_ROLE)
        if order is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = (order.id, event.globalPosition().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        order_id, start = self._pressed
        here = event.globalPosition().toPoint()
        if self._dragging or (here - start).manhattanLength() >= DRAG_FROM_PX:
            self._dragging = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.dragged.emit(order_id, here)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, was_dragging = self._pressed, self._dragging
        self._end_drag()
        if was_dragging and pressed is not None:
            self.dropped.emit(pressed[0], event.globalPosition().toPoint())
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self._end_drag()
        else:
            super().keyPressEvent(event)

    def _end_drag(self) -> None:
        self._pressed, self._dragging = None, False
        self.unsetCursor()
        self.drag_ended.emit()
