"""Where vehicles stand, without the turns that never get in anybody's way.

A move is *free* when its region excludes exactly what the places at both its ends exclude: a turn
on the spot of a round vehicle is one. Whoever stands may make it at any time, so all states that
free moves join in both directions are one *place* to everybody else. Planning over places instead
of states is exact, and leaves headings to `realise`.

A *hop* leads from place to place. While it is made, the places in its row ``near`` must be empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.roadmap.graph import Roadmap


class Hops(NamedTuple):
    """Flat arrays for the kernels: hops that leave place p are ``offset[p]:offset[p + 1]``."""

    offset: NDArray[np.int64]  # (n_p + 1,)
    start: NDArray[np.int32]  # (n_h,)
    end: NDArray[np.int32]  # (n_h,)
    near_index: NDArray[np.int64]  # (n_h + 1,): rows of ``near``
    near: NDArray[np.int32]  # places that must be empty, the hop's own two among them
    move_index: NDArray[np.int64]  # (n_h + 1,): rows of ``moves``
    moves: NDArray[np.int32]  # moves of the roadmap that make the hop, all over the same floor
    states_index: NDArray[np.int64]  # (n_p + 1,): rows of ``states``
    states: NDArray[np.int32]  # of the places


@dataclass(frozen=True, slots=True)
class PlaceGraph:
    """Places and hops for some sets of usable moves; a place belongs to one of the sets."""

    hops: Hops
    of_state: NDArray[np.int32]  # (sets, n_s)
    region: NDArray[np.int32]  # (n_p,): of one of the states; the others exclude the same
    hop_region: NDArray[np.int32]  # (n_h,)

    @property
    def place_count(self) -> int:
        return len(self.region)


def exclusion_classes(roadmap: Roadmap) -> NDArray[np.int32]:
    """A number for each region; equal numbers exclude the same regions."""
    numbers: dict[frozenset[int], int] = {}
    return np.array(
        [numbers.setdefault(row, len(numbers)) for row in roadmap.conflicts.excluded],
        dtype=np.int32,
    )


def place_graph(
    roadmap: Roadmap, classes: NDArray[np.int32], usable: Sequence[NDArray[np.bool_]]
) -> PlaceGraph:
    """The places of every set of usable moves (each (n_m,)); ``classes``: see
    `exclusion_classes`."""
    of_state = _places(roadmap, classes, usable)
    count = int(of_state.max()) + 1
    by_place = np.argsort(of_state.ravel(), kind="stable")
    states = (by_place % roadmap.state_count).astype(np.int32)
    states_index = _index(of_state.ravel(), count)
    region = roadmap.state_region[states[states_index[:-1]]]
    hops, hop_region = _hops(roadmap, classes, usable, of_state)
    hops = hops._replace(states_index=states_index, states=states)
    return PlaceGraph(hops, of_state, region, hop_region)


def places_near(roadmap: Roadmap, graph: PlaceGraph) -> tuple[frozenset[int], ...]:
    """Of every place, those that exclude it, itself left out."""
    at_region: dict[int, list[int]] = {}
    for place, region in enumerate(graph.region.tolist()):
        at_region.setdefault(region, []).append(place)
    # The states of a place exclude the same regions, so one of them speaks for all.
    excluded = roadmap.conflicts.excluded
    return tuple(
        frozenset(one for other in excluded[region] for one in at_region.get(other, ())) - {place}
        for place, region in enumerate(graph.region.tolist())
    )


def _places(
    roadmap: Roadmap, classes: NDArray[np.int32], usable: Sequence[NDArray[np.bool_]]
) -> NDArray[np.int32]:
    """Numbers of places, (sets, n_s)."""
    at_start = classes[roadmap.state_region[roadmap.move_from]]
    at_end = classes[roadmap.state_region[roadmap.move_to]]
    free = (classes[roadmap.move_region] == at_start) & (at_start == at_end)
    shape = (roadmap.state_count, roadmap.state_count)
    rows: list[NDArray[np.int32]] = []
    for moves in usable:
        joins = np.flatnonzero(free & moves)
        ends = (roadmap.move_from[joins], roadmap.move_to[joins])
        graph = coo_array((np.ones(len(joins)), ends), shape=shape)
        _, labels = connected_components(graph, directed=True, connection="strong")
        first = int(rows[-1].max()) + 1 if rows else 0
        rows.append((labels + first).astype(np.int32))
    return np.array(rows, dtype=np.int32)


def _hops(
    roadmap: Roadmap,
    classes: NDArray[np.int32],
    usable: Sequence[NDArray[np.bool_]],
    of_state: NDArray[np.int32],
) -> tuple[Hops, NDArray[np.int32]]:
    owner, move = np.nonzero(np.array(usable))
    start, end = of_state[owner, roadmap.move_from[move]], of_state[owner, roadmap.move_to[move]]
    leaves = start != end
    start, end, move = start[leaves], end[leaves], move[leaves]
    floor = classes[roadmap.move_region[move]]
    order = np.lexsort((move, floor, end, start))
    start, end, move, floor = start[order], end[order], move[order], floor[order]
    first = np.ones(len(start), dtype=bool)
    first[1:] = (np.diff(start) != 0) | (np.diff(end) != 0) | (np.diff(floor) != 0)
    heads = np.flatnonzero(first)
    near_index, near = _near(roadmap, of_state, roadmap.move_region[move[heads]])
    hops = Hops(
        _index(start[heads], int(of_state.max()) + 1),
        start[heads].astype(np.int32),
        end[heads].astype(np.int32),
        near_index,
        near,
        np.append(heads, len(start)).astype(np.int64),
        move.astype(np.int32),
        np.empty(0, dtype=np.int64),
        np.empty(0, dtype=np.int32),
    )
    return hops, roadmap.move_region[move[heads]]


def _near(
    roadmap: Roadmap, of_state: NDArray[np.int32], hop_region: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Places that the region of each hop excludes, as CSR."""
    places_in: dict[int, list[int]] = {}
    for labels in of_state:
        for state, place in enumerate(labels.tolist()):
            places_in.setdefault(int(roadmap.state_region[state]), []).append(place)
    rows = []
    for region in hop_region.tolist():
        excluded = roadmap.conflicts.of(region).tolist()
        rows.append(sorted({place for one in excluded for place in places_in.get(one, ())}))
    index = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return index, np.array([place for row in rows for place in row], dtype=np.int32)


def _index(keys: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """Row index of a CSR table whose rows are numbered by ``keys``."""
    counts = np.bincount(keys, minlength=count)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
