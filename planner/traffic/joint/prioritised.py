"""One vehicle after the other, in several orders: fast, and near the best where there is room.

A vehicle that finds no path is planned first in the next attempt. Those that are not planned yet
keep their places for a while, which is longer from attempt to attempt.
"""

from __future__ import annotations

from numba import njit

from planner.traffic.joint.floor_table import give_back_plan
from planner.traffic.joint.task import hold_start, leave_start, plan_one, shuffle

VACATE_S = (0.0, 8.0, 20.0)
"""For how long a vehicle that is planned later keeps its place at least; 0 is tried every other
time. Enough for a turn and two metres, and for the way out of a dead end."""


@njit(cache=True)
def plan_in_order(net, table, task, plans, order, vacate_s):  # type: ignore[no-untyped-def]
    """Plans all vehicles in this order; the table holds no floor of theirs. Returns the position in
    the order of the one that found no path, with nothing taken, or -1."""
    for vehicle in order:
        hold_start(net, table, plans, vehicle, vacate_s)
    for rank in range(len(order)):
        leave_start(net, table, plans, order[rank])
        if not plan_one(net, table, task, plans, order[rank]):
            for k in range(len(order)):
                if k < rank:
                    give_back_plan(net, table, plans, order[k])
                elif k > rank:
                    leave_start(net, table, plans, order[k])
            return rank
    return -1


@njit(cache=True)
def prioritised(net, table, task, plans, order, attempts, random):  # type: ignore[no-untyped-def]
    """Plans all in up to ``attempts`` orders, ``order`` first (it is changed). Returns the number
    of attempts made, or -1 when none succeeded."""
    for attempt in range(attempts):
        vacate_s = 0.0 if attempt % 2 == 0 else VACATE_S[1 + (attempt // 2) % 2]
        failed = plan_in_order(net, table, task, plans, order, vacate_s)
        if failed < 0:
            return attempt + 1
        vehicle = order[failed]
        if attempt % 4 == 3:
            shuffle(order, len(order), random)
        else:
            for k in range(failed, 0, -1):
                order[k] = order[k - 1]
            order[0] = vehicle
    return -1
