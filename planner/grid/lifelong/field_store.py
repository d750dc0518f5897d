"""Distance fields by goal: made when first needed, kept, made again when costs have changed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.grid.lifelong.distances import fill_field
from planner.grid.lifelong.motion import MotionPrimitives

MEMORY_BYTES = 512 * 1024 * 1024


class FieldStore:
    """``fields`` (slots, states) uint16; ``slot_of`` (vertices,) int32: a goal's row, -1 for none.

    Where memory does not hold the fields of all goals, those not used for longest give way.
    """

    def __init__(
        self,
        motion: MotionPrimitives,
        agents: int,
        largest_cost: int,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        vertices = motion.states // motion.headings
        slots = min(vertices, max(2 * agents, memory_bytes // (2 * motion.states)))
        self._motion, self._largest_cost = motion, largest_cost
        self.fields = np.empty((slots, motion.states), np.uint16)
        self.slot_of = np.full(vertices, -1, np.int32)
        self._goal_of = np.full(slots, -1, np.int32)
        self._costs_of = np.zeros(slots, np.int64)
        self._used_at = np.full(slots, -1, np.int64)
        entries = motion.states * motion.actions + motion.headings + largest_cost + 1
        self._scratch = np.empty((3, entries), np.int32)
        self._costs = np.empty(motion.after.shape, np.uint16)
        self._version = self._clock = 0

    def set_costs(self, costs: NDArray[np.uint16]) -> None:
        """New costs (states, actions); fields of goals in use are made again by `renew`,
        the oldest first."""
        self._costs = costs
        self._version += 1

    def rows(self, goals: NDArray[np.int32]) -> NDArray[np.int32]:
        """The rows of ``fields`` for the goals in use now; missing ones are made."""
        self._clock += 1
        slots = self.slot_of[goals]
        known = slots[slots >= 0]
        self._used_at[known] = self._clock
        for goal in np.unique(goals[slots < 0]):
            self._fill(int(goal), self._free_slot())
        return self.slot_of[goals]

    def renew(self, goals: NDArray[np.int32], at_most: int) -> None:
        """Makes fields again that do not know the latest costs."""
        slots = np.unique(self.slot_of[goals])
        stale = slots[self._costs_of[slots] < self._version]
        for slot in stale[np.argsort(self._costs_of[stale], kind="stable")][:at_most]:
            self._fill(int(self._goal_of[slot]), int(slot))

    def _free_slot(self) -> int:
        slot = int(np.argmin(self._used_at))
        if self._goal_of[slot] >= 0:
            self.slot_of[self._goal_of[slot]] = -1
        return slot

    def _fill(self, goal: int, slot: int) -> None:
        fill_field(
            self._motion.before, self._costs, self._largest_cost, goal, self._motion.headings,
            self.fields[slot], self._scratch,
        )  # fmt: skip
        self._goal_of[slot], self.slot_of[goal] = goal, slot
        self._costs_of[slot], self._used_at[slot] = self._version, self._clock
