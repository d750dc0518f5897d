"""What the timed kernels need to know of the vehicles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.traffic.joint.floor_table import give_back, take, take_plan
from planner.traffic.joint.safe_paths import safe_path
from planner.traffic.joint.step import draw


class Aims(NamedTuple):
    """Goals and rights of n vehicles."""

    usable: NDArray[np.bool_]  # (sets, n_m): sets of usable moves
    set_of: NDArray[np.int64]  # (n,)
    to_go_s: NDArray[np.float64]  # (n, n_s): seconds to the goal on the empty roadmap
    weight: NDArray[np.float64]  # (n,): what a second until a vehicle's arrival costs


@njit(cache=True)
def plan_one(net, table, task, plans, vehicle):  # type: ignore[no-untyped-def]
    """Gives a vehicle that has no floor the earliest path round all others, and its floor; False,
    and nothing changed, when there is none."""
    count = safe_path(net, table, task, plans, vehicle)
    if count < 0:
        return False
    plans.length[vehicle] = count
    take_plan(net, table, plans, vehicle)
    return True


@njit(cache=True)
def hold_start(net, table, plans, vehicle, for_s):  # type: ignore[no-untyped-def]
    """Lets a vehicle that is not planned yet keep its place for a while."""
    zone = net.state_zone[plans.start[vehicle]]
    take(net, table, zone, -np.inf, plans.ready_s[vehicle] + for_s, vehicle)


@njit(cache=True)
def leave_start(net, table, plans, vehicle):  # type: ignore[no-untyped-def]
    """Takes back what `hold_start` did."""
    give_back(net, table, net.state_zone[plans.start[vehicle]], vehicle)


@njit(cache=True)
def arrival_s(plans, vehicle):  # type: ignore[no-untyped-def]
    """When a vehicle comes to rest."""
    count = plans.length[vehicle]
    return plans.end_s[vehicle, count - 1] if count > 0 else plans.ready_s[vehicle]


@njit(cache=True)
def cost(task, plans, vehicle):  # type: ignore[no-untyped-def]
    """Weighted seconds until a vehicle comes to rest."""
    return task.weight[vehicle] * (arrival_s(plans, vehicle) - plans.ready_s[vehicle])


@njit(cache=True)
def shuffle(rows, count, random):  # type: ignore[no-untyped-def]
    """Puts the first ``count`` rows into a random order."""
    for k in range(count - 1, 0, -1):
        other = np.int64(draw(random) * (k + 1))
        rows[k], rows[other] = rows[other], rows[k]
