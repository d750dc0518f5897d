"""Fewer vehicles: one is emptied and closed, and its requests must find room with the others.

While requests are left over, a try is kept when those who are left over then are easier: they were
left over less often in sum (absences: Christiaens and Vanden Berghe 2020, after the ejection pools
of Nagata and Bräysy, Operations Research Letters 37(5), 2009).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from fleet_core.dispatch.routing.routes import ABSENT, copy_routes, drop_absent, total_cost
from fleet_core.dispatch.routing.search import WAYS, take_over, try_once
from planner.chance import below, share


@njit(cache=True, nogil=True)
def squeeze(problem, search, tries, heat):  # type: ignore[no-untyped-def]
    """Tries to place what ``search.now`` leaves over; each time nothing is left over, the routes
    become the best and one vehicle more is closed. Returns how many were."""
    closed = 0
    copy_routes(search.now, search.saved)
    now_cost = total_cost(problem, search.now)
    for _ in range(tries):
        if not _left_over(search.now, search.absences):
            copy_routes(search.now, search.best)
            if not close_one(problem, search):
                return closed
            closed += 1
            copy_routes(search.now, search.saved)
            now_cost = total_cost(problem, search.now)
        before = _left_over(search.saved, search.absences)
        count = try_once(problem, search, below(search.chance, WAYS))
        after = _left_over(search.now, search.absences)
        cost = total_cost(problem, search.now)
        for request in range(len(search.absences)):
            if search.now.vehicle_of[request] == ABSENT:
                search.absences[request] += 1
        same = after == before and cost < now_cost - heat * np.log(1.0 - share(search.chance))
        if after < before or same:
            take_over(search.now, search.saved, search.touched, count)
            now_cost = cost
        else:
            take_over(search.saved, search.now, search.touched, count)
    return closed


@njit(cache=True, nogil=True)
def _left_over(routes, absences):  # type: ignore[no-untyped-def]
    """Absences, and one more each, of all that are left over; 0 when nothing is."""
    sum_of = 0
    for request in range(len(absences)):
        if routes.vehicle_of[request] == ABSENT:
            sum_of += 1 + absences[request]
    return sum_of


@njit(cache=True, nogil=True)
def close_one(problem, search):  # type: ignore[no-untyped-def]
    """Empties the vehicle whose requests were left over least, and closes it and all empty ones;
    False when none is left to be closed."""
    now, least, chosen = search.now, -1, -1
    for vehicle in range(len(now.length)):
        if not now.open[vehicle]:
            continue
        if now.length[vehicle] == 2:
            now.open[vehicle] = False
            continue
        absences = 0
        for place in range(1, now.length[vehicle] - 1):
            absences += 1 + search.absences[now.request_at[now.node[vehicle, place]]]
        if chosen < 0 or absences < least:
            least, chosen = absences, vehicle
    if chosen < 0:
        return False
    for request in range(len(now.vehicle_of)):
        if now.vehicle_of[request] == chosen:
            now.vehicle_of[request] = ABSENT
    drop_absent(problem, now, chosen)
    now.open[chosen] = False
    return True
