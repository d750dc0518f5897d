"""Large neighbourhood search: a few vehicles at a time get new plans round all others.

J. Li, Z. Chen, D. Harabor, P. Stuckey and S. Koenig, "Anytime Multi-Agent Path Finding via Large
Neighborhood Search", IJCAI 2021, in continuous time. What costs more than before is taken back.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from planner.traffic.joint.floor_table import give_back_plan, take_plan
from planner.traffic.joint.prioritised import plan_in_order
from planner.traffic.joint.step import draw
from planner.traffic.joint.task import arrival_s, cost, shuffle

LARGEST = 8
"""Vehicles planned anew at once at the most."""
HOLD_S = 20.0
"""Longest time for which vehicles that are planned later in a neighbourhood keep their places."""


@njit(cache=True)
def refine(net, table, task, plans, iterations, random):  # type: ignore[no-untyped-def]
    """Improves ``plans``, whose floor is in the table, in place. Returns how often it succeeded."""
    n, room = plans.move.shape
    most = min(n, LARGEST)
    old_count = np.empty(most, np.int64)
    old_move = np.empty((most, room), np.int32)
    old_begin_s, old_end_s = np.empty((most, room)), np.empty((most, room))
    chosen = np.empty(most, np.int64)
    better = 0
    for _ in range(iterations):
        size = choose(net, table, task, plans, chosen, random)
        shuffle(chosen, size, random)
        before = 0.0
        for k in range(size):
            vehicle = chosen[k]
            before += cost(task, plans, vehicle)
            count = plans.length[vehicle]
            old_count[k] = count
            old_move[k, :count] = plans.move[vehicle, :count]
            old_begin_s[k, :count] = plans.begin_s[vehicle, :count]
            old_end_s[k, :count] = plans.end_s[vehicle, :count]
            give_back_plan(net, table, plans, vehicle)
        hold_s = 0.0 if draw(random) < 0.5 else HOLD_S * draw(random)
        failed = plan_in_order(net, table, task, plans, chosen[:size], hold_s)
        after = 0.0
        if failed < 0:
            for k in range(size):
                after += cost(task, plans, chosen[k])
            if after <= before and table.overflow[0] == 0:
                better += after < before - 1e-6
                continue
            for k in range(size):
                give_back_plan(net, table, plans, chosen[k])
        for k in range(size):
            vehicle = chosen[k]
            count = old_count[k]
            plans.length[vehicle] = count
            plans.move[vehicle, :count] = old_move[k, :count]
            plans.begin_s[vehicle, :count] = old_begin_s[k, :count]
            plans.end_s[vehicle, :count] = old_end_s[k, :count]
            take_plan(net, table, plans, vehicle)
        if table.overflow[0] > 0:
            return better
    return better


@njit(cache=True)
def choose(net, table, task, plans, chosen, random):  # type: ignore[no-untyped-def]
    """Fills ``chosen`` with a neighbourhood; returns its size: a vehicle, mostly one that is late,
    with those whose floor it would need on its way, or with any others."""
    n = len(plans.length)
    first = late_vehicle(task, plans, random)
    chosen[0] = first
    size = 1 + np.int64(draw(random) * len(chosen))
    count = 1
    if draw(random) < 0.6:
        count = who_bars(net, table, task, plans, first, chosen, size, random)
        if draw(random) < 0.5:
            return count
    while count < size:
        other = np.int64(draw(random) * n)
        known = False
        for k in range(count):
            known = known or chosen[k] == other
        if not known:
            chosen[count] = other
            count += 1
    return count


@njit(cache=True)
def late_vehicle(task, plans, random):  # type: ignore[no-untyped-def]
    """A vehicle, with a probability that grows with what it could gain."""
    n = len(plans.length)
    total = 0.0
    for vehicle in range(n):
        total += 1e-3 + gain_s(task, plans, vehicle)
    left = draw(random) * total
    for vehicle in range(n):
        left -= 1e-3 + gain_s(task, plans, vehicle)
        if left < 0.0:
            return vehicle
    return n - 1


@njit(cache=True)
def gain_s(task, plans, vehicle):  # type: ignore[no-untyped-def]
    """Weighted seconds by which a vehicle arrives later than it would alone."""
    alone_s = plans.ready_s[vehicle] + task.to_go_s[vehicle, plans.start[vehicle]]
    return task.weight[vehicle] * max(0.0, arrival_s(plans, vehicle) - alone_s)


@njit(cache=True)
def who_bars(net, table, task, plans, vehicle, chosen, size, random):  # type: ignore[no-untyped-def]
    """Adds to ``chosen`` the owners of floor that the vehicle would need if it drove the shortest
    way at once; returns how many are chosen then."""
    count = 1
    state, now_s = np.int64(plans.start[vehicle]), plans.ready_s[vehicle]
    usable, to_go_s = task.usable[task.set_of[vehicle]], task.to_go_s[vehicle]
    while to_go_s[state] > 0.0 and count < size:
        best, best_s = -1, np.inf
        for row in range(net.out_index[state], net.out_index[state + 1]):
            move = net.out_moves[row]
            seconds = net.move_duration_s[move] + to_go_s[net.move_to[move]]
            if usable[move] and seconds < best_s:
                best, best_s = move, seconds
        end_s = now_s + net.move_duration_s[best]
        zone = net.move_zone[best]
        for at in range(table.spans[zone]):
            owner = table.owner[zone, at]
            if owner < 0 or owner == vehicle or count == size:
                continue
            if table.begin_s[zone, at] < end_s and table.end_s[zone, at] > now_s:
                known = False
                for k in range(count):
                    known = known or chosen[k] == owner
                if not known:
                    chosen[count] = owner
                    count += 1
        state, now_s = np.int64(net.move_to[best]), end_s
    return count
