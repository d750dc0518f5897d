"""Vehicles that have not reported are in the table, each with why, and nowhere else."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from small_plant import small_plant

from fleet_core.model.geometry import Pose
from fleet_core.model.reasons.general import said
from fleet_core.model.status import FleetSnapshot, Unheard
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus
from hmi.model.fleet_rows import FLEET_COLUMNS
from hmi.model.fleet_store import FleetStore
from hmi.model.picture import Pace, Picture
from hmi.views.fleet_table import FleetTableModel


def test_it_has_a_row_and_no_battery(qtbot: QtBot) -> None:
    report = VehicleReport("amr_1", "amr", 5.0, Pose(1.0, 2.0, 0.0), 0.0, 0.0, 0.5)
    silent = (Unheard("amr_2", said("its clock is off")), Unheard("amr_3"))
    snapshot = FleetSnapshot(5.0, (VehicleStatus(report, Activity.IDLE),), (), unheard=silent)
    store = FleetStore()
    store.take(Picture(small_plant(), snapshot, Pace(), 0.0), 0.1)
    model = FleetTableModel(store)
    model.refresh()

    def shown(row: int, column: str) -> str:
        index = model.index(row, FLEET_COLUMNS.index(column))
        return str(model.data(index, Qt.ItemDataRole.DisplayRole))

    assert [model.id_at(row) for row in range(3)] == ["amr_1", "amr_2", "amr_3"]
    assert [shown(row, "battery") for row in range(3)] == ["50%", "", ""]
    assert shown(1, "reason") == "Has not reported yet: its clock is off."
    assert shown(2, "reason") == "Has not reported yet."
    assert list(store.vehicles) == ["amr_1"]
