"""Lanes too near each other for two vehicles to pass, and lanes on which a body would touch a wall.

The traffic layer keeps vehicles apart all the same, by letting one wait; but who drew two lanes
meant them to be used at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from fleet_core.layouts.checks.reach import commanded_types
from fleet_core.layouts.finding import Finding, warning
from fleet_core.model.facility import Facility, Wall
from fleet_core.model.layout import Edge
from planner.roadmap.footprints import body, sweep
from planner.roadmap.paths import EdgePath, edge_path, poses_at

PARALLEL_COS = cos(radians(15.0))

SIDE_BY_SIDE_M = 2.0
"""Shorter stretches are crossings and branches, not lanes side by side."""

STEP_M = 0.25


@dataclass(frozen=True, slots=True)
class _Lane:
    edge: Edge
    swept: BaseGeometry
    samples: NDArray[np.float64]  # (n, 3): x_m, y_m, direction of travel, STEP_M apart
    half_width_m: float
    type_id: str


def lane_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """Every pair of distinct parallel lanes whose swept bodies come nearer than the clearance."""
    lanes = _lanes(facility)
    if not lanes:
        return
    tree = shapely.STRtree([lane.swept for lane in lanes])
    told: set[frozenset[str]] = set()
    for index, lane in enumerate(lanes):
        near = tree.query(lane.swept, predicate="dwithin", distance=facility.clearance_m - 1e-6)
        for other in (lanes[one] for one in near if one > index):
            pair = frozenset((lane.edge.id, other.edge.id))
            if len(pair) == 1 or pair in told:  # the same edge for another vehicle type
                continue
            if _side_by_side(lane, other, facility.clearance_m):
                told.add(pair)
                yield _finding(lane, other, facility.clearance_m, file)


def wall_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """Every edge and vehicle type whose body runs into something solid, each once."""
    solid = {wall.id: _shape(wall) for wall in facility.walls}
    if not solid:
        return
    names = list(solid)
    tree = shapely.STRtree(list(solid.values()))
    for type_id in commanded_types(facility):
        outline = body(facility.vehicle_types[type_id])
        for edge in facility.layout.edges.values():
            properties = edge.properties_for(type_id)
            if properties is None:
                continue
            swept = sweep(outline, edge_path(facility.layout, edge, properties).poses)
            touched = tree.query(swept, predicate="intersects")
            if len(touched):
                wall = names[int(touched.min())]
                reason = f"brings the body of {type_id} into {wall}"
                yield warning(file, f"edge {edge.id}", reason, "touches_wall")


def _shape(wall: Wall) -> BaseGeometry:
    closed = wall.closed and len(wall.points) > 2
    return Polygon(wall.points) if closed else LineString(wall.points)


def _finding(lane: _Lane, other: _Lane, clearance_m: float, file: str) -> Finding:
    gap_m = shapely.distance(lane.swept, other.swept)
    shown = f"{gap_m:.2f} m apart" if gap_m > 0.0 else "overlapping"
    reason = (
        f"runs beside edge {other.edge.id} with the bodies of {lane.type_id} and {other.type_id} "
        f"{shown}; two vehicles need {clearance_m:g} m and will wait for each other"
    )
    return warning(file, f"edge {lane.edge.id}", reason, "lanes_too_near")


def _lanes(facility: Facility) -> list[_Lane]:
    """One lane for each edge and vehicle type; there and back between two nodes is one."""
    layout = facility.layout
    lanes: list[_Lane] = []
    known: set[tuple[str, frozenset[str], bytes]] = set()
    for type_id in commanded_types(facility):
        outline = body(facility.vehicle_types[type_id])
        for edge in layout.edges.values():
            properties = edge.properties_for(type_id)
            if properties is None:
                continue
            path = edge_path(layout, edge, properties)
            poses = path.poses
            middle = np.round(poses[len(poses) // 2, :2] if len(poses) > 2 else [0.0, 0.0], 1)
            ends = frozenset((edge.start_node_id, edge.end_node_id))
            key = (type_id, ends, middle.tobytes())
            if key not in known:
                known.add(key)
                lanes.append(_lane(edge, path, outline, type_id))
    return lanes


def _lane(edge: Edge, path: EdgePath, outline: NDArray[np.float64], type_id: str) -> _Lane:
    count = max(2, ceil(path.length_m / STEP_M) + 1)
    places = poses_at(path, np.linspace(0.0, path.length_m, count))
    ahead = np.gradient(places[:, :2], axis=0)
    places[:, 2] = np.arctan2(ahead[:, 1], ahead[:, 0])
    half_width_m = float(np.abs(outline[:, 1]).max())
    return _Lane(edge, sweep(outline, path.poses), places, half_width_m, type_id)


def _side_by_side(lane: _Lane, other: _Lane, clearance_m: float) -> bool:
    """A stretch on which both run in parallel, nearer than they can be used at once.

    Lanes that meet somewhere share their floor by intent: they cross, branch or merge.
    """
    offset = lane.samples[:, None, :2] - other.samples[None, :, :2]
    apart_m = np.hypot(offset[..., 0], offset[..., 1])
    nearest = apart_m.argmin(axis=1)
    turn = lane.samples[:, 2] - other.samples[nearest, 2]
    near = apart_m.min(axis=1) < lane.half_width_m + other.half_width_m + clearance_m - 1e-6
    parallel = np.abs(np.cos(turn)) > PARALLEL_COS
    # A lane's end is nearest to all that lies beyond it, which runs beside nothing.
    beside = (nearest > 0) & (nearest < len(other.samples) - 1)
    if apart_m.min() < min(lane.half_width_m, other.half_width_m):
        return False
    return int((near & parallel & beside).sum()) * STEP_M >= SIDE_BY_SIDE_M
