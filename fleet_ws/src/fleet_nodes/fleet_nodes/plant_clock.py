"""The plant's clock over restarts: it never goes back, or stored orders would lie in the future."""

from __future__ import annotations

import json
import time
from pathlib import Path

from fleet_nodes.kept_file import KeptFile

_NAME = "plant_clock.json"
_KEPT_EVERY_S = 1.0


class PlantClock:
    """Seconds since 1970, like every ROS clock that is not simulated, so that dates in the database
    are dates. A new plant begins at the real time, a restarted one where its last one ended.

    ``plant_s`` is what the plant's own time begins with; ``start_s`` its zero on the clock.
    """

    def __init__(self, folder: Path | None, real_time_factor: float, plant_s: float = 0.0) -> None:
        self._file = KeptFile(folder and folder / _NAME, "the plant's clock")
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
