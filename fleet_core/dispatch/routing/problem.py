"""What is to be moved by which vehicles: flat arrays, so that compiled kernels can read them.

A *node* is something done once, in a time window: it is come to at one place and left at another,
mostly the same. A *request* is a pickup node and a drop node, both on the route of one vehicle, the
pickup first; or one node that is both (a load that is on board already, several stops in one go). A
vehicle's route leads from its start node over nodes of requests to its end node.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import InputError


class Terms(NamedTuple):
    """What a plant asks beside windows and capacity; of no effect unless ``on``."""

    on: bool
    begin_weight: NDArray[np.float64]  # (n,) cost of a unit of time by which a node begins later
    wanted: NDArray[np.float64]  # (n,) to be begun by then, if possible
    late_weight: NDArray[np.float64]  # (n,) cost of a unit of time after that
    peak: NDArray[np.float64]  # (n,) room for loads that the work at the node needs for a while
    given: NDArray[np.float64]  # (r, v) cost of giving the request to the vehicle
    empty_use: NDArray[np.float64]  # (k, p, p) energy of a way without load
    loaded_use: NDArray[np.float64]  # (k, p, p)
    use: NDArray[np.float64]  # (n,) energy of the work at a node
    spare: NDArray[np.float64]  # (v,) energy for the whole route


def no_terms() -> Terms:
    """Windows and capacity alone."""
    one = np.zeros(1)
    none = np.zeros((1, 1, 1))
    return Terms(False, one, one, one, one, np.zeros((1, 1)), none, none, one, one)


class RoutingProblem(NamedTuple):
    """n nodes, p places, r requests, v vehicles, k kinds of vehicles. Times in any one unit."""

    travel: NDArray[np.float64]  # (k, p, p) time; never longer over a third place
    cost: NDArray[np.float64]  # (k, p, p) what a way costs
    into: NDArray[np.int32]  # (n,) place where a node is come to
    out: NDArray[np.int32]  # (n,) place where it is left
    ready: NDArray[np.float64]  # (n,) not begun before; who comes early waits
    due: NDArray[np.float64]  # (n,) begun by then; inf: any time
    service: NDArray[np.float64]  # (n,) how long it takes
    demand: NDArray[np.float64]  # (n,) what is put on board; negative: taken off
    pickup: NDArray[np.int32]  # (r,) nodes
    drop: NDArray[np.int32]  # (r,) nodes
    penalty: NDArray[np.float64]  # (r,) cost of leaving the request undone
    kind: NDArray[np.int32]  # (v,)
    start: NDArray[np.int32]  # (v,) nodes
    end: NDArray[np.int32]  # (v,) nodes
    capacity: NDArray[np.float64]  # (v,)
    group: NDArray[np.int32]  # (v,) vehicles of the same number are alike in every respect
    able: NDArray[np.bool_]  # (r, v) whether the vehicle may do the request
    terms: Terms

    @property
    def requests(self) -> int:
        return len(self.pickup)

    @property
    def vehicles(self) -> int:
        return len(self.kind)


def checked(problem: RoutingProblem) -> RoutingProblem:
    """The problem as it is; raises InputError that names what no solver could make sense of."""
    for name in ("travel", "cost", "service", "ready", "penalty", "capacity"):
        values = getattr(problem, name)
        if np.isnan(values).any() or (values < 0.0).any():
            raise InputError(f"routing problem: {name} holds {values.min():g}; expected 0 or more")
    if np.isnan(problem.due).any() or np.isnan(problem.demand).any():
        raise InputError("routing problem: due or demand is not a number")
    pairs = problem.pickup != problem.drop
    load = np.where(pairs, problem.demand[problem.pickup], 0.0)
    if (load < 0.0).any():
        row = int(np.argmin(load))
        raise InputError(f"request {row}: its demand is {load[row]:g}; expected 0 or more")
    unequal = np.flatnonzero(pairs & ~np.isclose(load, -problem.demand[problem.drop]))
    if len(unequal):
        row = int(unequal[0])
        off = -problem.demand[problem.drop[row]]
        raise InputError(f"request {row}: picks up {load[row]:g} and drops {off:g}; expected equal")
    if problem.vehicles and (problem.capacity <= 0.0).any():
        row = int(np.argmin(problem.capacity))
        raise InputError(
            f"vehicle {row}: its capacity is {problem.capacity[row]:g}; expected more than 0"
        )
    return problem
