"""Drivers of vehicles in a process of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOREIGN = HERE / "foreign_driver" / "driver.py"
LIBRARY = HERE / "library_driver.py"


class DriverProcess:
    """Ended by ``stop``; ``switch`` turns faults of the foreign driver on and off."""

    def __init__(self, script: Path, arguments: Sequence[str], domain: int, said: Path) -> None:
        with said.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(script), *arguments],
                env={**os.environ, "ROS_DOMAIN_ID": str(domain)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    @property
    def restart_command(self) -> str:
        return f"kill -USR1 {self._process.pid}"

    def switch(self, vehicle_id: str, fault: str, value: Any = True) -> None:
        """``value`` None: off."""
        assert self._process.stdin is not None
        line = json.dumps({"vehicle": vehicle_id, "fault": fault, "value": value})
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()


def foreign_drivers(
    words: Sequence[dict[str, Any]], domain: int, said: Path, *arguments: str
) -> DriverProcess:
    """One process with a driver for each; ``words`` as in foreign_driver/driver.py."""
    return DriverProcess(FOREIGN, [json.dumps(list(words)), *arguments], domain, said)
