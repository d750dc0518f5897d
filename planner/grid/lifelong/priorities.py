"""Who goes first: those near their goals, unless somebody is on the way for too long."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LATE = 2.0
"""An agent is late when it takes this many times the steps that it should have taken."""

LATE_TURN = 0.5
"""A late agent insists and gives way by turns of so many times the steps it should have taken."""

STUCK = 6.0
"""As late as this it does not come through at all, neither insisting nor giving way."""

_SLACK_STEPS = 20
_HEAVIEST = 400


class Priorities:
    """Follows the time that each agent has been under way to its present goal."""

    def __init__(self, agents: int) -> None:
        self._goal = np.full(agents, -1, np.int32)
        self._steps = np.zeros(agents, np.int64)
        self._should_take = np.zeros(agents)

    def update(self, goal: NDArray[np.int32], distance_steps: NDArray[np.float64]) -> None:
        """A step begins, with these goals and distances left, in steps."""
        new = goal != self._goal
        self._steps = np.where(new, 0, self._steps + 1)
        self._should_take = np.where(new, distance_steps + _SLACK_STEPS, self._should_take)
        self._goal = goal.copy()

    def stuck(self) -> int | None:
        """The latest of the agents that are stuck, if there is one."""
        latest = int(np.argmax(self.lateness))
        return latest if self.lateness[latest] >= STUCK else None

    def start_over(self, agent: int) -> None:
        """Something was done for this agent: its time counts from now."""
        self._steps[agent] = 0

    @property
    def steps_under_way(self) -> NDArray[np.int64]:
        return self._steps

    @property
    def lateness(self) -> NDArray[np.float64]:
        """Steps under way over the steps that it should have taken."""
        lateness: NDArray[np.float64] = self._steps / self._should_take
        return lateness

    def order(self, distance_steps: NDArray[np.float64]) -> NDArray[np.int32]:
        """Agents in the order of choosing: those who insist, the latest at the head; then the
        nearest to its goal; then those who give way."""
        place = np.where(self._insisting, -self.lateness, np.where(self._yielding, 1.0, 0.0))
        return np.lexsort((distance_steps, place)).astype(np.int32)

    def weights(self) -> NDArray[np.int64]:
        """What an agent's cost counts when operations are exchanged: 1, and more for one who
        insists, or the others would push it back for ever."""
        weights = np.where(self._insisting, np.minimum(self.lateness**2, _HEAVIEST), 1.0)
        return weights.astype(np.int64)

    @property
    def _insisting(self) -> NDArray[np.bool_]:
        insisting: NDArray[np.bool_] = (self.lateness >= LATE) & ~self._yielding
        return insisting

    @property
    def _yielding(self) -> NDArray[np.bool_]:
        """Every other time: somebody who must come out of a dead end first may be in the way."""
        turn = np.floor(self.lateness / LATE_TURN)
        yielding: NDArray[np.bool_] = (self.lateness >= LATE) & (turn % 2 == 1)
        return yielding
