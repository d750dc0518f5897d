"""A manoeuvre's scene at a station of a real plant: what to keep clear of, and what may be used.

Traffic reserves the floor that the drawn edge sweeps, and keeps others half the plant's clearance
away from it. A manoeuvre may use that, less what tracking takes: so whoever it is safe to pass on
the drawn line is safe to pass on the manoeuvre, and no reservation changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, sin

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from fleet_core.model.errors import InputError
from fleet_core.model.facility import Facility, StationKind, Wall
from fleet_core.model.geometry import Polygon, Pose
from planner.local.manoeuvres.convex import convex_parts
from planner.local.manoeuvres.scene import ManoeuvreScene, limits_of
from planner.local.manoeuvres.station_ways import StationWay, as_pose
from planner.roadmap.footprints import body, placed, sweep

TRACKED_M = 0.05
"""Half the width of the corridor in which a manoeuvre is tracked."""
CLEARANCE_M = 0.035
"""Kept from what is solid; less where start or goal leave less."""
LEAST_M = 0.005
"""Kept in any case."""
DIGITS = 4
"""Of the numbers of a scene, in metres and radians: what differs less is the same scene."""
WALL_M = 0.02
"""Thickness of a wall that is drawn as a line."""
NEAR_M = 0.3
"""Solid things are cut off so far from the floor."""


@dataclass(frozen=True, slots=True)
class SolidFloor:
    """What stands in a facility: walls, racks and machines as areas, and where each station's load
    stands."""

    walls: shapely.STRtree
    loads: tuple[tuple[str, shapely.Polygon], ...]
    clearance_m: float

    @staticmethod
    def of(facility: Facility) -> SolidFloor:
        stations = facility.layout.stations
        loads = [
            (use.station_id, _place(stations[use.station_id].pose, use.depth_m, use.width_m))
            for use in facility.uses.values()
            if use.kind is StationKind.TRANSFER and use.station_id in stations
        ]
        return SolidFloor(
            shapely.STRtree([solid(wall) for wall in facility.walls]),
            tuple((name, place) for name, place in loads if place is not None),
            facility.clearance_m,
        )


def solid(wall: Wall) -> BaseGeometry:
    """A wall, rack or machine as an area; a line is a thin box for each of its parts."""
    if wall.closed and len(wall.points) > 2:
        return shapely.make_valid(shapely.Polygon(wall.points))
    return shapely.LineString(wall.points).buffer(
        WALL_M / 2.0, cap_style="square", join_style="mitre"
    )


def _place(pose: Pose | None, depth_m: float, width_m: float) -> shapely.Polygon | None:
    """Where a load may stand at a station."""
    if pose is None:
        return None
    c, s, half, wide = cos(pose.heading_rad), sin(pose.heading_rad), depth_m / 2.0, width_m / 2.0
    corners = [(-half, -wide), (half, -wide), (half, wide), (-half, wide)]
    return shapely.Polygon(
        [(pose.x_m + c * x - s * y, pose.y_m + s * x + c * y) for x, y in corners]
    )


@dataclass(frozen=True, slots=True)
class StationScene:
    """A scene in the frame of the end that is at the station, and where that frame is on the map:
    bays of the same make have the same scene, and share what is planned."""

    scene: ManoeuvreScene
    frame: Pose


def station_scene(way: StationWay, solids: SolidFloor) -> StationScene:
    """The scene of one way into or out of a station.

    The body is the hull of the empty and the loaded one, as for traffic: one manoeuvre serves both.
    Raises InputError where the drawn edge sweeps a floor with a hole, as in a full circle.
    """
    frame = way.goal if way.inward else way.start
    poses = np.round(into_frame(way.poses, frame), DIGITS)
    outline = body(way.vehicle_type)
    reserved = sweep(outline, poses)
    floor = reserved.buffer(
        solids.clearance_m / 2.0 - tracked_width_m(solids.clearance_m), quad_segs=4
    )
    obstacles = _near(way.station_id, reserved, floor, solids, frame)
    ends = [shapely.Polygon(placed(outline, poses[row])) for row in (0, -1)]
    free_m = min((one.distance(each) for one in ends for each in obstacles), default=np.inf)
    scene = ManoeuvreScene(
        start=as_pose(poses[0]),
        goal=as_pose(poses[-1]),
        obstacles=tuple(part for each in obstacles for part in convex_parts(each)),
        body=(_ring(shapely.Polygon(outline)),),
        limits=limits_of(way.vehicle_type, round(way.speed_mps, DIGITS), loaded=True),
        clearance_m=max(LEAST_M, min(CLEARANCE_M, round(float(free_m) - LEAST_M / 5.0, DIGITS))),
        floor=_ring(floor),
        guide=tuple(as_pose(row) for row in poses),
    )
    return StationScene(scene, frame)


def into_frame(poses: NDArray[np.float64], frame: Pose) -> NDArray[np.float64]:
    """Poses (n, 3) of the map as they are seen from ``frame``."""
    c, s = cos(frame.heading_rad), sin(frame.heading_rad)
    x, y = poses[:, 0] - frame.x_m, poses[:, 1] - frame.y_m
    turned = poses[:, 2] - frame.heading_rad
    return np.column_stack([c * x + s * y, c * y - s * x, turned])


def out_of_frame(poses: NDArray[np.float64], frame: Pose) -> NDArray[np.float64]:
    """Poses (n, 3) seen from ``frame``, on the map."""
    c, s = cos(frame.heading_rad), sin(frame.heading_rad)
    x, y = poses[:, 0], poses[:, 1]
    turned = poses[:, 2] + frame.heading_rad
    return np.column_stack([frame.x_m + c * x - s * y, frame.y_m + s * x + c * y, turned])


def tracked_width_m(clearance_m: float) -> float:
    """Half the width of the corridor in which a manoeuvre is tracked, in a plant that keeps bodies
    this far apart."""
    return min(TRACKED_M, clearance_m / 4.0)


def _near(
    station_id: str, reserved: BaseGeometry, floor: BaseGeometry, solids: SolidFloor, frame: Pose
) -> list[BaseGeometry]:
    """Solid things round the floor, cut off a little beyond it; and loads at other stations, but
    not where the drawn line passes: there the place is wider on paper than on the floor."""
    around = shapely.box(*floor.buffer(NEAR_M).bounds)
    on_map = moved(around, frame, out_of_frame)
    walls = solids.walls.geometries[solids.walls.query(on_map, predicate="intersects")]
    loads = [
        place for name, place in solids.loads if name != station_id and place.intersects(on_map)
    ]
    near = [moved(each, frame, into_frame) for each in (*walls, *loads)]
    kept = near[: len(walls)] + [
        each for each in near[len(walls) :] if not each.intersects(reserved)
    ]
    cut = [each.intersection(around) for each in kept]
    return [each for each in cut if each.area > 0.0 and each.distance(floor) < CLEARANCE_M]


def moved(
    area: BaseGeometry,
    frame: Pose,
    move: Callable[[NDArray[np.float64], Pose], NDArray[np.float64]],
) -> BaseGeometry:
    def each(points: NDArray[np.float64]) -> NDArray[np.float64]:
        poses = np.column_stack([points, np.zeros(len(points))])
        return np.round(move(poses, frame)[:, :2], DIGITS)

    return shapely.transform(area, each)


def _ring(area: BaseGeometry) -> Polygon:
    """The outline of an area without holes, counter-clockwise.

    Raises InputError for one in several pieces or with a hole.
    """
    if not isinstance(area, shapely.Polygon) or area.interiors:
        raise InputError("manoeuvre: the floor of the drawn edge has a hole or is in two pieces")
    ring = shapely.orient_polygons(area).exterior.coords
    return tuple((round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in list(ring)[:-1])
