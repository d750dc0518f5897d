"""The roadmap as flat arrays: states, moves and the regions they sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import wrap_angle
from fleet_core.model.route import Leg
from planner.roadmap.conflicts import Conflicts


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A directed graph for each vehicle type, side by side in the same arrays.

    A *state* is a vehicle type standing at a node in a heading. A *move* leads from state to state:
    it drives a piece of an edge or turns on the spot. A *region* is the swept body of a state or a
    move; ``conflicts`` says which regions exclude each other. The region of a move contains those
    of the two states that it joins. Ids are indices, valid for this object only.
    """

    facility: Facility
    type_ids: tuple[str, ...]
    # states, n_s
    state_node: tuple[str, ...]
    state_type: NDArray[np.int32]
    state_pose: NDArray[np.float64]  # (n_s, 3)
    state_region: NDArray[np.int32]
    # moves, n_m
    move_from: NDArray[np.int32]
    move_to: NDArray[np.int32]
    move_region: NDArray[np.int32]
    move_duration_s: NDArray[np.float64]
    move_length_m: NDArray[np.float64]
    move_empty: NDArray[np.bool_]  # an unloaded vehicle may use it
    move_loaded: NDArray[np.bool_]
    move_enters_station: NDArray[np.bool_]  # it ends where vehicles work, charge or park
    legs: tuple[Leg, ...]  # what a vehicle is told, by move
    # moves that leave a state: out_moves[out_index[s]:out_index[s + 1]]
    out_index: NDArray[np.int64]
    out_moves: NDArray[np.int32]
    conflicts: Conflicts
    region_type: NDArray[np.int32]
    shapes: STRtree  # the floor that each region covers
    states_at: dict[tuple[int, str], tuple[int, ...]]  # (type, node id) -> states

    @property
    def state_count(self) -> int:
        return len(self.state_node)

    def type_index(self, type_id: str) -> int:
        return self.type_ids.index(type_id)

    def touching(self, area: BaseGeometry) -> NDArray[np.bool_]:
        """Regions (n_r,) that share floor with ``area``."""
        touched = np.zeros(len(self.region_type), np.bool_)
        touched[self.shapes.query(area, predicate="intersects")] = True
        return touched

    def goal_states(self, type_id: str, node_ids: Sequence[str]) -> tuple[int, ...]:
        """States in which a vehicle of this type may rest at any of the nodes."""
        kind = self.type_index(type_id)
        found: list[int] = []
        for node_id in node_ids:
            wanted = self._fixed_heading(type_id, node_id)
            for state in self.states_at.get((kind, node_id), ()):
                heading = float(self.state_pose[state, 2])
                if wanted is None or abs(wrap_angle(heading - wanted)) < HEADING_TOLERANCE_RAD:
                    found.append(state)
        return tuple(found)

    def _fixed_heading(self, type_id: str, node_id: str) -> float | None:
        node = self.facility.layout.nodes.get(node_id)
        if node is None:
            return None
        for entry in node.properties:
            if entry.vehicle_type_id == type_id:
                return entry.heading_rad
        return None


HEADING_TOLERANCE_RAD = 0.05
"""About 3 degrees: headings nearer than this are one; a vehicle drives through without a stop."""
