"""Ctrl-C and SIGTERM as a wish that the main loop notices."""

from __future__ import annotations

import signal
from types import FrameType


class StopRequest:
    """``wanted`` turns true at the first signal; further ones change nothing."""

    def __init__(self) -> None:
        self.wanted = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._notice)

    def _notice(self, _number: int, _frame: FrameType | None) -> None:
        self.wanted = True
