"""The times that the supervisor braked, made of its verdicts of single periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fleet_core.model.local_state import VEHICLE, BrakeCause, Intervention, LocalState, Obstacle
from planner.local.sight import Commands
from planner.local.state import SolveReport
from planner.local.supervisor import Verdict

SAME_WITHIN_S = 1.0
"""Braking that begins again so soon is the same intervention: a vehicle that has been slowed down
finds a plan for a moment, and none in the next."""
CAUSES = {
    Verdict.NO_PLAN: BrakeCause.NO_PLAN,
    Verdict.RELEASE: BrakeCause.RELEASE,
    Verdict.CORRIDOR: BrakeCause.CORRIDOR,
    Verdict.OBJECT: BrakeCause.OBJECT,
    Verdict.NO_POSE: BrakeCause.NO_POSE,
    Verdict.JUMP: BrakeCause.JUMP,
}

_BLIND = (BrakeCause.NO_POSE, BrakeCause.JUMP)


class Interventions:
    """An intervention has the cause with which it began: who brakes for something plans to swerve
    out of its corridor, and is refused that too. What is in the way explains whatever came before;
    and not to know where one is is another matter than a plan that is refused.

    ``states`` are in the order of the planner's arrays.
    """

    def __init__(self, vehicle_ids: Sequence[str]) -> None:
        self.states = [LocalState(each) for each in vehicle_ids]
        self._vehicles = tuple(Obstacle(each, VEHICLE) for each in vehicle_ids)

    def take(self, commands: Commands, others: Sequence[Obstacle], now_s: float) -> bool:
        """The verdicts of one period. ``others``: who the objects are that were handed to the
        planner. Says whether anything has begun or ended."""
        around = (*self._vehicles, *others)
        solve_ms = 1000.0 * commands.outcome[:, SolveReport.SOLVE_S]
        for v in np.flatnonzero(solve_ms > 0.0).tolist():
            self.states[v] = replace(self.states[v], solve_ms=float(solve_ms[v]))
        news = False
        for v, verdict in enumerate(commands.verdict.tolist()):
            if verdict != Verdict.CLEAR:
                row = int(commands.about[v])
                obstacle = around[row] if 0 <= row < len(around) else None
                news |= self._brakes(v, CAUSES[Verdict(verdict)], obstacle, now_s)
            else:
                news |= self._is_clear(v, now_s)
        return news

    def _brakes(self, v: int, cause: BrakeCause, obstacle: Obstacle | None, now_s: float) -> bool:
        state, known = self.states[v], self._unended(v, now_s)
        if known is None or (known.cause in _BLIND) is not (cause in _BLIND):
            begun = Intervention(cause, now_s, None, obstacle)
            self.states[v] = replace(state, interventions=state.interventions + 1, newest=begun)
            return True
        goes_on = replace(known, until_s=None)
        if cause is BrakeCause.OBJECT:
            goes_on = replace(goes_on, cause=cause, obstacle=obstacle)
        self.states[v] = replace(state, newest=goes_on)
        return goes_on != state.newest

    def _unended(self, v: int, now_s: float) -> Intervention | None:
        """What braking now would be a part of."""
        newest = self.states[v].newest
        if newest is None or newest.until_s is None:
            return newest
        return newest if 0.0 <= now_s - newest.until_s <= SAME_WITHIN_S else None

    def _is_clear(self, v: int, now_s: float) -> bool:
        state = self.states[v]
        if state.newest is None or state.newest.until_s is not None:
            return False
        self.states[v] = replace(state, newest=replace(state.newest, until_s=now_s))
        return True
