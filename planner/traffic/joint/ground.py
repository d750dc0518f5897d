"""All that joint planning needs of a roadmap and that stays the same from problem to problem."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap
from planner.traffic.joint.corridors import Corridors, corridors
from planner.traffic.joint.net import net_of, seconds_to
from planner.traffic.joint.places import PlaceGraph, exclusion_classes, place_graph, places_near

GRAPHS_KEPT = 8
"""Combinations of sets of usable moves whose places are kept."""
FIELDS_KEPT = 4096
"""Distance fields kept; each holds one number a state."""


@dataclass(frozen=True, slots=True)
class Terrain:
    """The places for some sets of usable moves. ``rests`` (n_p,): places at nodes of the layout;
    ``near[p]``: places that exclude place p."""

    graph: PlaceGraph
    rests: NDArray[np.bool_]
    near: tuple[frozenset[int], ...]
    joined: Corridors


class Ground:
    """A roadmap with its zones, and what has been asked of it."""

    def __init__(self, roadmap: Roadmap) -> None:
        self.roadmap = roadmap
        self.zones = exclusion_classes(roadmap)
        self.net = net_of(roadmap, self.zones)
        nodes = roadmap.facility.layout.nodes
        self.rest_states = np.array([node in nodes for node in roadmap.state_node])
        self._terrains: _Kept[Terrain] = _Kept(GRAPHS_KEPT)
        self._fields: _Kept[NDArray[np.float64]] = _Kept(FIELDS_KEPT)

    def terrain(self, usable: Sequence[NDArray[np.bool_]]) -> Terrain:
        """The places for these sets of usable moves, each (n_m,)."""
        key = b"".join(np.packbits(moves).tobytes() for moves in usable)
        return self._terrains.get(key, lambda: self._terrain(usable))

    def seconds_to(
        self, usable: NDArray[np.bool_], goals: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        """Seconds (n_s,) from every state to the nearest of the states ``goals``."""
        key = np.packbits(usable).tobytes() + goals.tobytes()
        return self._fields.get(key, lambda: seconds_to(self.net, usable, goals))

    def excluded_by(self, regions: Sequence[int]) -> frozenset[int]:
        """All regions that any of ``regions`` excludes."""
        excluded = self.roadmap.conflicts.excluded
        return frozenset().union(*(excluded[region] for region in regions))

    def _terrain(self, usable: Sequence[NDArray[np.bool_]]) -> Terrain:
        graph = place_graph(self.roadmap, self.zones, usable)
        rests = np.zeros(graph.place_count, dtype=np.bool_)
        rests[graph.of_state[:, self.rest_states].ravel()] = True
        near = places_near(self.roadmap, graph)
        return Terrain(graph, rests, near, corridors(graph, rests))


T = TypeVar("T")


class _Kept(Generic[T]):
    """The last ``most`` values that were asked for."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[bytes, T] = OrderedDict()

    def get(self, key: bytes, make: Callable[[], T]) -> T:
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        value = self._values[key] = make()
        if len(self._values) > self._most:
            self._values.popitem(last=False)
        return value
