"""Any polygon as convex ones, which is what manoeuvres are planned between."""

from __future__ import annotations

import shapely
from shapely.geometry.base import BaseGeometry

from fleet_core.model.geometry import Point, Polygon

MOST_CORNERS = 8
"""Of a part: every polygon of a program is given as many corners as the largest has."""
SMALLEST_M2 = 1e-6
GRID_M = 1e-6
"""Corners are moved onto a grid: nearer to one another than this, they would break the triangles,
and an obstacle that is missing is worse than one that is moved by a micrometre."""
STRAIGHT = 1e-9
"""A corner that turns by less (as a cross product, m2) is none."""


def convex_parts(area: BaseGeometry, most_corners: int = MOST_CORNERS) -> tuple[Polygon, ...]:
    """Convex polygons, corners counter-clockwise, that together are ``area`` (holes left open).

    Triangles that keep to the edges of the area; an edge between two parts is taken away where the
    two make a convex one (S. Hertel, K. Mehlhorn, "Fast triangulation of the plane with respect to
    simple polygons", 1985: at most four times as many parts as are needed).
    """
    area = shapely.set_precision(area, GRID_M)
    parts = {
        number: _ring(triangle)
        for number, triangle in enumerate(
            shapely.get_parts(shapely.constrained_delaunay_triangles(area))
        )
        if triangle.area > SMALLEST_M2
    }
    owner = {edge: number for number, ring in parts.items() for edge in _edges(ring)}
    for start, end in list(owner):
        here, there = owner.get((start, end)), owner.get((end, start))
        if here is None or there is None or here == there:
            continue
        both = _joined(parts[here], parts[there], (start, end))
        if _is_convex(both) and len(_corners(both)) <= most_corners:
            parts[here] = both
            del parts[there], owner[start, end], owner[end, start]
            owner.update(dict.fromkeys(_edges(both), here))
    return tuple(_corners(ring) for ring in parts.values())


def _ring(triangle: shapely.Polygon) -> Polygon:
    ring = shapely.get_coordinates(shapely.orient_polygons(triangle))
    return tuple((float(x), float(y)) for x, y in ring[:-1])


def _edges(ring: Polygon) -> list[tuple[Point, Point]]:
    return list(zip(ring, (*ring[1:], ring[0]), strict=True))


def _joined(one: Polygon, other: Polygon, edge: tuple[Point, Point]) -> Polygon:
    """Both without the edge between them, which ``one`` goes along from start to end."""
    start, end = edge
    first = one.index(end)
    second = other.index(start)
    return (
        *(*one[first:], *one[:first])[:-1],
        *(*other[second:], *other[:second])[:-1],
    )


def _turns(ring: Polygon) -> list[float]:
    """The cross product at each corner; positive to the left."""
    found = []
    for before, at, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
        ahead = (at[0] - before[0]) * (after[1] - at[1])
        found.append(ahead - (at[1] - before[1]) * (after[0] - at[0]))
    return found


def _is_convex(ring: Polygon) -> bool:
    return min(_turns(ring)) >= -STRAIGHT


def _corners(ring: Polygon) -> Polygon:
    """Without those on a straight edge."""
    return tuple(corner for corner, turn in zip(ring, _turns(ring), strict=True) if turn > STRAIGHT)
