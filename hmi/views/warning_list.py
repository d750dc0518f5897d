"""What holds now of nearness: contact, sources that fail, warnings. A state list, not a log: a row
goes when its cause is gone. A click shows the warning on the map and in the inspector."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from fleet_core.model.proximity import ProximityWarning, SourceHealth, SourceState
from hmi.model import selection
from hmi.model.clock_text import clock_text
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.nearness import degraded, tone_of_level
from hmi.model.selection import Kind
from hmi.model.tone import Tone
from hmi.views.near_words import NearWords, level_path
from hmi.views.symbols import brake_path, symbol_icon, warning_path
from hmi.views.theme import theme_now

_KEY_ROLE = Qt.ItemDataRole.UserRole
_LEVEL, _SENTENCE, _PLACE, _AWAY, _SINCE = range(5)
_WIDTHS = {_LEVEL: 92, _PLACE: 80, _AWAY: 58, _SINCE: 84}


@dataclass(frozen=True, slots=True)
class _WarningRow:
    key: str  # number of a warning; of other rows empty
    texts: tuple[str, str, str, str, str]
    tone: Tone
    sign: str  # the same sign needs no new icon


class WarningList(QTreeWidget):
    """The most urgent first."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = NearWords(store, self)
        self._shown: list[_WarningRow] = []
        self.setRootIsDecorated(False)
        self.setColumnCount(5)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, width)
        header.setSectionResizeMode(_SENTENCE, QHeaderView.ResizeMode.Stretch)
        self.itemActivated.connect(self._follow_up)
        self.itemClicked.connect(self._follow_up)
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Warnings of people and manned forklifts"))
        self.setHeaderLabels(
            [
                self.tr("Level"),
                self.tr("Who and what to do"),
                self.tr("Place"),
                self.tr("Away"),
                self.tr("Since"),
            ]
        )
        self._shown = []
        self.draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)

    @property
    def count(self) -> int:
        """What asks for attention."""
        return sum(row.tone > Tone.NORMAL for row in self._rows())

    def draw(self) -> None:
        """Called a few times a second: new items when the rows are others, else only texts."""
        rows = self._rows()
        if not rows:
            if self._shown or not self.topLevelItemCount():
                self._say_nothing()
        elif [row.key for row in rows] != [row.key for row in self._shown]:
            self.clear()
            self.addTopLevelItems([QTreeWidgetItem() for _ in rows])
            self._shown = []
        known = self._shown or [None] * len(rows)
        for position, (row, before) in enumerate(zip(rows, known, strict=False)):
            if row != before:
                self._fill(self.topLevelItem(position), row)
        refilled = not self._shown
        self._shown = rows
        if refilled:
            self._show_selection()

    def _say_nothing(self) -> None:
        self.clear()
        heard = self._store.near.heard
        silent = self.tr("No proximity node is heard: nobody is tracked or warned.")
        item = QTreeWidgetItem([self.tr("Nobody is warned.") if heard else silent])
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)

    def _rows(self) -> list[_WarningRow]:
        store = self._store
        if store.near_silent:
            return [self._silence()]
        bad = [self._bad_source(each) for each in degraded(store.near.sources)]
        return bad + [self._warning(key, each) for key, each in store.warnings.items()]

    def _silence(self) -> _WarningRow:
        text = self.tr(
            "Proximity has fallen silent. Vehicles that it watches drive slowly until it is back; "
            "see whether its node runs."
        )
        since = clock_text(self._store.near.time_s)
        return _WarningRow("", (self.tr("Contact"), text, "", "", since), Tone.ALARM, "stop")

    def _bad_source(self, source: SourceHealth) -> _WarningRow:
        text = self._words.source(source)
        since = clock_text(source.since_s)
        tone = Tone.ALARM if source.state is SourceState.LOST else Tone.ATTENTION
        return _WarningRow("", (self.tr("Source"), text, "", "", since), tone, "warning")

    def _warning(self, key: str, warning: ProximityWarning) -> _WarningRow:
        words = self._words
        texts = (
            words.level(warning.level),
            words.sentence(warning),
            words.place(warning),
            f"{warning.distance_m:.1f} m",
            clock_text(warning.since_s),
        )
        return _WarningRow(key, texts, tone_of_level(warning.level), warning.level)

    def _fill(self, item: QTreeWidgetItem | None, row: _WarningRow) -> None:
        if item is None:
            return
        theme = theme_now()
        ink = theme.tone_text(row.tone)
        item.setIcon(_LEVEL, symbol_icon(self._path(row), ink, QColor(theme.on_accent)))
        item.setForeground(_LEVEL, QBrush(ink))
        for column, text in enumerate(row.texts):
            item.setText(column, text)
            item.setToolTip(column, text)
        item.setTextAlignment(_AWAY, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(_LEVEL, _KEY_ROLE, row.key)

    def _path(self, row: _WarningRow) -> QPainterPath:
        warning = self._store.warnings.get(row.key)
        if warning is not None:
            return level_path(warning.level)
        return brake_path() if row.sign == "stop" else warning_path()

    def _take(self, change: Change) -> None:
        if Change.SELECTION in change:
            self._show_selection()

    def _show_selection(self) -> None:
        chosen = self._store.selected(Kind.WARNING)
        for position in range(self.topLevelItemCount()):
            item = self.topLevelItem(position)
            if chosen and item is not None and item.data(_LEVEL, _KEY_ROLE) == chosen:
                self.setCurrentItem(item)
                return
        self.setCurrentItem(None)
        self.clearSelection()

    def _follow_up(self, item: QTreeWidgetItem) -> None:
        if key := item.data(_LEVEL, _KEY_ROLE):
            self._store.select(selection.warning(key))
