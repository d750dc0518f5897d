"""Joint planning: the one call that others make."""

from __future__ import annotations

import numpy as np

from planner.traffic.joint.booked_plans import BookedPlans
from planner.traffic.joint.ground import Ground
from planner.traffic.joint.problem import Budget, Problem
from planner.traffic.joint.proof import proof_of_none
from planner.traffic.joint.result import Answer, GaveUp, Solved, TimedMove, Unsolvable
from planner.traffic.joint.sequence import find_sequence
from planner.traffic.joint.situation import Situation, situation

PATHS_FIRST = 40
"""Paths planned one vehicle after the other, in as many orders as that makes, before anything else
is tried: a few milliseconds."""
MOST_ORDERS = 3
RIVAL_ORDERS = 12
"""Orders tried once there is a plan from a sequence, which is valid but roundabout."""
AT_ONCE = 25
"""Neighbourhoods between two looks at the clock."""


def plan_jointly(ground: Ground, problem: Problem, budget: Budget) -> Answer:
    """Plans several vehicles at once, or proves that there is no plan.

    Solved: for every vehicle its moves with begin and end. No two moves whose regions exclude each
    other overlap in time, nor does one with the place where another vehicle stands meanwhile; of
    two that exclude each other the one that begins earlier goes first, and that order stays valid
    however late anybody is, since the graph of these precedences has no cycle. A move lasts
    ``move_duration_s``, longer by one stop where its vehicle had to wait between two driven pieces.
    Begins are never before ``ready_s``, nor before the end of floor in ``taken`` that they need.

    Unsolvable: no vehicles' plan exists on this roadmap, with these usable moves, while the floor
    that is taken for ever stays so. GaveUp: the budget did not suffice.

    The roadmap is ``ground``'s; make one `Ground` a roadmap and keep it. Raises TrafficError when
    two vehicles stand where both cannot.
    """
    if not problem.travellers:
        return Solved((), 0.0, 0.0, 0.0, 0.0, "nobody to plan")
    return _Planning(ground, problem, budget).run()


class _Planning:
    """One problem on its way to an answer."""

    def __init__(self, ground: Ground, problem: Problem, budget: Budget) -> None:
        self._budget = budget
        self._began_s = self._time_s()
        self._now = situation(ground, problem)

    def run(self) -> Answer:
        if not np.isfinite(self._now.alone_s).all():
            return Unsolvable(proof_of_none(self._now))
        timetable = BookedPlans(self._now, self._budget.seed)
        method = "in order"
        orders = min(MOST_ORDERS, max(1, PATHS_FIRST // self._now.count))
        if not timetable.in_order(orders):
            found = find_sequence(self._now, self._budget.search_steps, self._budget.seed)
            if found.made is None:
                return Unsolvable(found.proof) if found.proof else GaveUp(found.steps)
            timetable.follow(found.made)
            method = found.method
        first_plan_s = self._time_s() - self._began_s
        first_delay_s = timetable.delay_s()
        timetable = self._improved(timetable, rival=method != "in order")
        return Solved(
            _moves(self._now, timetable),
            timetable.delay_s(),
            first_delay_s,
            timetable.alone_s(),
            first_plan_s,
            method,
        )

    def _improved(self, timetable: BookedPlans, rival: bool) -> BookedPlans:
        """The timetable, or a better one in its place, after refinement."""
        left = self._budget.refinements
        if left > 0 and rival:
            other = BookedPlans(self._now, self._budget.seed)
            if other.in_order(RIVAL_ORDERS) and other.delay_s() < timetable.delay_s():
                timetable = other
        while left > 0 and self._time_s() - self._began_s < self._budget.seconds:
            timetable.improve(min(AT_ONCE, left))
            left -= AT_ONCE
            if timetable.delay_s() < 1e-6:
                break
        return timetable

    def _time_s(self) -> float:
        return self._budget.clock() if self._budget.clock else 0.0


def _moves(now: Situation, timetable: BookedPlans) -> tuple[tuple[TimedMove, ...], ...]:
    plans = timetable.plans
    return tuple(
        tuple(
            TimedMove(int(plans.move[vehicle, k]), float(plans.begin_s[vehicle, k]),
                      float(plans.end_s[vehicle, k]))
            for k in range(int(plans.length[vehicle]))
        )
        for vehicle in range(now.count)
    )  # fmt: skip
