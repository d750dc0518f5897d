"""Places as a plain undirected graph on which vehicles are pebbles: less strict than the roadmap.

What cannot be done with pebbles cannot be done with vehicles. Sizes count only where places exclude
each other: such places become one node, which holds one pebble as they hold one vehicle. Hops that
lead one way count as two-way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.traffic.joint.places import PlaceGraph


@dataclass(frozen=True, slots=True)
class PebbleGraph:
    """``neighbours[v]`` of each node; ``node_of[p]``: the node of a place, -1 where none."""

    neighbours: tuple[tuple[int, ...], ...]
    node_of: NDArray[np.int32]


def pebble_graph(
    graph: PlaceGraph, shut: NDArray[np.bool_], near: Sequence[frozenset[int]], rests: set[int]
) -> PebbleGraph:
    """The pebbles' graph of a place graph.

    ``shut`` (n_h,): hops that nobody may make. ``near[p]``: places that exclude place p. ``rests``:
    places where a vehicle begins or may end.
    """
    group = _cliques(graph.place_count, near)
    hops = np.flatnonzero(~shut)
    start, end = group[graph.hops.start[hops]], group[graph.hops.end[hops]]
    ways = [(int(a), int(b)) for a, b in zip(start, end, strict=True) if a != b]
    into: dict[int, set[int]] = {}  # by place: nodes from which it is entered
    out: dict[int, set[int]] = {}
    for hop, a, b in zip(hops, start, end, strict=True):
        into.setdefault(int(graph.hops.end[hop]), set()).add(int(a))
        out.setdefault(int(graph.hops.start[hop]), set()).add(int(b))
    adjacent: list[set[int]] = [set() for _ in range(int(group.max()) + 1)]
    for a, b in ways:
        adjacent[a].add(b)
        adjacent[b].add(a)
    resting = {int(group[place]) for place in rests}
    passing = _one_way_through(group, into, out, adjacent) - resting
    _drop_bridges(adjacent, passing)
    kept = [node for node in range(len(adjacent)) if adjacent[node] or node in resting]
    number = np.full(len(adjacent), -1, dtype=np.int32)
    number[kept] = np.arange(len(kept))
    neighbours = tuple(tuple(sorted(int(number[b]) for b in adjacent[a])) for a in kept)
    return PebbleGraph(neighbours, number[group])


def _cliques(count: int, near: Sequence[frozenset[int]]) -> NDArray[np.int32]:
    """Groups of places that all exclude each other, greedily: those with fewest others first."""
    group = np.full(count, -1, dtype=np.int32)
    members: list[list[int]] = []
    for place in sorted(range(count), key=lambda one: len(near[one])):
        fits = (
            k for other in near[place] if (k := int(group[other])) >= 0
            and all(member in near[place] for member in members[k])
        )  # fmt: skip
        home = min(fits, default=-1)
        if home < 0:
            home = len(members)
            members.append([])
        members[home].append(place)
        group[place] = home
    return group


def _one_way_through(
    group: NDArray[np.int32],
    into: dict[int, set[int]],
    out: dict[int, set[int]],
    adjacent: list[set[int]],
) -> set[int]:
    """Nodes between two others that a vehicle can only pass, not turn round in."""
    found = {node for node in range(len(adjacent)) if len(adjacent[node]) == 2}
    for place, node in enumerate(group.tolist()):
        ins, outs = into.get(place, set()), out.get(place, set())
        if ins & outs or node in ins or node in outs or len(ins) > 1 or len(outs) > 1:
            found.discard(node)
    return found


def _drop_bridges(adjacent: list[set[int]], passing: set[int]) -> None:
    """Joins the two neighbours of every passing node whose removal would part them.

    While somebody waits in such a node the two sides have nothing to do with each other, so all
    that happens on the far side may as well happen before it is entered, and all on the near side
    after it is left again: nobody ever needs to stop there.
    """
    for node in sorted(passing):
        first, second = sorted(adjacent[node])
        if not _joined(adjacent, first, second, node):
            adjacent[node] = set()
            adjacent[first] = (adjacent[first] - {node}) | {second}
            adjacent[second] = (adjacent[second] - {node}) | {first}


def _joined(adjacent: list[set[int]], first: int, second: int, without: int) -> bool:
    ends = [(a, b) for a, row in enumerate(adjacent) for b in row if without not in (a, b)]
    if not ends:
        return False
    a, b = np.array(ends).T
    size = len(adjacent)
    _, labels = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(size, size)))
    return bool(labels[first] == labels[second])
