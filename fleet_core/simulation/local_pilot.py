"""A local planner in the same process as the plant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fleet_core.model.local_state import LocalState, Obstacle
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.motion_arrays import Floats
from fleet_core.simulation.statistics import spread
from planner.local.interventions import Interventions
from planner.local.local_planner import LocalPlanner
from planner.local.objects import Objects, no_objects
from planner.local.sight import Commands, Sight
from planner.local.state import SolveReport
from planner.local.supervisor import Verdict


class LocalPilot(LocalPlanner):
    """Fulfils `Pilot`, and counts."""

    def __init__(
        self, types: Sequence[VehicleType], folder: Path, vehicle_ids: Sequence[str] = ()
    ) -> None:
        """``vehicle_ids``: of those that `states` is to speak of.

        Raises ConfigurationError where the solver cannot be compiled into ``folder``.
        """
        super().__init__(types, folder)
        self.period_s = self.settings.period_s
        self._told = Interventions(vehicle_ids or [str(row) for row in range(len(types))])
        self._now_s = 0.0
        self._floor: tuple[Objects, tuple[Obstacle, ...]] = (no_objects(), ())
        self.interventions: Counter[Verdict] = Counter()  # periods of braking, by cause
        self._solve_s: list[Floats] = []

    def steer(self, sight: Sight, period_s: float) -> Commands:
        """See `Pilot`."""
        objects, seen = self._floor
        commands = self.plan(sight, objects, period_s)
        self._now_s += period_s
        self._told.take(commands, seen, self._now_s)
        solve_s = commands.outcome[:, SolveReport.SOLVE_S]
        self._solve_s.append(solve_s[solve_s > 0.0])
        braked = commands.verdict[commands.verdict != Verdict.CLEAR]
        self.interventions.update(Verdict(each) for each in braked.tolist())
        return commands

    def see(self, objects: Objects, seen: Sequence[Obstacle]) -> None:
        """What else is on the floor from now on, and who it is."""
        self._floor = (objects, tuple(seen))  # at once: it may come from another thread

    @property
    def states(self) -> tuple[LocalState, ...]:
        """How it goes, in the order of the arrays; times are from the first tick on."""
        return tuple(self._told.states)

    def results(self) -> dict[str, Any]:
        """Times of the solver, and how often the supervisor braked, by cause."""
        solve_ms = 1000.0 * np.concatenate([np.zeros(0), *self._solve_s])
        return {
            "local": "nmpc",
            "solves": len(solve_ms),
            "solve_ms": spread(tuple(solve_ms.tolist()), ("p50", "p95", "p99", "max")),
            "interventions": {cause.name.lower(): n for cause, n in self.interventions.items()},
        }
