"""Shortest times and distances on the empty roadmap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from fleet_core.model.geometry import wrap_angle
from planner.roadmap.graph import Roadmap

CACHED_TARGETS = 4096
"""Distance fields kept; each holds one number a state."""


class RoadmapTravelTimes:
    """Fulfils the TravelTimes protocol of fleet_core.execution.traffic."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap
        self._reversed = _reversed_graph(roadmap, roadmap.move_duration_s)
        self._reversed_m = _reversed_graph(roadmap, np.maximum(roadmap.move_length_m, 1e-6))
        self.field_s = lru_cache(CACHED_TARGETS)(self._field_s)
        self._field_m = lru_cache(CACHED_TARGETS)(self._distance_field_m)

    def _field_s(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        """Seconds from every state to the nearest of the goal states, shape (n_s,)."""
        return _distances(self._reversed, goal_states, self._roadmap.state_count)

    def _distance_field_m(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        return _distances(self._reversed_m, goal_states, self._roadmap.state_count)

    def travel_s(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        goals = self._roadmap.goal_states(type_id, target_node_ids)
        state = self._state(type_id, source)
        return float(self.field_s(goals)[state]) if goals and state is not None else np.inf

    def distance_m(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        goals = self._roadmap.goal_states(type_id, target_node_ids)
        state = self._state(type_id, source)
        return float(self._field_m(goals)[state]) if goals and state is not None else np.inf

    def matrix_s(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        matrix = np.full((len(sources), len(targets)), np.inf)
        states = [self._state(type_id, source) for source in sources]
        rows = [row for row, state in enumerate(states) if state is not None]
        known = [state for state in states if state is not None]
        for column, target in enumerate(targets):
            goals = self._roadmap.goal_states(type_id, target)
            if goals and rows:
                matrix[rows, column] = self.field_s(goals)[known]
        return matrix

    def headings(self, type_id: str, node_id: str) -> Mapping[float, int]:
        kind = self._roadmap.type_index(type_id)
        return {
            float(self._roadmap.state_pose[state, 2]): state
            for state in self._roadmap.states_at.get((kind, node_id), ())
        }

    def _state(self, type_id: str, source: tuple[str, float]) -> int | None:
        """The state at a node that is nearest in heading, or None at an unknown node."""
        headings = self.headings(type_id, source[0])
        if not headings:
            return None
        return headings[min(headings, key=lambda heading: abs(wrap_angle(heading - source[1])))]


def _reversed_graph(roadmap: Roadmap, weights: NDArray[np.float64]) -> csr_array:
    """Adjacency of all moves turned round; of parallel moves the cheapest."""
    order = np.lexsort((weights, roadmap.move_from, roadmap.move_to))
    start, end = roadmap.move_from[order], roadmap.move_to[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    shape = (roadmap.state_count, roadmap.state_count)
    return csr_array((weights[order][first], (end[first], start[first])), shape=shape)


def _distances(
    graph: csr_array, goal_states: tuple[int, ...], state_count: int
) -> NDArray[np.float64]:
    if not goal_states:
        return np.full(state_count, np.inf)
    field: NDArray[np.float64] = dijkstra(graph, indices=list(goal_states), min_only=True)
    return field
