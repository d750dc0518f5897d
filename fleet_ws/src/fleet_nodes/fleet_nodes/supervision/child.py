"""One supervised child process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

_TIE = Path(__file__).with_name("tied_to_parent.py")


class ChildRole(Enum):
    """What the end of a child means."""

    NODE = auto()  # it is started again
    WINDOW = auto()  # closed in order: everything ends; otherwise it is started again
    EXTRA = auto()  # said once; everything else goes on


@dataclass(frozen=True)
class ChildPlan:
    """How to start a child; all it writes goes to ``log``."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    role: ChildRole = ChildRole.NODE

    def last_words(self) -> str:
        """The last line that it wrote, without its own name before it."""
        with contextlib.suppress(OSError):
            tail = self.log.read_bytes()[-4000:].decode("utf-8", "replace")
            lines = [line.strip() for line in tail.splitlines() if line.strip()]
            if lines:
                return lines[-1].removeprefix(f"{self.name}: ").removeprefix("fleet: ")
        return f"no word of it in {self.log}"


class Child:
    """A running child, in a session of its own: Ctrl-C reaches it by its parent, in order."""

    def __init__(self, plan: ChildPlan) -> None:
        self.plan = plan
        command = [sys.executable, "-S", str(_TIE), str(os.getpid()), *plan.command]
        with plan.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                env={**os.environ, **plan.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs; negative: the signal that ended it."""
        return self._process.poll()

    def ask_to_end(self) -> None:
        """SIGTERM to the child and all it has started."""
        self._signal(signal.SIGTERM)

    def end(self, within_s: float) -> None:
        """Wait for its end; what remains of it after ``within_s`` is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, within_s))
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
