"""Fields for a station, and for a zone or an edge: type some letters of its name, or choose it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter

from hmi.model.closed_places import closable_places
from hmi.model.drafts import transfer_stations
from hmi.model.fleet_store import FleetStore
from hmi.model.selection import Selection


class _BoxOfNames(QComboBox):
    """Names that contain what is typed are offered; a name that is none is not taken in."""

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


class StationBox(_BoxOfNames):
    """Transfer stations by name; ``station_id`` is empty while the text names none."""

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


class PlaceBox(_BoxOfNames):
    """Zones, then edges, which may be clicked on the map, too; ``place`` is None while the text
    names none."""

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, Selection] = {}
        # Thousands of edges: the width of the field does not depend on them.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def offer(self, store: FleetStore) -> None:
        """Fill with what the plant has."""
        self._places = dict(closable_places(store.facility)) if store.facility else {}
        self.blockSignals(True)
        self.clear()
        self.addItems(list(self._places))
        self.choose(None)
        self.blockSignals(False)

    def choose(self, place: Selection | None) -> None:
        names = [name for name, one in self._places.items() if one == place]
        self.setCurrentIndex(self.findText(names[0]) if names else -1)
        if not names:
            self.setEditText("")
        line = self.lineEdit()
        assert line is not None, "an editable box has one"
        line.setCursorPosition(0)  # a long name is read from its beginning

    @property
    def place(self) -> Selection | None:
        row = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        return self._places.get(self.itemText(row)) if row >= 0 else None
