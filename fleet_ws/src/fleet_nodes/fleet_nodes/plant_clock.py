"""The plant's clock over restarts: it never goes back, or stored orders would lie in the future."""

from __future__ import annotations

import json
import time
from pathlib import Path

from fleet_core.model.errors import ConfigurationError

_NAME = "plant_clock.json"
_KEPT_EVERY_S = 1.0


class PlantClock:
    """Seconds since 1970, like every ROS clock that is not simulated, so that dates in the database
    are dates. A new plant begins at the real time, a restarted one where its last one ended."""

    def __init__(self, folder: Path | None, real_time_factor: float) -> None:
        self._path = None if folder is None else folder / _NAME
        self._factor = max(1.0, real_time_factor)
        self.start_s = self._first()
        self._kept_s = 0.0

    def _first(self) -> float:
        now_s = float(int(time.time()))
        if self._path is None or not self._path.exists():
            return now_s
        try:
            last_s = float(json.loads(self._path.read_text(encoding="ascii"))["clock_s"])
        except (OSError, ValueError, KeyError, TypeError):
            return now_s  # a torn file is no reason not to start
        # The file may be one period old, and a moment more passed until the process was dead.
        return max(now_s, last_s + 2.0 * _KEPT_EVERY_S * self._factor)

    def keep(self, clock_s: float) -> None:
        """Called at every step; writes once a real second, whole or not at all."""
        now_s = time.monotonic()
        if self._path is None or now_s - self._kept_s < _KEPT_EVERY_S:
            return
        self._kept_s = now_s
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps({"clock_s": clock_s}), encoding="ascii")
            fresh.replace(self._path)
        except OSError as error:
            raise ConfigurationError(
                f"data folder {self._path.parent}: the plant's clock cannot be kept "
                f"({error.strerror}); free space there or name a writable folder"
            ) from error
