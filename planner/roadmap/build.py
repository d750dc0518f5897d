"""From a facility to its roadmap."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import wrap_angle
from fleet_core.model.layout import Edge, EdgeProperties, RotationAllowed
from fleet_core.model.route import Leg, LegKind
from fleet_core.model.vehicle_type import VehicleType
from planner.roadmap.conflicts import find_conflicts
from planner.roadmap.footprints import body, stand, sweep, turn_poses
from planner.roadmap.graph import HEADING_TOLERANCE_RAD, Roadmap
from planner.roadmap.paths import EdgePath, as_poses, edge_path
from planner.roadmap.pieces import pieces
from planner.roadmap.profiles import stop_loss_s, turn_s
from planner.roadmap.speed_zones import SpeedZones
from planner.roadmap.turning import curvature_radpm, turning_speed_mps

PIECE_M = 3.0
"""Longest piece of a lane that is released at once, about a vehicle's length: shorter pieces let
the next vehicle follow sooner, longer ones make planning cheaper."""


def build_roadmap(facility: Facility, piece_m: float = PIECE_M) -> Roadmap:
    """The roadmap of all vehicle types that the fleet commands.

    Raises LayoutError when no commanded vehicle type may use any edge.
    """
    drawing = _Drawing(facility, piece_m)
    for vehicle_type in facility.vehicle_types.values():
        if not vehicle_type.manned:
            drawing.add_type(vehicle_type)
    if not drawing.move_from:
        raise LayoutError(
            f"layout {facility.layout.id}: no vehicle type may drive on any edge; "
            "each edge needs an entry of vehicleTypeEdgeProperties for a type of the facility"
        )
    return drawing.finish()


class _Drawing:
    """Collects states, moves and regions; discarded when the roadmap is finished."""

    def __init__(self, facility: Facility, piece_m: float) -> None:
        self.facility = facility
        self.piece_m = piece_m
        self.zones = SpeedZones(facility)
        self.type_ids: list[str] = []
        self.state_node: list[str] = []
        self.state_type: list[int] = []
        self.state_pose: list[NDArray[np.float64]] = []
        self.state_region: list[int] = []
        self.states_at: dict[tuple[int, str], list[int]] = {}
        self.move_from: list[int] = []
        self.move_to: list[int] = []
        self.move_region: list[int] = []
        self.duration_s: list[float] = []
        self.length_m: list[float] = []
        self.empty: list[bool] = []
        self.loaded: list[bool] = []
        self.legs: list[Leg] = []
        self.geometries: list[BaseGeometry] = []
        self.region_type: list[int] = []

    def add_type(self, vehicle_type: VehicleType) -> None:
        kind = len(self.type_ids)
        self.type_ids.append(vehicle_type.id)
        outline = body(vehicle_type)
        turns = _TurnRules()
        for edge in self.facility.layout.edges.values():
            properties = edge.properties_for(vehicle_type.id)
            if properties is None or self.zones.forbidden(edge):
                continue
            path = edge_path(self.facility.layout, edge, properties)
            speed = self.zones.edge_speed_mps(vehicle_type, properties, path.reverse)
            if speed <= 0.0:  # backwards, for a type that cannot
                continue
            limit = np.minimum(speed, turning_speed_mps(curvature_radpm(path), vehicle_type))
            first, last = self._add_edge(kind, outline, edge, properties, path, limit)
            turns.leaves(first, properties.rotation_at_start)
            turns.enters(last, properties.rotation_at_end)
        if vehicle_type.turns_on_spot:
            self._add_turns(kind, vehicle_type, outline, turns)

    def _add_edge(
        self,
        kind: int,
        outline: NDArray[np.float64],
        edge: Edge,
        properties: EdgeProperties,
        path: EdgePath,
        limit_mps: NDArray[np.float64],
    ) -> tuple[int, int]:
        """Adds the pieces of an edge, which is driven at ``limit_mps`` (n - 1,) at most between
        the samples of its path; returns its first and last state."""
        cut = pieces(path, self.piece_m, limit_mps)
        nodes = [edge.start_node_id, *(f"{edge.id}#{i}" for i in range(1, len(cut)))]
        nodes.append(edge.end_node_id)
        states = [self._state(kind, outline, nodes[0], path.poses[0])]
        for one, start, end in zip(cut, nodes, nodes[1:], strict=False):
            piece = one.path
            states.append(self._state(kind, outline, end, piece.poses[-1]))
            limit = min(one.limit_mps, self.zones.limit_mps(piece.poses))
            leg = _drive_leg(piece, start, end, edge.id, limit)
            restriction = properties.load_restriction
            self._move(
                states[-2], states[-1], self._region(kind, sweep(outline, piece.poses)),
                leg, piece.length_m / limit, restriction.unloaded, restriction.loaded,
            )  # fmt: skip
        return states[0], states[-1]

    def _state(
        self, kind: int, outline: NDArray[np.float64], node: str, pose: NDArray[np.float64]
    ) -> int:
        present = self.states_at.setdefault((kind, node), [])
        for state in present:
            if abs(wrap_angle(self.state_pose[state][2] - pose[2])) < HEADING_TOLERANCE_RAD:
                return state
        state = len(self.state_node)
        present.append(state)
        self.state_node.append(node)
        self.state_type.append(kind)
        self.state_pose.append(np.array([pose[0], pose[1], wrap_angle(float(pose[2]))]))
        self.state_region.append(self._region(kind, stand(outline, pose)))
        return state

    def _region(self, kind: int, geometry: BaseGeometry) -> int:
        self.geometries.append(geometry)
        self.region_type.append(kind)
        return len(self.geometries) - 1

    def _move(
        self, start: int, end: int, region: int, leg: Leg, duration_s: float, empty: bool,
        loaded: bool,
    ) -> None:  # fmt: skip
        self.move_from.append(start)
        self.move_to.append(end)
        self.move_region.append(region)
        self.legs.append(leg)
        self.duration_s.append(duration_s)
        self.length_m.append(leg.length_m)
        self.empty.append(empty)
        self.loaded.append(loaded)

    def _add_turns(
        self,
        kind: int,
        vehicle_type: VehicleType,
        outline: NDArray[np.float64],
        turns: _TurnRules,
    ) -> None:
        for (of_kind, node), states in list(self.states_at.items()):
            if of_kind == kind and len(states) > 1:
                for start, end in permutations(states, 2):
                    turn_rad = turns.angle(self.state_pose, start, end)
                    if turn_rad is not None:
                        self._add_turn(vehicle_type, outline, node, start, end, turn_rad)

    def _add_turn(
        self, vehicle_type: VehicleType, outline: NDArray[np.float64], node: str, start: int,
        end: int, turn_rad: float,
    ) -> None:  # fmt: skip
        x, y, heading = (float(value) for value in self.state_pose[start])
        poses = turn_poses(x, y, heading, turn_rad)
        leg = Leg(LegKind.TURN, node, node, as_poses(poses[[0, -1]]), turn_rad=turn_rad)
        seconds = turn_s(turn_rad, vehicle_type)
        seconds += stop_loss_s(vehicle_type.max_speed_mps, vehicle_type)
        region = self._region(self.state_type[start], sweep(outline, poses))
        self._move(start, end, region, leg, seconds, True, True)

    def finish(self) -> Roadmap:
        move_from = np.array(self.move_from, dtype=np.int32)
        out_moves = np.argsort(move_from, kind="stable").astype(np.int32)
        counts = np.bincount(move_from, minlength=len(self.state_node))
        shapes = STRtree(self.geometries)
        return Roadmap(
            facility=self.facility,
            type_ids=tuple(self.type_ids),
            state_node=tuple(self.state_node),
            state_type=np.array(self.state_type, dtype=np.int32),
            state_pose=np.array(self.state_pose),
            state_region=np.array(self.state_region, dtype=np.int32),
            move_from=move_from,
            move_to=np.array(self.move_to, dtype=np.int32),
            move_region=np.array(self.move_region, dtype=np.int32),
            move_duration_s=np.array(self.duration_s),
            move_length_m=np.array(self.length_m),
            move_empty=np.array(self.empty),
            move_loaded=np.array(self.loaded),
            move_enters_station=np.array(self._enters_station()),
            legs=tuple(self.legs),
            out_index=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            out_moves=out_moves,
            conflicts=find_conflicts(shapes, self.facility.clearance_m, self._places_within()),
            shapes=shapes,
            region_type=np.array(self.region_type, dtype=np.int32),
            states_at={key: tuple(states) for key, states in self.states_at.items()},
        )

    def _enters_station(self) -> list[bool]:
        """Of each driving move, whether it ends at an interaction node. Turns do not enter."""
        stations = self.facility.layout.stations.values()
        work = {node for station in stations for node in station.interaction_node_ids}
        return [leg.kind is LegKind.DRIVE and leg.end_node_id in work for leg in self.legs]

    def _places_within(self) -> NDArray[np.int32]:
        """Rows (region of a state, region of a move that begins or ends there)."""
        places = np.array(self.state_region, dtype=np.int32)
        sweeps = np.array(self.move_region, dtype=np.int32)
        ends = [
            np.stack([places[states], sweeps], axis=1) for states in (self.move_from, self.move_to)
        ]
        return np.concatenate(ends)


class _TurnRules:
    """Directions in which a vehicle may turn: as it came in and as it will leave."""

    def __init__(self) -> None:
        self.arriving: dict[int, set[int]] = {}
        self.leaving: dict[int, set[int]] = {}

    def enters(self, state: int, rotation: RotationAllowed) -> None:
        self.arriving.setdefault(state, set()).update(_SIGNS[rotation])

    def leaves(self, state: int, rotation: RotationAllowed) -> None:
        self.leaving.setdefault(state, set()).update(_SIGNS[rotation])

    def angle(self, poses: list[NDArray[np.float64]], start: int, end: int) -> float | None:
        """Signed angle of the allowed turn between two states of a node, the shorter one first;
        None when neither direction is allowed or nothing leaves in that heading."""
        if end not in self.leaving and end not in self.arriving:
            return None
        # A state that no edge enters is one where the vehicle was put: it may turn either way.
        signs = self.arriving.get(start, {-1, 1}) & self.leaving.get(end, {-1, 1})
        short = wrap_angle(float(poses[end][2] - poses[start][2]))
        for angle in (short, short - np.copysign(2.0 * np.pi, short)):
            if int(np.sign(angle)) in signs:
                return float(angle)
        return None


_SIGNS = {
    RotationAllowed.NONE: set[int](),
    RotationAllowed.CCW: {1},
    RotationAllowed.CW: {-1},
    RotationAllowed.BOTH: {-1, 1},
}


def _drive_leg(piece: EdgePath, start: str, end: str, edge_id: str, speed_mps: float) -> Leg:
    return Leg(
        LegKind.DRIVE,
        start,
        end,
        as_poses(piece.poses),
        length_m=piece.length_m,
        max_speed_mps=speed_mps,
        reverse=piece.reverse,
        edge_id=edge_id,
    )
