"""Which load is on which vehicle. Where loads stand in the plant is kept in the store alone."""

from __future__ import annotations

from collections.abc import Iterable

from fleet_core.execution.journal import Journal
from fleet_core.store.records import LoadUnit


class LoadBook:
    """One load a vehicle (version 1 of orders carries one)."""

    def __init__(self, journal: Journal, loads: Iterable[LoadUnit]) -> None:
        self._journal = journal
        self._on_vehicle = {load.vehicle_id: load for load in loads if load.vehicle_id}

    def on(self, vehicle_id: str) -> LoadUnit | None:
        return self._on_vehicle.get(vehicle_id)

    def picked(self, load_id: str, load_type: str, vehicle_id: str) -> None:
        load = LoadUnit(load_id, load_type, vehicle_id=vehicle_id)
        self._on_vehicle[vehicle_id] = load
        self._journal.changes.loads[load_id] = load

    def dropped(self, vehicle_id: str, station_id: str) -> None:
        """Set down at a station; an empty station: taken away by hand."""
        load = self._on_vehicle.pop(vehicle_id, None)
        if load is not None:
            down = LoadUnit(load.id, load.load_type, station_id=station_id)
            self._journal.changes.loads[load.id] = down
