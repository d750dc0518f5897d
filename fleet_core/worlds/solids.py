"""What stands in a plant and is never moved, as boxes; and what is painted on its floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, isclose, sin

from fleet_core.model.facility import Facility, StationKind, Wall, ZoneKind
from fleet_core.model.geometry import Point, Polygon

Colour = tuple[float, float, float]

WALL_THICKNESS_M = 0.2
HEIGHTS_M = {"wall": 4.0, "rack": 2.4, "machine": 1.8}
"""By kind of wall; blocks of pallets on the floor are two high, 1.2 m each."""
_SOLID_COLOURS: dict[str, Colour] = {
    "wall": (0.85, 0.85, 0.82),
    "rack": (0.45, 0.55, 0.75),
    "machine": (0.6, 0.62, 0.65),
}
_ZONE_COLOURS: dict[ZoneKind, Colour] = {
    ZoneKind.SPEED_LIMIT: (0.95, 0.85, 0.5),
    ZoneKind.NO_ENTRY: (0.9, 0.4, 0.4),
    ZoneKind.MANNED_SHARED: (0.95, 0.8, 0.6),
    ZoneKind.SHARED_AISLE: (0.95, 0.7, 0.5),
    ZoneKind.PEDESTRIAN: (0.6, 0.85, 0.6),
}
_STATION_COLOURS: dict[StationKind, Colour] = {
    StationKind.TRANSFER: (0.3, 0.5, 0.8),
    StationKind.CHARGER: (0.3, 0.7, 0.4),
    StationKind.PARKING: (0.5, 0.5, 0.5),
}
_CROSSING_COLOUR: Colour = (0.95, 0.95, 0.95)


@dataclass(frozen=True, slots=True)
class Solid:
    """A box that stands on the floor; its middle, its sides, and the direction of its length."""

    name: str
    x_m: float
    y_m: float
    length_m: float
    width_m: float
    height_m: float
    heading_rad: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class FloorMark:
    """Painted on the floor: a zone, a crossing, a station's place."""

    name: str
    polygon: Polygon
    colour: Colour


def solids_of(facility: Facility) -> tuple[Solid, ...]:
    """Walls, racks and machines: a rectangle is one box, anything else a wall along each side."""
    return tuple(one for wall in facility.walls for one in _solids(wall))


def floor_marks_of(facility: Facility) -> tuple[FloorMark, ...]:
    """Zones with an effect, crossings, and the places of all stations that have one."""
    zones = [
        FloorMark(f"zone_{one.id}", one.polygon, _ZONE_COLOURS[one.kind])
        for one in facility.zones
        if one.kind in _ZONE_COLOURS
    ]
    crossings = [
        FloorMark(f"crossing_{one.id}", one.polygon, _CROSSING_COLOUR) for one in facility.crossings
    ]
    return (*zones, *crossings, *_stations(facility))


def _stations(facility: Facility) -> Iterator[FloorMark]:
    for use in facility.uses.values():
        station = facility.layout.stations.get(use.station_id)
        if station is None or station.pose is None:
            continue
        pose, depth, width = station.pose, use.depth_m / 2.0, use.width_m / 2.0
        along, across = cos(pose.heading_rad), sin(pose.heading_rad)
        corners = ((-depth, -width), (depth, -width), (depth, width), (-depth, width))
        polygon = tuple(
            (pose.x_m + along * x - across * y, pose.y_m + across * x + along * y)
            for x, y in corners
        )
        yield FloorMark(f"station_{use.station_id}", polygon, _STATION_COLOURS[use.kind])


def _solids(wall: Wall) -> Iterator[Solid]:
    height_m = HEIGHTS_M.get(wall.kind, HEIGHTS_M["wall"])
    colour = _SOLID_COLOURS.get(wall.kind, _SOLID_COLOURS["wall"])
    if wall.closed and (box := _rectangle(wall.points)):
        yield Solid(wall.id, *box[:4], height_m, box[4], colour)
        return
    ring = (*wall.points, wall.points[0]) if wall.closed else wall.points
    for number, (begin, end) in enumerate(pairwise(ring), 1):
        length_m = hypot(end[0] - begin[0], end[1] - begin[1])
        if length_m > 0.0:
            yield Solid(
                f"{wall.id}_{number}",
                (begin[0] + end[0]) / 2.0,
                (begin[1] + end[1]) / 2.0,
                length_m + WALL_THICKNESS_M,  # closes the corner with its neighbours
                WALL_THICKNESS_M,
                height_m,
                atan2(end[1] - begin[1], end[0] - begin[0]),
                colour,
            )


def _rectangle(points: Polygon) -> tuple[float, float, float, float, float] | None:
    """Middle, length, width and direction, where four points are a rectangle."""
    if len(points) != 4:
        return None
    a, b, c, d = points
    one, other = _side(a, b), _side(b, c)
    is_parallelogram = _near(_side(a, b), _side(d, c))
    length, width = hypot(*one), hypot(*other)
    across = one[0] * other[0] + one[1] * other[1]
    if not is_parallelogram or length * width == 0.0 or abs(across) > 1e-6 * length * width:
        return None
    return (a[0] + c[0]) / 2.0, (a[1] + c[1]) / 2.0, length, width, atan2(one[1], one[0])


def _side(begin: Point, end: Point) -> Point:
    return end[0] - begin[0], end[1] - begin[1]


def _near(one: Point, other: Point) -> bool:
    return all(isclose(p, q, abs_tol=1e-6) for p, q in zip(one, other, strict=True))
