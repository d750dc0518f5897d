"""Ctrl+K: every command and every vehicle, order and station by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from hmi.commands.command import Command, CommandRegistry
from hmi.commands.fuzzy import best_matches
from hmi.commands.vehicle_commands import VehicleCommands
from hmi.model import selection
from hmi.model.closed_places import zone_name
from hmi.model.fleet_store import FleetStore
from hmi.model.selection import Selection
from hmi.views.theme import theme_now

_MOST = 40

_HINT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_GAP_PX = 16
_PAD_PX = 8

_COMMANDS_FIRST = 3.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette; ``reason`` says why it cannot be chosen now."""

    title: str
    run: Callable[[], None]
    hint: str = ""
    reason: str = ""
    weight: float = 0.0  # lifts commands above things with similar names


class _HintRow(QStyledItemDelegate):
    """A row with its name on the left and a hint (keys, or why not) on the right; the name is never
    shortened in favour of the hint."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        hint = index.data(_HINT_ROLE)
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


class CommandPalette(QFrame):
    """Over the window, without stopping it."""

    def __init__(self, parent: QWidget, entries: Callable[[], list[Entry]]) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._entries = entries
        self._all: list[Entry] = []
        self._shown: list[Entry] = []
        self.search = QLineEdit()
        self.found = QListWidget()
        self.found.setItemDelegate(_HintRow(self.found))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.found)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.found.itemClicked.connect(lambda _: self._run())
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Command palette"))
        self.search.setPlaceholderText(self.tr("Command, vehicle, order or station"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.found.setAccessibleName(self.tr("What fits"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def open_with(self, begin: str = "") -> None:
        self._all = self._entries()
        parent = self.parentWidget()
        width = min(620, parent.width() - 40)
        height = min(420, parent.height() - 120)
        self.setGeometry((parent.width() - width) // 2, 72, width, height)
        self.search.setText(begin)
        self._filter(begin)
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self, query: str) -> None:
        self._shown = best_matches(query, self._all, _title, _weight)[:_MOST]
        self.found.clear()
        for entry in self._shown:
            item = QListWidgetItem(entry.title)
            item.setData(_HINT_ROLE, entry.reason or entry.hint)
            if entry.reason:
                item.setForeground(QBrush(theme_now().text_soft))
            self.found.addItem(item)
        self.found.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        return False

    def _key(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 10,
            Qt.Key.Key_PageUp: -10,
        }
        if key in steps:
            row = self.found.currentRow() + steps[Qt.Key(key)]
            self.found.setCurrentRow(max(0, min(self.found.count() - 1, row)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run()
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        return False

    def _run(self) -> None:
        row = self.found.currentRow()
        if 0 <= row < len(self._shown) and not self._shown[row].reason:
            self.hide()
            self._shown[row].run()


def palette_entries(
    commands: CommandRegistry, store: FleetStore, vehicles: VehicleCommands, more: list[Command]
) -> list[Entry]:
    """What the palette offers: every command, then everything that can be selected, in the order in
    which it is shown when nothing is typed yet; ``more``: commands on single places, below
    everything else."""
    entries = [
        Entry(command.title(), command.run, command.shortcut, command.why_not(), _COMMANDS_FIRST)
        for command in commands
        if command.id != "view.palette"
    ]
    entries += [
        Entry(one, _select(store, selection.vehicle(one))) for one in sorted(store.vehicles)
    ]
    entries += [
        Entry(order.id, _select(store, selection.order(order.id)), _way(store, order.id))
        for order in store.orders.values()
        if not order.state.ended
    ]
    entries += [
        Entry(closure.id, _select(store, selection.closure(closure.id)), closure.reason)
        for closure in store.closures.values()
    ]
    if store.facility is None:
        return entries
    entries += [
        Entry(zone_name(store.facility, zone.id), _select(store, selection.zone(zone.id)))
        for zone in store.facility.zones
    ]
    stations = tuple(store.facility.layout.stations)
    entries += [
        Entry(store.station_name(one), _select(store, selection.station(one))) for one in stations
    ]
    sends = [vehicles.send_to(one) for one in stations] if store.vehicle_of_selection() else []
    entries += [Entry(one.title(), one.run, reason=one.why_not()) for one in (*sends, *more)]
    return entries


def _select(store: FleetStore, target: Selection) -> Callable[[], None]:
    return lambda: store.select(target)


def _way(store: FleetStore, order_id: str) -> str:
    return " → ".join(store.station_name(stop.station_id) for stop in store.orders[order_id].stops)


def _title(entry: Entry) -> str:
    return entry.title


def _weight(entry: Entry) -> float:
    return entry.weight
