"""One node of the fleet as a process of its own, without a supervisor."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class NodeProcess:
    """Ended by ``stop``; what it writes is in ``said``."""

    def __init__(self, node: str, domain: int, said: Path, **parameters: Any) -> None:
        self._said = said
        words = [word for item in parameters.items() for word in ("-p", "{}:={}".format(*item))]
        with said.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", f"fleet_nodes.{node}", "--ros-args", *words],
                env={**os.environ, "ROS_DOMAIN_ID": str(domain)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def end(self, within_s: float) -> int:
        """Wait for its own end; its exit code. One that does not end is killed."""
        try:
            return self._process.wait(within_s)
        finally:
            if self._process.poll() is None:
                self.kill()

    def said(self) -> str:
        return self._said.read_text()

    def kill(self) -> None:
        """As the kernel would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(20.0)
