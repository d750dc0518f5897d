"""Ctrl+K: every command and every vehicle, order and station by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QBrush, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hmi.commands.fuzzy import best_matches
from hmi.views.hint_row import HINT_ROLE, HintRow
from hmi.views.theme import theme_now

_MOST = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the palette; ``reason`` says why it cannot be chosen now."""

    title: str
    run: Callable[[], None]
    hint: str = ""
    reason: str = ""
    weight: float = 0.0  # lifts commands above things with similar names


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
        self.found.setItemDelegate(HintRow(self.found))
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
            item.setData(HINT_ROLE, entry.reason or entry.hint)
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


def _title(entry: Entry) -> str:
    return entry.title


def _weight(entry: Entry) -> float:
    return entry.weight
