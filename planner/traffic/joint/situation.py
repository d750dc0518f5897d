"""A problem in the terms of the searches: places, hops, and seconds to the goals."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.errors import TrafficError
from planner.traffic.joint.corridors import Corridors
from planner.traffic.joint.ground import Ground
from planner.traffic.joint.places import PlaceGraph
from planner.traffic.joint.problem import Problem
from planner.traffic.joint.task import Aims

AT_REST = 0.02
"""What a second of driving costs a vehicle that has no goal, against one until an arrival."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A problem, prepared for search.

    ``start`` (n,): states; ``place`` (n,): the same as places; ``to_go_s`` (n, n_p): seconds from
    each place to the goal; ``shut`` (n_h,): hops over floor that is taken for ever; ``rests``
    (n_p,): places at nodes of the layout; ``near``: see `Terrain`; ``joined``: longer hops.
    """

    ground: Ground
    problem: Problem
    graph: PlaceGraph
    task: Aims
    start: NDArray[np.int32]
    ready_s: NDArray[np.float64]
    place: NDArray[np.int32]
    to_go_s: NDArray[np.float64]
    shut: NDArray[np.bool_]
    rests: NDArray[np.bool_]
    near: tuple[frozenset[int], ...]
    joined: Corridors

    @property
    def count(self) -> int:
        return len(self.start)

    @property
    def alone_s(self) -> NDArray[np.float64]:
        """Seconds (n,) that each would need if it were alone; inf where there is no way."""
        field: NDArray[np.float64] = self.task.to_go_s[np.arange(self.count), self.start]
        return field

    @property
    def joined_shut(self) -> NDArray[np.bool_]:
        """Longer hops that nobody may make."""
        chains = self.shut[self.joined.chains]
        return np.logical_or.reduceat(chains, self.joined.chain_index[:-1])

    def goal_places(self, vehicle: int) -> list[int]:
        """Places that end a vehicle's way."""
        return np.flatnonzero(self.to_go_s[vehicle] == 0.0).tolist()


def situation(ground: Ground, problem: Problem) -> Situation:
    """Raises TrafficError when two vehicles stand where both cannot."""
    _check(ground, problem)
    travellers = problem.travellers
    sets, set_of = _sets([one.usable for one in travellers])
    terrain = ground.terrain(sets)
    graph = terrain.graph
    closed = np.zeros(len(ground.zones), dtype=np.bool_)
    closed[list(ground.excluded_by([region for region, end in problem.taken if isinf(end)]))] = True
    open_moves = np.array([moves & ~closed[ground.roadmap.move_region] for moves in sets])
    start = np.array([one.start for one in travellers], dtype=np.int32)
    to_go = _fields(ground, problem, open_moves, set_of)
    weight = np.array([1.0 if one.goals else AT_REST for one in travellers])
    return Situation(
        ground=ground,
        problem=problem,
        graph=graph,
        task=Aims(open_moves, set_of, to_go, weight),
        start=start,
        ready_s=np.array([one.ready_s for one in travellers]),
        place=graph.of_state[set_of, start],
        to_go_s=_by_place(graph, to_go, set_of),
        shut=closed[graph.hop_region],
        rests=terrain.rests,
        near=terrain.near,
        joined=terrain.joined,
    )


def _check(ground: Ground, problem: Problem) -> None:
    regions = ground.roadmap.state_region
    stands: dict[int, str] = {}
    for one in problem.travellers:
        region = int(regions[one.start])
        for other in ground.roadmap.conflicts.of(region).tolist():
            if other in stands:
                raise TrafficError(
                    f"vehicles {stands[other]} and {one.name} cannot both stand where they are: "
                    f"node {ground.roadmap.state_node[one.start]} is too near the other's place"
                )
        stands[region] = one.name


def _sets(
    usable: list[NDArray[np.bool_]],
) -> tuple[list[NDArray[np.bool_]], NDArray[np.int64]]:
    """The different sets of usable moves, and which of them each vehicle has."""
    numbers: dict[bytes, int] = {}
    sets: list[NDArray[np.bool_]] = []
    set_of = []
    for moves in usable:
        number = numbers.setdefault(moves.tobytes(), len(numbers))
        if number == len(sets):
            sets.append(moves)
        set_of.append(number)
    return sets, np.array(set_of, dtype=np.int64)


def _fields(
    ground: Ground, problem: Problem, usable: NDArray[np.bool_], set_of: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Seconds (n, n_s) to each vehicle's goals."""
    roadmap = ground.roadmap
    rows = []
    for one, number in zip(problem.travellers, set_of.tolist(), strict=True):
        kind = int(roadmap.state_type[one.start])
        goals = np.array(one.goals, dtype=np.int64)
        if not one.goals:
            goals = np.flatnonzero(ground.rest_states & (roadmap.state_type == kind))
        rows.append(ground.seconds_to(usable[number], goals))
    return np.array(rows)


def _by_place(
    graph: PlaceGraph, to_go_s: NDArray[np.float64], set_of: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The least of each place's states; inf at places of other sets of moves."""
    least = np.full((len(to_go_s), graph.place_count), np.inf)
    for row, seconds, number in zip(least, to_go_s, set_of.tolist(), strict=True):
        np.minimum.at(row, graph.of_state[number], seconds)
    return least
