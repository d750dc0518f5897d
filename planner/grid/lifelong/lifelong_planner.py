"""The lifelong planner: the next action of every agent, again and again.

A step: distances to new goals, candidates, EPIBT in the order of priority, then exchanges that
lower the costs for as long as the budget lasts. What is left of an operation goes on in the next
step unless something better comes up. When somebody is stuck all the same, a way out is driven.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.chance import chance
from planner.grid.grid_map import GridMap
from planner.grid.lifelong.budget import StepBudget
from planner.grid.lifelong.candidates import fill_candidates, room_for
from planner.grid.lifelong.epibt import begin, choose_in_turn, improve, new_chain, new_choice
from planner.grid.lifelong.field_store import FieldStore
from planner.grid.lifelong.guidance import UNIT, GuidanceSettings, action_costs, lane_costs
from planner.grid.lifelong.motion import MotionPrimitives
from planner.grid.lifelong.operations import operations_of
from planner.grid.lifelong.priorities import Priorities
from planner.grid.lifelong.traffic_record import TrafficRecord
from planner.grid.lifelong.way_out import WayOut, find_way_out

DEPTHS = {"rotate": 4, "shift": 2}
"""Actions of an operation: 48 operations with turning, 25 without."""

_STANDING = 0


@dataclass(frozen=True)
class PlannerSettings:
    """Limits of the work in a step.

    ``revisits``: how often an agent is made to choose again while all choose; ``pushes`` and
    ``exchange_pushes``: how many pushes follow one agent's choice, then and in the exchanges after.
    Costs are learned every ``learn_every`` steps; ``renewals`` distance fields a step follow them.
    """

    revisits: int = 10
    pushes: int = 1000
    exchange_pushes: int = 100
    learn_every: int = 50
    renewals: int = 10
    guidance: GuidanceSettings = field(default_factory=GuidanceSettings)


class LifelongPlanner:
    """Plans for a fixed number of agents on one grid; all chance comes from ``generator``."""

    def __init__(
        self, grid: GridMap, motion: MotionPrimitives, agents: int, generator: np.random.Generator,
        settings: PlannerSettings | None = None,
    ) -> None:  # fmt: skip
        self._grid, self._motion, self._generator = grid, motion, generator
        self._settings = settings or PlannerSettings()
        self._operations = operations_of(motion.model, DEPTHS[motion.model])
        depth = self._operations.depth
        self._candidates = room_for(agents, self._operations.count, depth)
        self._choice = new_choice(agents, grid.vertices, depth)
        self._chain = new_chain(agents)
        self._chance = chance(generator)
        self._ongoing = np.full(agents, _STANDING, np.int32)
        self._lanes = lane_costs(grid, self._settings.guidance)
        self._record = TrafficRecord(motion)
        self._store = FieldStore(motion, agents, self._settings.guidance.largest_cost)
        self.priorities = Priorities(agents)
        self._way_out: WayOut | None = None
        self.ways_out = 0
        self._step = 0
        self._learn()

    def prepare(self, goals: NDArray[np.int32]) -> None:
        """Makes the distances to the first goals, which takes about a millisecond each."""
        self._store.rows(goals)

    def step(
        self, states: NDArray[np.int32], goals: NDArray[np.int32], budget: StepBudget
    ) -> NDArray[np.int32]:
        """The next action of each agent. ``states`` (agents,): states on distinct vertices, as the
        actions given before lead to them; ``goals`` (agents,): vertices, which may coincide."""
        budget.begin()
        self._step += 1
        if self._step % self._settings.learn_every == 0:
            self._learn()
        rows = self._store.rows(goals)
        self._store.renew(goals, self._settings.renewals)
        distance_steps = self._store.fields[rows, states] / UNIT
        self.priorities.update(goals, distance_steps)
        order = self.priorities.order(distance_steps)
        actions = self._driven_out(states, goals, order)
        if actions is None:
            self._choose(states, goals, rows, order)
            self._exchange(budget)
            actions = self._take()
        self._record.add(states, actions)
        return actions

    def _choose(
        self, states: NDArray[np.int32], goals: NDArray[np.int32], rows: NDArray[np.int32],
        order: NDArray[np.int32],
    ) -> None:  # fmt: skip
        fill_candidates(
            self._motion.after, self._motion.headings, self._operations.actions, states, goals,
            (self._store.fields, rows), UNIT, self._candidates,
        )  # fmt: skip
        begin(
            self._choice, self._candidates, states // self._motion.headings, self._ongoing, order,
            self.priorities.weights(),
        )  # fmt: skip
        choose_in_turn(
            self._choice, self._candidates, self._chain, order, self._settings.revisits,
            self._settings.pushes,
        )  # fmt: skip

    def _exchange(self, budget: StepBudget) -> None:
        while tries := budget.next_batch():
            improve(
                self._choice, self._candidates, self._chain, tries, self._settings.revisits,
                self._settings.exchange_pushes, self._chance,
            )  # fmt: skip

    def _take(self) -> NDArray[np.int32]:
        """The first actions of the operations chosen."""
        chosen = self._candidates.operation[np.arange(len(self._ongoing)), self._choice.chosen]
        self._ongoing = self._operations.shifted[chosen]
        actions: NDArray[np.int32] = self._operations.actions[chosen, 0]
        return actions

    def _driven_out(
        self, states: NDArray[np.int32], goals: NDArray[np.int32], order: NDArray[np.int32]
    ) -> NDArray[np.int32] | None:
        """Actions on the way out, if there is one under way or needed now."""
        if self._way_out is None:
            stuck = self.priorities.stuck()
            if stuck is None:
                return None
            self._way_out = self._found_way_out(stuck, states, goals, order)
            self.priorities.start_over(stuck)
        actions = None
        if self._way_out is not None and not self._way_out.is_over(goals):
            actions = self._way_out.actions(states)
            self._ongoing[:] = _STANDING
        if actions is None:
            self._way_out = None
        return actions

    def _found_way_out(
        self, stuck: int, states: NDArray[np.int32], goals: NDArray[np.int32],
        order: NDArray[np.int32],
    ) -> WayOut | None:  # fmt: skip
        order = np.concatenate([[stuck], order[order != stuck]])
        at = states // self._motion.headings
        plan = find_way_out(self._grid, at, goals, order, self._generator)
        if plan is None:
            return None
        self.ways_out += 1
        return WayOut(self._motion, self._grid, stuck, int(goals[stuck]), plan)

    def _learn(self) -> None:
        costs = action_costs(
            self._motion, self._grid, self._lanes, self._record, self._settings.guidance
        )
        self._store.set_costs(costs)
