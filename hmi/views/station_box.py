"""A field for a station: type some letters of its name, or choose it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from hmi.model.draft_order import transfer_stations
from hmi.model.fleet_store import FleetStore


class StationBox(QComboBox):
    """Transfer stations by name; ``station_id`` is empty while the text names none."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)
        self.setMinimumContentsLength(12)

    def offer(self, store: FleetStore) -> None:
        """Fill with the stations of the plant; keeps what is chosen."""
        if store.facility is None:
            return
        chosen = self.station_id
        self.blockSignals(True)
        self.clear()
        for station_id in transfer_stations(store.facility):
            self.addItem(store.station_name(station_id), station_id)
        self.choose(chosen)
        self.blockSignals(False)

    def choose(self, station_id: str) -> None:
        row = self.findData(station_id) if station_id else -1
        self.setCurrentIndex(row)
        if row < 0:
            self.setEditText("")

    @property
    def station_id(self) -> str:
        row = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(row)) if row >= 0 else ""
