"""Who steers the vehicles of the plant: a local planner in this process, or one that is heard."""

from __future__ import annotations

from typing import Any, Protocol

from planner.local.sight import Commands, Sight, Task
from planner.local.stretch import Stretch


class Pilot(Protocol):
    """Is told what each vehicle may do, and says what its drives shall reach.

    It is asked every ``period_s`` (0: every tick), and what it says is reached evenly by then.
    """

    period_s: float

    def begin(self, v: int, task: Task, way_m: float = 0.0) -> None:
        """Vehicle ``v`` has something new to do; it is about ``way_m`` along a stretch."""
        ...

    def extend(self, v: int, stretch: Stretch) -> None:
        """The stretch that it is on has grown."""
        ...

    def load(self, v: int, loaded: bool) -> None:
        """It carries a load from now on, or none."""
        ...

    def steer(self, sight: Sight, period_s: float) -> Commands:
        """Commands for the next ``period_s``."""
        ...

    def results(self) -> dict[str, Any]:
        """What is to be said of it."""
        ...
