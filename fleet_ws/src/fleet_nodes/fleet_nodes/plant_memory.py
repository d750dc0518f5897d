"""What the simulated plant still knows when its process was killed and is started again: its state,
and the time.

The real thing would not vanish with a process: vehicles stand where they were, loads are where they
were, the day's orders go on. Whoever ends in order takes the memory away and begins anew next time;
a crash cannot, and so is told from it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from fleet_core.execution.awakening import fingerprint
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle import VehicleReport
from fleet_core.simulation.snapshot import PlantSnapshot
from fleet_nodes.kept_file import KeptFile

_NAME = "plant_state.json"
_CLOCK_NAME = "plant_clock.json"
_KEPT_EVERY_S = 1.0


@dataclass(frozen=True)
class Remembered:
    """A plant and its shift."""

    key: str  # of layout, fleet, scenario and seed
    begun_s: float  # on the clock; names the orders of the shift
    orders_taken: int  # of those that the shift has brought so far, from the first one on
    plant: PlantSnapshot


_JSON: TypeAdapter[Remembered] = TypeAdapter(Remembered)


def shift_key(facility: Facility, scenario: Scenario, seed: int) -> str:
    """The same for plants that may go on where another one ended."""
    parts = (fingerprint(facility), facility.name, facility.fleet, scenario, seed)
    return sha256(repr(parts).encode()).hexdigest()


class PlantMemory:
    """Kept in the data folder, once a real second and whenever a report says something new that is
    more than driving: what the fleet was told is always remembered."""

    def __init__(self, folder: Path | None, key: str) -> None:
        self._file = KeptFile(folder and folder / _NAME, "the state of the plant")
        self.key = key
        self._kept_s = 0.0
        self._told: list[tuple[object, ...]] = []

    def recall(self) -> Remembered | None:
        """What a plant before this one left behind; None: begin anew."""
        try:
            found = _JSON.validate_json(self._file.read())
        except ValidationError:
            return None
        return found if found.key == self.key else None

    def due(self, reports: Sequence[VehicleReport]) -> bool:
        """Whether to keep the present state before ``reports`` go out."""
        told = [_words(each) for each in reports]
        now_s = time.monotonic()
        if told == self._told and now_s - self._kept_s < _KEPT_EVERY_S:
            return False
        self._told, self._kept_s = told, now_s
        return True

    def keep(self, state: Remembered) -> None:
        """Write it. Raises ConfigurationError when that is not possible."""
        self._file.write(_JSON.dump_json(state))

    def forget(self) -> None:
        """The plant ends in order."""
        self._file.remove()


def _words(report: VehicleReport) -> tuple[object, ...]:
    """All of a report on which the fleet frees a way, or takes something as done."""
    return (
        report.vehicle_id,
        report.mode,
        report.route_id,
        report.legs_done,
        report.legs_released,
        report.action_id,
        report.action_status,
        report.load_unit_ids,
    )


class PlantClock:
    """Seconds since 1970, like every ROS clock that is not simulated, so that dates in the database
    are dates. A new plant begins at the real time, a restarted one where its last one ended: the
    clock never goes back, or stored orders would lie in the future.

    ``plant_s`` is what the plant's own time begins with; ``start_s`` its zero on the clock.
    """

    def __init__(self, folder: Path | None, real_time_factor: float, plant_s: float = 0.0) -> None:
        self._file = KeptFile(folder and folder / _CLOCK_NAME, "the plant's clock")
        self._factor = max(1.0, real_time_factor)
        self.start_s = self._first() - plant_s
        self._kept_s = 0.0

    def _first(self) -> float:
        now_s = float(int(time.time()))
        try:
            last_s = float(json.loads(self._file.read())["clock_s"])
        except (ValueError, KeyError, TypeError):
            return now_s  # no file, or a torn one: no reason not to start
        # The file may be one period old, and a moment more passed until the process was dead.
        return max(now_s, last_s + 2.0 * _KEPT_EVERY_S * self._factor)

    def keep(self, clock_s: float) -> None:
        """Called at every step; writes once a real second."""
        now_s = time.monotonic()
        if now_s - self._kept_s >= _KEPT_EVERY_S:
            self._kept_s = now_s
            self._file.write(json.dumps({"clock_s": clock_s}).encode("ascii"))
