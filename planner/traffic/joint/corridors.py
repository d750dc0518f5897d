"""Hops that lead straight through places where nobody can turn round.

Long lanes are cut into pieces so that vehicles can follow each other. Who has entered such a lane
can only go on to its end, so it is mostly enough to think of the lane as one hop: a smaller search,
and hops that can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.traffic.joint.places import Hops, PlaceGraph


@dataclass(frozen=True, slots=True)
class Corridors:
    """The same places as the graph it was made of, with longer hops.

    Hop h of ``hops`` is the chain ``chains[chain_index[h]:chain_index[h + 1]]`` of that graph's
    hops. Its rows of ``moves`` are empty.
    """

    hops: Hops
    chain_index: NDArray[np.int64]
    chains: NDArray[np.int32]

    def chain(self, hop: int) -> list[int]:
        """The hops of the place graph that make up a hop."""
        row = self.chains[self.chain_index[hop] : self.chain_index[hop + 1]]
        return [int(one) for one in row]


def corridors(graph: PlaceGraph, rests: NDArray[np.bool_]) -> Corridors:
    """Joins the hops through all places with one way in and one way out that are not ``rests``."""
    hops = graph.hops
    ways_in = np.bincount(hops.end, minlength=graph.place_count)
    ways_out = np.diff(hops.offset)
    passing = (ways_in == 1) & (ways_out == 1) & ~rests
    chains = sorted(_chains(hops, passing), key=lambda one: (hops.start[one[0]], hops.end[one[-1]]))
    near = [
        sorted(
            {int(p) for h in one for p in hops.near[hops.near_index[h] : hops.near_index[h + 1]]}
        )
        for one in chains
    ]
    start = np.array([hops.start[one[0]] for one in chains], dtype=np.int32)
    index = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=graph.place_count))])
    joined = Hops(
        index.astype(np.int64),
        start,
        np.array([hops.end[one[-1]] for one in chains], dtype=np.int32),
        _offsets(near),
        np.array([place for row in near for place in row], dtype=np.int32),
        np.zeros(len(chains) + 1, dtype=np.int64),
        np.empty(0, dtype=np.int32),
        hops.states_index,
        hops.states,
    )
    flat = np.array([hop for one in chains for hop in one], dtype=np.int32)
    return Corridors(joined, _offsets(chains), flat)


def _chains(hops: Hops, passing: NDArray[np.bool_]) -> Iterator[list[int]]:
    """Every hop that begins at a place where one can choose, with all that must follow."""
    for first in np.flatnonzero(~passing[hops.start]).tolist():
        chain = [first]
        while passing[hops.end[chain[-1]]]:
            chain.append(int(hops.offset[hops.end[chain[-1]]]))
        yield chain


def _offsets(rows: list[list[int]]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
