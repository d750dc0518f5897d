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
        self._length_m = np.maximum(roadmap.move_length_m, 1e-6)
        self._open = np.ones(len(roadmap.legs), np.bool_)
        self.field_s = lru_cache(CACHED_TARGETS)(self._field_s)
        self.field_m = lru_cache(CACHED_TARGETS)(self._field_m)
        self._around_s = lru_cache(CACHED_TARGETS)(self._distances_around)
        self.around_stations = lru_cache(CACHED_TARGETS)(self._moves_around)

    def close(self, closed: NDArray[np.bool_]) -> None:
        """Moves (n_m,) that nobody may make from now on; all others are open."""
        self._open = ~closed
        for cached in (self.field_s, self.field_m, self._around_s, self.around_stations):
            cached.cache_clear()

    def _field_s(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        """Seconds from every state to the nearest of the goal states, shape (n_s,).

        Other stations are driven through only from where there is no other way.
        """
        return self._field(goal_states, self._roadmap.move_duration_s)

    def _field_m(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        """The same in metres."""
        return self._field(goal_states, self._length_m)

    def _field(
        self, goal_states: tuple[int, ...], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        roadmap = self._roadmap
        around = _distances(roadmap, weights, goal_states, self.around_stations(goal_states))
        if np.isfinite(around).all():
            return around
        through = _distances(roadmap, weights, goal_states, self._open)
        return np.where(np.isfinite(around), around, through)

    def _moves_around(self, goal_states: tuple[int, ...]) -> NDArray[np.bool_]:
        """Open moves (n_m,) that do not end at a station, but for the goal states themselves."""
        ends_at_goal = np.isin(self._roadmap.move_to, goal_states)
        return np.asarray((~self._roadmap.move_enters_station | ends_at_goal) & self._open)

    def usable(self, state: int, goal_states: tuple[int, ...]) -> NDArray[np.bool_]:
        """Moves (n_m,) for a way from a state to a goal: round all other stations where there is
        such a way, so that nobody who works at one is disturbed; else all that are open."""
        around = self._around_s(goal_states)
        if np.isfinite(around[state]):
            return self.around_stations(goal_states)
        return self._open

    def _distances_around(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        moves = self.around_stations(goal_states)
        return _distances(self._roadmap, self._roadmap.move_duration_s, goal_states, moves)

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
        return float(self.field_m(goals)[state]) if goals and state is not None else np.inf

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


def _distances(
    roadmap: Roadmap,
    weights: NDArray[np.float64],
    goal_states: tuple[int, ...],
    moves: NDArray[np.bool_],
) -> NDArray[np.float64]:
    """Sums of weights from every state to the nearest goal along the given moves; inf if none."""
    if not goal_states:
        return np.full(roadmap.state_count, np.inf)
    graph = _reversed_graph(roadmap, weights, np.flatnonzero(moves))
    field: NDArray[np.float64] = dijkstra(graph, indices=list(goal_states), min_only=True)
    return field


def _reversed_graph(
    roadmap: Roadmap, weights: NDArray[np.float64], moves: NDArray[np.int64]
) -> csr_array:
    """Adjacency of moves turned round; of parallel moves the cheapest."""
    order = moves[np.lexsort((weights[moves], roadmap.move_from[moves], roadmap.move_to[moves]))]
    start, end = roadmap.move_from[order], roadmap.move_to[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    shape = (roadmap.state_count, roadmap.state_count)
    return csr_array((weights[order][first], (end[first], start[first])), shape=shape)
