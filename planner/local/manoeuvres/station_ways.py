"""The last edge into a station and the first out of it, for each vehicle type that may use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.layout import Edge
from fleet_core.model.vehicle_type import VehicleType
from planner.roadmap.paths import CURVE_SPACING_M, EdgePath, edge_path, poses_at
from planner.roadmap.profiles import profile_s
from planner.roadmap.speed_zones import SpeedZones
from planner.roadmap.turning import curvature_radpm, tightest_radpm, turning_speed_mps

SAME_M = 1e-3
"""Samples that are nearer are one."""
ROUNDING = 1.01
"""A curve sampled every 0.1 m may seem so much tighter than it is."""


@dataclass(frozen=True, slots=True)
class StationWay:
    """An edge that ends (``inward``) or begins at a station, as one vehicle type drives it.

    ``path`` is the edge as it is drawn, its samples 0.1 m apart or less. ``speed_mps``: its limit
    for this type where it is straight. ``too_tight``: its wheels cannot follow the line.
    """

    station_id: str
    edge_id: str
    vehicle_type: VehicleType
    inward: bool
    path: EdgePath
    speed_mps: float
    too_tight: bool

    @property
    def poses(self) -> NDArray[np.float64]:
        """(n, 3): x_m, y_m, heading_rad."""
        return self.path.poses

    @property
    def start(self) -> Pose:
        return as_pose(self.poses[0])

    @property
    def goal(self) -> Pose:
        return as_pose(self.poses[-1])

    @property
    def drawn_s(self) -> float:
        """From rest to rest along the drawn line, at the speed that its curves leave; inf where it
        cannot be driven. How long the wheel takes to turn is not counted."""
        if self.too_tight:
            return inf
        kind = self.vehicle_type
        bend_radpm = curvature_radpm(self.path)
        limit = np.minimum(self.speed_mps, turning_speed_mps(bend_radpm, kind))
        return profile_s(self.path.arc_m, limit, kind.acceleration_mps2, kind.braking_mps2)


def station_ways(facility: Facility) -> Iterator[StationWay]:
    """All of them, station by station, inward before outward."""
    layout, zones = facility.layout, SpeedZones(facility)
    kinds = [kind for kind in facility.vehicle_types.values() if not kind.manned]
    ending: dict[str, list[tuple[bool, Edge]]] = {}
    for edge in layout.edges.values():
        ending.setdefault(edge.end_node_id, []).append((True, edge))
        ending.setdefault(edge.start_node_id, []).append((False, edge))
    for station in layout.stations.values():
        for node_id in station.interaction_node_ids:
            for inward, edge in sorted(ending.get(node_id, []), key=lambda one: not one[0]):
                for kind in kinds:
                    way = _way(facility, zones, (station.id, edge, kind, inward))
                    if way is not None:
                        yield way


def _way(
    facility: Facility, zones: SpeedZones, of: tuple[str, Edge, VehicleType, bool]
) -> StationWay | None:
    """None where the type does not drive the edge."""
    station_id, edge, kind, inward = of
    entry = edge.properties_for(kind.id)
    if entry is None or zones.forbidden(edge):
        return None
    path = edge_path(facility.layout, edge, entry)
    if path.length_m <= 0.0:
        return None
    speed = min(
        zones.edge_speed_mps(kind, entry, path.reverse),
        zones.limit_mps(path.poses),
        kind.max_speed_loaded_mps,
    )
    if speed <= 0.0:
        return None
    at = path.arc_m
    if len(at) == 2:
        at = np.linspace(0.0, path.length_m, 2 + int(path.length_m / CURVE_SPACING_M))
    else:
        at = at[np.concatenate([np.diff(at) > SAME_M, [True]])]
        at[0] = 0.0
    bend = float(curvature_radpm(path).max(initial=0.0))
    too_tight = bend > tightest_radpm(kind) * ROUNDING
    drawn = EdgePath(poses_at(path, at), at, path.reverse)
    return StationWay(station_id, edge.id, kind, inward, drawn, speed, too_tight)


def as_pose(row: NDArray[np.float64]) -> Pose:
    """A row of x, y, heading."""
    return Pose(float(row[0]), float(row[1]), wrap_angle(float(row[2])))
