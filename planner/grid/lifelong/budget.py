"""How long a step may be improved: a number of tries, or until a moment on a clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

_BATCH = 100
"""Tries between two looks at the clock: a tenth of a millisecond, a few where all is jammed."""

_RESERVE_MS = 1.5
"""Left for what comes after the last batch."""


class StepBudget(Protocol):
    """Asked again and again within a step."""

    def begin(self) -> None:
        """A step begins."""
        ...

    def next_batch(self) -> int:
        """How many tries to make now; 0 when the step must end."""
        ...


@dataclass
class TryBudget:
    """So many tries a step: the same seed gives the same plan."""

    tries: int
    _left: int = 0

    def begin(self) -> None:
        self._left = self.tries

    def next_batch(self) -> int:
        batch, self._left = self._left, 0
        return batch


@dataclass
class TimeBudget:
    """Tries until ``step_ms`` after the beginning of the step by ``clock_s`` (seconds), or until
    ``most_tries`` were made, after which more gain next to nothing."""

    step_ms: float
    clock_s: Callable[[], float]
    most_tries: int
    _end_s: float = 0.0
    _left: int = 0

    def begin(self) -> None:
        self._left = self.most_tries
        self._end_s = self.clock_s() + (self.step_ms - _RESERVE_MS) / 1000.0

    def next_batch(self) -> int:
        if self._left <= 0 or self.clock_s() >= self._end_s:
            return 0
        self._left -= _BATCH
        return _BATCH
