"""The fleet as a table; rows are sorted by ourselves (hmi.model.fleet_rows says why)."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from fleet_core.model.vehicle import VehicleStatus
from hmi.model import selection
from hmi.model.clock_text import clock_text
from hmi.model.fleet_rows import FLEET_COLUMNS, is_heard, sorted_vehicles, status_of_unheard
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.selection import Kind
from hmi.model.tone import LOW_BATTERY_SOC, Group, Tone, group_of, tone_of
from hmi.views.sentences import Sentences
from hmi.views.symbols import group_icon
from hmi.views.theme import theme_now
from hmi.views.words import Words

_Index = QModelIndex
_ROOT = QModelIndex()
_WIDTHS = (112, 120, 130, 150, 76, 76)


class FleetTableModel(QAbstractTableModel):
    """One row a vehicle, in a row order of its own."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = Words(self)
        self._sentences = Sentences(self)
        self._rows: list[VehicleStatus] = []
        self._ids: list[str] = []
        self._column = "vehicle"
        self._descending = False
        self._icons: dict[tuple[Group, Tone, str], QIcon] = {}

    def refresh(self) -> None:
        """Take the store's snapshot; keeps the selection on its vehicle when rows move."""
        snapshot = self._store.snapshot
        statuses = (*snapshot.vehicles, *map(status_of_unheard, snapshot.unheard))
        wanted = self._store.group_filter
        if wanted is not None:
            statuses = tuple(s for s in statuses if group_of(s.activity) is wanted)
        rows = sorted_vehicles(statuses, self._column, self._descending)
        ids = [status.report.vehicle_id for status in rows]
        if len(ids) != len(self._ids):
            self.beginResetModel()
            self._rows, self._ids = rows, ids
            self.endResetModel()
        elif ids != self._ids:
            self._move_rows(rows, ids)
        else:
            self._rows = rows
            if not rows:
                return
            last = self.index(len(rows) - 1, len(FLEET_COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _move_rows(self, rows: list[VehicleStatus], ids: list[str]) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        row_of = {vehicle_id: row for row, vehicle_id in enumerate(ids)}
        after = [self.index(row_of.get(self._ids[i.row()], -1), i.column()) for i in before]
        self._rows, self._ids = rows, ids
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def row_of(self, vehicle_id: str) -> int:
        return self._ids.index(vehicle_id) if vehicle_id in self._ids else -1

    def id_at(self, row: int) -> str:
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column = FLEET_COLUMNS[column]
        self._descending = order == Qt.SortOrder.DescendingOrder
        self.refresh()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(FLEET_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._headings()[section] if role == Qt.ItemDataRole.DisplayRole else None

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Vehicle"),
            self.tr("State"),
            self.tr("Order"),
            self.tr("Goal"),
            self.tr("Arrival"),
            self.tr("Battery"),
            self.tr("Reason"),
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        status = self._rows[index.row()]
        column = FLEET_COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(status, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._text(status, column) or None
        if role == Qt.ItemDataRole.DecorationRole and column == "state":
            return self._icon(status)
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = self._cell_tone(status, column)
            return theme_now().tone_text(tone) if tone >= Tone.HELD else None
        return None

    def _icon(self, status: VehicleStatus) -> QIcon:
        theme = theme_now()
        key = (group_of(status.activity), tone_of(status), theme.name)
        if key not in self._icons:
            colour = theme.tone_text(key[1])
            self._icons[key] = group_icon(key[0], colour, QColor(theme.on_accent))
        return self._icons[key]

    def _text(self, status: VehicleStatus, column: str) -> str:
        report = status.report
        if column == "vehicle":
            return report.vehicle_id
        if column == "state":
            return self._words.activity(status.activity)
        if column == "order":
            return status.order_id
        if column == "goal":
            return self._store.station_name(status.goal_station_id)
        if column == "eta":
            coming = status.eta_s is not None and status.eta_s >= self._store.snapshot.time_s
            return clock_text(status.eta_s or 0.0) if coming else ""
        if column == "battery":
            return f"{report.battery_soc:.0%}" if is_heard(status) else ""
        return self._reason(status)

    def _reason(self, status: VehicleStatus) -> str:
        """An intervention, while there is one, and a restriction, before what else there is."""
        reason = self._sentences.say(status.reason)
        words = self._held(status.report.vehicle_id)
        return self.tr("{0}. {1}").format(words, reason) if words and reason else words or reason

    def _held(self, vehicle_id: str) -> str:
        """What keeps it from driving as fast as it could: empty when nothing does."""
        brake = self._store.braking.shown.get(vehicle_id)
        if brake is not None:
            return self._words.brake(brake)
        return self._sentences.say(self._store.restricted(vehicle_id))

    def _cell_tone(self, status: VehicleStatus, column: str) -> Tone:
        if column in ("vehicle", "state"):
            return tone_of(status)
        if column == "reason":
            return Tone.ATTENTION if self._held(status.report.vehicle_id) else Tone.NORMAL
        low = is_heard(status) and status.report.battery_soc < LOW_BATTERY_SOC
        return Tone.ATTENTION if column == "battery" and low else Tone.NORMAL


class FleetTable(QTableView):
    """Shows the store's selection and sets it."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self.rows = FleetTableModel(store)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(26)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        for column, width in enumerate(_WIDTHS):
            header.resizeSection(column, width)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._chosen)
        self.doubleClicked.connect(lambda index: store.follow(self.rows.id_at(index.row())))
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Fleet"))
        self.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.rows.columnCount() - 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def draw(self) -> None:
        """Called a few times a second."""
        self.rows.refresh()
        self._show_selection()

    def vehicle_at(self, y_px: int) -> str:
        """The vehicle whose row is at this height of the viewport."""
        return self.rows.id_at(self.rowAt(y_px))

    def _take(self, change: Change) -> None:
        if Change.FILTER in change:
            self.rows.refresh()
        if change & (Change.SELECTION | Change.FILTER):
            self._show_selection()

    def _show_selection(self) -> None:
        row = self.rows.row_of(self._store.selected(Kind.VEHICLE))
        current = self.currentIndex()
        if row == current.row():
            return
        model = self.selectionModel()
        if row < 0:
            model.clear()
            return
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        model.setCurrentIndex(
            self.rows.index(row, 0), flags | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(self.rows.index(row, 0))

    def _chosen(self, current: _Index, _before: _Index) -> None:
        vehicle_id = self.rows.id_at(current.row()) if current.isValid() else ""
        if vehicle_id and vehicle_id != self._store.selected(Kind.VEHICLE):
            self._store.select(selection.vehicle(vehicle_id))
