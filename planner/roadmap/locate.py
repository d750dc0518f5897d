"""Finds a vehicle on the roadmap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.model.route import Leg, LegKind
from planner.roadmap.graph import Roadmap

NEAR_M = 0.3
"""A vehicle farther than this from every lane is not on the roadmap."""
NEAR_RAD = 0.2


@dataclass(frozen=True, slots=True)
class RoadmapPosition:
    """Where on the roadmap a vehicle stands: in ``state``, or ``along_m`` into ``move``."""

    state: int
    move: int | None = None
    along_m: float = 0.0


def locate(roadmap: Roadmap, type_id: str, pose: Pose) -> RoadmapPosition | None:
    """The nearest state, or else the nearest point on a lane; None when neither is near."""
    kind = roadmap.type_index(type_id)
    near = np.hypot(roadmap.state_pose[:, 0] - pose.x_m, roadmap.state_pose[:, 1] - pose.y_m)
    turn = np.abs(wrap_angles(roadmap.state_pose[:, 2] - pose.heading_rad))
    fits = (roadmap.state_type == kind) & (near < NEAR_M) & (turn < NEAR_RAD)
    if fits.any():
        return RoadmapPosition(int(np.argmin(np.where(fits, near + turn, np.inf))))
    best: tuple[float, RoadmapPosition] | None = None
    for move, leg in enumerate(roadmap.legs):
        start = int(roadmap.move_from[move])
        if roadmap.state_type[start] != kind or leg.kind is not LegKind.DRIVE:
            continue
        if hypot(leg.path[0].x_m - pose.x_m, leg.path[0].y_m - pose.y_m) > leg.length_m + NEAR_M:
            continue
        away_m, along_m = nearest_on_leg(leg, pose)
        if away_m < NEAR_M and (best is None or away_m < best[0]):
            best = (away_m, RoadmapPosition(start, move, along_m))
    return best[1] if best else None


def wrap_angles(
    angles: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """`wrap_angle` for arrays."""
    return (angles + np.pi) % (2.0 * np.pi) - np.pi


def nearest_on_leg(leg: Leg, pose: Pose) -> tuple[float, float]:
    """Distance to a driven leg and the arc length of its nearest point; (inf, 0) when the headings
    differ."""
    points = np.array([(p.x_m, p.y_m) for p in leg.path])
    steps = np.diff(points, axis=0)
    squared = np.maximum((steps**2).sum(axis=1), 1e-12)
    offset = np.array([pose.x_m, pose.y_m]) - points[:-1]
    share = np.clip((offset * steps).sum(axis=1) / squared, 0.0, 1.0)
    away = np.hypot(*(offset - share[:, None] * steps).T)
    at = int(np.argmin(away))
    if abs(wrap_angle(leg.path[at].heading_rad - pose.heading_rad)) > NEAR_RAD:
        return float("inf"), 0.0
    lengths = np.sqrt(squared)
    return float(away[at]), float(lengths[:at].sum() + share[at] * lengths[at])


def rest_of(leg: Leg, along_m: float, pose: Pose) -> Leg:
    """What is left of a driven leg for a vehicle that stands at ``pose``, ``along_m`` into it."""
    arc, kept = 0.0, [pose]
    for first, second in zip(leg.path, leg.path[1:], strict=False):
        arc += hypot(second.x_m - first.x_m, second.y_m - first.y_m)
        if arc > along_m + 1e-6:
            kept.append(second)
    if len(kept) == 1:
        kept.append(leg.path[-1])
    return replace(leg, path=tuple(kept), length_m=max(leg.length_m - along_m, 0.0))
