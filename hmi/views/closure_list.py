"""What is closed now, in a list; a click shows it on the map and in the inspector."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from fleet_core.model.closure import Closure
from hmi.model import selection
from hmi.model.closed_places import place_name
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.selection import Kind
from hmi.model.tone import Tone
from hmi.views.closure_words import ClosureWords
from hmi.views.symbols import closed_path, symbol_icon
from hmi.views.theme import theme_now

_ID_ROLE = Qt.ItemDataRole.UserRole
_WIDTHS = (190, 90, 150)


class ClosureList(QTreeWidget):
    """One row a closure, the oldest first."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = ClosureWords(store, self)
        self._shown: tuple[Closure, ...] | None = None
        self._items: list[QTreeWidgetItem] = []
        self.setRootIsDecorated(False)
        self.setColumnCount(4)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        self.itemActivated.connect(self._follow_up)
        self.itemClicked.connect(self._follow_up)
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("What is closed"))
        self.setHeaderLabels(
            [self.tr("Place"), self.tr("For"), self.tr("Reason"), self.tr("Opens in")]
        )
        self._shown = None
        self.draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)

    def draw(self) -> None:
        """Called a few times a second: rows when they change, else only the time left."""
        closures = tuple(self._store.closures.values())
        if closures != self._shown:
            self._shown = closures
            self._fill(closures)
        for item, closure in zip(self._items, closures, strict=True):
            item.setText(3, self._words.time_left(closure))

    def _fill(self, closures: tuple[Closure, ...]) -> None:
        self.clear()
        self._items = [self._item(closure) for closure in closures]
        self.addTopLevelItems(self._items)
        if not closures:
            nothing = QTreeWidgetItem([self.tr("No way or zone is closed.")])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addTopLevelItem(nothing)
            nothing.setFirstColumnSpanned(True)
        self._show_selection()

    def _item(self, closure: Closure) -> QTreeWidgetItem:
        theme = theme_now()
        texts = [
            place_name(self._store.facility, closure),
            self._words.for_whom(closure),
            closure.reason,
            self._words.time_left(closure),
        ]
        item = QTreeWidgetItem(texts)
        violet = theme.tone_text(Tone.HELD)
        item.setIcon(0, symbol_icon(closed_path(), violet, QColor(theme.on_accent)))
        item.setForeground(0, QBrush(violet))
        for column, text in enumerate(texts[:3]):
            item.setToolTip(column, text)
        item.setData(0, _ID_ROLE, closure.id)
        return item

    def _take(self, change: Change) -> None:
        if Change.CLOSURES in change:
            self.draw()
        if Change.SELECTION in change:
            self._show_selection()

    def _show_selection(self) -> None:
        chosen = self._store.selected(Kind.CLOSURE)
        mine = [item for item in self._items if item.data(0, _ID_ROLE) == chosen]
        if mine:
            self.setCurrentItem(mine[0])
        else:
            self.clearSelection()

    def _follow_up(self, item: QTreeWidgetItem) -> None:
        if closure_id := item.data(0, _ID_ROLE):
            self._store.select(selection.closure(closure_id))
