"""Shortest times and distances on the empty roadmap."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import wrap_angle
from planner.roadmap.fields import Inward, cheapest
from planner.roadmap.graph import Roadmap

CACHED_TARGETS = 4096
"""Distance fields kept; each holds one number a state."""
CACHED_MASKS = 512
"""Sets of moves round all stations but some that are kept; each holds a byte a move."""
CACHED_PLACES = 65536
"""Places whose states are kept."""


class _WayTimes(NamedTuple):
    """``seconds`` (n_s,) to a goal, and where one can go round all other stations on the way:
    ``around`` (n_s,), None for everywhere."""

    seconds: NDArray[np.float64]
    around: NDArray[np.bool_] | None


class RoadmapTravelTimes:
    """Fulfils the TravelTimes protocol of fleet_core.model.travel_times."""

    def __init__(self, roadmap: Roadmap) -> None:
        self._roadmap = roadmap
        self._inward = Inward.of(roadmap.move_from, roadmap.move_to, roadmap.state_count)
        self._length_m = np.maximum(roadmap.move_length_m, 1e-6)
        self._open = np.ones(len(roadmap.legs), np.bool_)
        self._around = lru_cache(CACHED_MASKS)(self._moves_around)
        self._ways = lru_cache(CACHED_TARGETS)(self._find_ways)
        self.field_m = lru_cache(CACHED_TARGETS)(self._field_m)
        self._goals = lru_cache(CACHED_PLACES)(roadmap.goal_states)
        self._state = lru_cache(CACHED_PLACES)(self._find_state)

    def close(self, closed: NDArray[np.bool_]) -> None:
        """Moves (n_m,) that nobody may make from now on; all others are open."""
        self._open = ~closed
        for cached in (self._ways, self.field_m, self._around):
            cached.cache_clear()

    def field_s(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        """Seconds from every state to the nearest of the goal states, shape (n_s,).

        Other stations are driven through only from where there is no other way.
        """
        return self._ways(goal_states).seconds

    def _find_ways(self, goal_states: tuple[int, ...]) -> _WayTimes:
        field = self._field(goal_states, self._roadmap.move_duration_s, self._around(goal_states))
        reached = np.isfinite(field)
        if reached.all():
            return _WayTimes(field, None)
        through = self._field(goal_states, self._roadmap.move_duration_s, self._open)
        return _WayTimes(np.where(reached, field, through), reached)

    def _field_m(self, goal_states: tuple[int, ...]) -> NDArray[np.float64]:
        """The same in metres."""
        field = self._field(goal_states, self._length_m, self._around(goal_states))
        reached = np.isfinite(field)
        if reached.all():
            return field
        return np.where(reached, field, self._field(goal_states, self._length_m, self._open))

    def _field(
        self,
        goal_states: tuple[int, ...],
        weights: NDArray[np.float64],
        moves: NDArray[np.bool_],
    ) -> NDArray[np.float64]:
        goals = np.array(goal_states, np.int64)
        return np.asarray(cheapest(self._inward, weights, moves, goals))

    def _moves_around(self, goal_states: tuple[int, ...]) -> NDArray[np.bool_]:
        """Open moves (n_m,) that do not end at a station, but for the goal states themselves."""
        is_goal = np.zeros(self._roadmap.state_count, np.bool_)
        is_goal[list(goal_states)] = True
        return (~self._roadmap.move_enters_station | is_goal[self._roadmap.move_to]) & self._open

    def usable(self, state: int, goal_states: tuple[int, ...]) -> NDArray[np.bool_]:
        """Moves (n_m,) for a way from a state to a goal: round all other stations where there is
        such a way, so that nobody who works at one is disturbed; else all that are open."""
        around = self._ways(goal_states).around
        return self._around(goal_states) if around is None or around[state] else self._open

    def travel_s(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        goals = self._goal_states(type_id, target_node_ids)
        state = self._state(type_id, source)
        return float(self.field_s(goals)[state]) if goals and state is not None else np.inf

    def distance_m(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        goals = self._goal_states(type_id, target_node_ids)
        state = self._state(type_id, source)
        return float(self.field_m(goals)[state]) if goals and state is not None else np.inf

    def matrix_s(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        return self._matrix(self.field_s, type_id, sources, targets)

    def matrix_m(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        return self._matrix(self.field_m, type_id, sources, targets)

    def _matrix(
        self,
        field: Callable[[tuple[int, ...]], NDArray[np.float64]],
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        matrix = np.full((len(sources), len(targets)), np.inf)
        states = [self._state(type_id, source) for source in sources]
        rows = [row for row, state in enumerate(states) if state is not None]
        known = [state for state in states if state is not None]
        if not rows:
            return matrix
        column: dict[tuple[int, ...], NDArray[np.float64]] = {}
        for number, target in enumerate(targets):
            goals = self._goal_states(type_id, target)
            if goals not in column:
                column[goals] = field(goals)[known]
            matrix[rows, number] = column[goals]
        return matrix

    def headings(self, type_id: str, node_id: str) -> Mapping[float, int]:
        kind = self._roadmap.type_index(type_id)
        return {
            float(self._roadmap.state_pose[state, 2]): state
            for state in self._roadmap.states_at.get((kind, node_id), ())
        }

    def _goal_states(self, type_id: str, node_ids: Sequence[str]) -> tuple[int, ...]:
        return self._goals(type_id, tuple(node_ids))

    def _find_state(self, type_id: str, source: tuple[str, float]) -> int | None:
        """The state at a node that is nearest in heading, or None at an unknown node."""
        headings = self.headings(type_id, source[0])
        if not headings:
            return None
        return headings[min(headings, key=lambda heading: abs(wrap_angle(heading - source[1])))]
