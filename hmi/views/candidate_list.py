"""Who could carry an order and when it would be there; shown before anything is sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from fleet_core.model.status import Candidate
from hmi.model.clock_text import clock_text, duration_text
from hmi.views.sentences import Sentences
from hmi.views.theme import theme_now


class CandidateList(QTreeWidget):
    """Possible vehicles by arrival, the others below with their reasons."""

    chosen = Signal(str)  # vehicle

    def __init__(self) -> None:
        super().__init__()
        self._sentences = Sentences(self)
        self._candidates: tuple[Candidate, ...] = ()
        self._now_s = 0.0
        self.setRootIsDecorated(False)
        self.setColumnCount(2)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.setMinimumHeight(120)
        self.itemSelectionChanged.connect(lambda: self.chosen.emit(self.vehicle_id))
        self.retranslate()

    @property
    def vehicle_id(self) -> str:
        """The vehicle whose row is selected, or an empty string."""
        items = self.selectedItems()
        return items[0].text(0) if items else ""

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Vehicles for this order"))
        self.setHeaderLabels([self.tr("Vehicle"), self.tr("Arrival")])
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def show_candidates(self, candidates: tuple[Candidate, ...], now_s: float) -> None:
        """Replace the rows; the selected vehicle stays selected."""
        self._candidates, self._now_s = candidates, now_s
        self._fill()

    def select_vehicle(self, vehicle_id: str) -> None:
        for item in self.findItems(vehicle_id, Qt.MatchFlag.MatchExactly, 0):
            self.setCurrentItem(item)

    def _fill(self) -> None:
        selected = self.vehicle_id
        self.blockSignals(True)
        self.clear()
        for candidate in self._candidates:
            self.addTopLevelItem(self._item(candidate))
        self.select_vehicle(selected)
        self.blockSignals(False)

    def _item(self, candidate: Candidate) -> QTreeWidgetItem:
        text = self._sentences.say(candidate.reason)
        if candidate.possible and candidate.arrival_s is not None:
            left = duration_text(max(0.0, candidate.arrival_s - self._now_s))
            text = self.tr("{0}, in {1}").format(clock_text(candidate.arrival_s), left)
        item = QTreeWidgetItem([candidate.vehicle_id, text])
        item.setToolTip(1, self._sentences.say(candidate.reason) or text)
        if not candidate.possible:
            soft = QBrush(theme_now().text_soft)
            item.setForeground(0, soft)
            item.setForeground(1, soft)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return item
