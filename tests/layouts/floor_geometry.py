"""Swept floor of a plant, computed apart from the product's own geometry.

Only the model's dataclasses are used: NURBS by the Cox-de Boor recursion, true footprints at steps
of a few centimetres, shapely for distances.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, pi

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.facility import Facility
from fleet_core.model.layout import (
    Edge,
    EdgeProperties,
    OrientationType,
    RotationAllowed,
    Trajectory,
)
from fleet_core.model.vehicle_type import VehicleType

STEP_M = 0.06


@dataclass(frozen=True)
class Swept:
    """Floor touched on one way: an edge, or a turn at a node."""

    place: str
    type_id: str
    nodes: frozenset[str]
    hulls: NDArray[np.object_]


@dataclass(frozen=True)
class Resting:
    """A body at rest at a station's node."""

    station_id: str
    node_id: str
    type_id: str
    body: shapely.Polygon


def basis(knots: tuple[float, ...], degree: int, index: int, u: float) -> float:
    """Cox-de Boor; 0/0 counts as 0; the last span is closed."""
    if degree == 0:
        inside = knots[index] <= u < knots[index + 1]
        last = u == knots[-1] and knots[index] < knots[index + 1] == knots[-1]
        return 1.0 if inside or last else 0.0
    value = 0.0
    for start, sign in ((index, 1.0), (index + 1, -1.0)):
        width = knots[start + degree] - knots[start]
        if width > 0.0:
            share = (u - knots[start]) / width
            share = share if sign > 0 else 1.0 - share
            value += share * basis(knots, degree - 1, start, u)
    return value


def curve(trajectory: Trajectory) -> NDArray[np.float64]:
    """Points (n, 2) at steps of about STEP_M."""
    controls = np.array([(one.x_m, one.y_m) for one in trajectory.control_points])
    weights = np.array([one.weight for one in trajectory.control_points])
    length = float(np.hypot(*np.diff(controls, axis=0).T).sum())
    count = max(8, int(1.6 * length / STEP_M))
    points = []
    for u in np.linspace(trajectory.knots[0], trajectory.knots[-1], count):
        shares = weights * [
            basis(trajectory.knots, trajectory.degree, index, float(u))
            for index in range(len(controls))
        ]
        points.append(shares @ controls / shares.sum())
    return np.array(points)


_curves: dict[Trajectory, NDArray[np.float64]] = {}


def poses(facility: Facility, edge: Edge, entry: EdgeProperties) -> NDArray[np.float64]:
    """Rows of x, y, heading along an edge; the headings are those of its chords."""
    if entry.trajectory is not None:
        if entry.trajectory not in _curves:
            _curves[entry.trajectory] = curve(entry.trajectory)
        points = _curves[entry.trajectory]
    else:
        start, end = (facility.layout.nodes[one] for one in (edge.start_node_id, edge.end_node_id))
        count = max(2, int(hypot(end.x_m - start.x_m, end.y_m - start.y_m) / 0.5) + 1)
        points = np.linspace(start.point, end.point, count)
    steps = np.diff(points, axis=0)
    tangents = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    middle = (tangents[:-1] + tangents[1:]) / 2.0
    ends = 1.5 * tangents[[0, -1]] - 0.5 * tangents[[min(1, len(tangents) - 1), -2 % len(tangents)]]
    headings = np.concatenate([ends[:1], middle, ends[1:]]) + entry.orientation_rad
    if entry.orientation_type is OrientationType.GLOBAL:
        headings[:] = entry.orientation_rad
    return np.column_stack([points, headings])


def outline(kind: VehicleType) -> NDArray[np.float64]:
    """Corners of the empty and of the loaded body together."""
    return np.array([*kind.footprint, *kind.loaded_footprint])


def bodies(corners: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners (n, k, 2) of a body at poses (n, 3)."""
    c, s = np.cos(at[:, 2])[:, None], np.sin(at[:, 2])[:, None]
    x, y = corners[:, 0], corners[:, 1]
    return np.stack([at[:, :1] + c * x - s * y, at[:, 1:2] + s * x + c * y], axis=2)


def hulls(corners: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.object_]:
    """Hulls of each two bodies that follow each other."""
    placed = bodies(corners, at)
    pairs = np.concatenate([placed[:-1], placed[1:]], axis=1)
    flat = shapely.points(pairs.reshape(-1, 2))
    groups = np.repeat(np.arange(len(pairs)), pairs.shape[1])
    return shapely.convex_hull(shapely.multipoints(flat, indices=groups))


def _entries(facility: Facility) -> Iterator[tuple[Edge, EdgeProperties, VehicleType]]:
    for edge in facility.layout.edges.values():
        for entry in edge.properties:
            yield edge, entry, facility.vehicle_types[entry.vehicle_type_id]


def ways(facility: Facility) -> list[Swept]:
    """Every edge for every type, and a full disc wherever a type may turn on the spot."""
    found = []
    arriving, leaving = set(), set()
    for edge, entry, kind in _entries(facility):
        both = frozenset((edge.start_node_id, edge.end_node_id))
        swept = hulls(outline(kind), poses(facility, edge, entry))
        found.append(Swept(f"edge {edge.id}", kind.id, both, swept))
        if entry.rotation_at_end is not RotationAllowed.NONE:
            arriving.add((edge.end_node_id, kind.id))
        if entry.rotation_at_start is not RotationAllowed.NONE:
            leaving.add((edge.start_node_id, kind.id))
    for node_id, type_id in sorted(arriving & leaving):
        radius = float(np.hypot(*outline(facility.vehicle_types[type_id]).T).max())
        disc = shapely.Point(facility.layout.nodes[node_id].point).buffer(radius, quad_segs=32)
        swept = np.array([disc], dtype=object)
        found.append(Swept(f"turn at {node_id}", type_id, frozenset((node_id,)), swept))
    return found


def resting(facility: Facility) -> list[Resting]:
    """Every type at every station node that it reaches, in each heading that it has there."""
    station_of = {
        node: one.id
        for one in facility.layout.stations.values()
        for node in one.interaction_node_ids
    }
    found: dict[tuple[str, str, int], Resting] = {}
    for edge, entry, kind in _entries(facility):
        at = poses(facility, edge, entry)
        for node_id, pose in ((edge.start_node_id, at[:1]), (edge.end_node_id, at[-1:])):
            if node_id in station_of:
                body = shapely.MultiPoint(bodies(outline(kind), pose)[0]).convex_hull
                degrees = round(float(pose[0, 2]) % (2 * pi) * 180 / pi) % 360
                key = (node_id, kind.id, degrees)
                found.setdefault(key, Resting(station_of[node_id], node_id, kind.id, body))
    return list(found.values())
