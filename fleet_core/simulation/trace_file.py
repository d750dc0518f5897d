"""Every vehicle's pose at an even rate as CSV, and beside it the footprints as JSON.

For anybody to check.
Rows are formatted a few thousand at a time: a shift of 12 vehicles has 3.5 million of them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from fleet_core.model.errors import InputError, WorkError
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.trail import Trail

HEADER = "t_s,vehicle,x_m,y_m,heading_rad,loaded"
ROWS_AT_ONCE = 6000


def footprints_path(trace: Path) -> Path:
    """The JSON file beside a trace; raises InputError when the trace is no ``.csv``."""
    if trace.suffix != ".csv":
        raise InputError(f"trace file {trace}: its name must end in .csv")
    return trace.with_suffix(".json")


class TraceFile:
    """Writes trails as rows of time, vehicle, x, y, heading and loaded (0 or 1).

    Metres with 4 decimals, radians with 5. Used as a context; raises WorkError when the medium is
    full or refuses.
    """

    def __init__(
        self,
        path: Path,
        vehicle_ids: Sequence[str],
        types: Sequence[VehicleType],
        rate_hz: float = 10.0,
    ) -> None:
        decimals = 1 if rate_hz <= 10.0 else 3
        beside = footprints_path(path)
        self._path = path
        self._row = (
            "\n".join(f"%.{decimals}f,{_plain(one)},%.4f,%.4f,%.5f,%d" for one in vehicle_ids)
            + "\n"
        )
        self._waiting: list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]] = []
        self._rows = 0
        try:
            beside.write_text(_footprints(vehicle_ids, types), encoding="utf-8")
            self._file = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"trace file {path}: cannot be written: {error.strerror}") from error
        self._file.write(HEADER + "\n")

    def write(self, trail: Trail) -> None:
        """Append the poses of one step."""
        ticks, vehicles = trail.poses.shape[:2]
        table = np.empty((ticks, vehicles, 5))
        table[:, :, 0] = trail.times_s[:, np.newaxis]
        table[:, :, 1:4] = trail.poses
        table[:, :, 4] = trail.loaded
        self._waiting.append(table)
        self._rows += ticks * vehicles
        if self._rows >= ROWS_AT_ONCE:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._flush()
        finally:
            self._close()

    def _close(self) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise self._refused(error) from error

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = np.concatenate(self._waiting)
        self._waiting.clear()
        self._rows = 0
        try:
            self._file.write(self._row * len(table) % tuple(table.ravel().tolist()))
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError) -> WorkError:
        return WorkError(f"trace file {self._path}: cannot be written: {error.strerror}")


def _plain(vehicle_id: str) -> str:
    """The id as it stands in a CSV row and in a format string."""
    quoted = any(mark in vehicle_id for mark in ',"\n')
    text = '"' + vehicle_id.replace('"', '""') + '"' if quoted else vehicle_id
    return text.replace("%", "%%")


def _footprints(vehicle_ids: Sequence[str], types: Sequence[VehicleType]) -> str:
    bodies = {
        vehicle_id: {"empty": one.footprint, "loaded": one.loaded_footprint}
        for vehicle_id, one in zip(vehicle_ids, types, strict=True)
    }
    return json.dumps({"footprints": bodies}, indent=1) + "\n"
