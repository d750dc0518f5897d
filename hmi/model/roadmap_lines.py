"""The roadmap as line pieces; ways that are driven both ways are drawn once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fleet_core.model.geometry import Point
from fleet_core.model.layout import Edge, Layout, Trajectory
from hmi.model.fleet_arrays import Floats

_CURVE_PIECES = 16


@dataclass(frozen=True, slots=True)
class RoadmapLines:
    """Line pieces (n, 4) in metres, arrows (m, 3: x, y, heading) of ways with one direction."""

    pieces: Floats
    arrows: Floats


def roadmap_lines(layout: Layout) -> RoadmapLines:
    """Every edge as straight pieces; arrows in the middle of one-way edges."""
    there_and_back = {(edge.end_node_id, edge.start_node_id) for edge in layout.edges.values()}
    pieces: list[tuple[float, float, float, float]] = []
    arrows: list[tuple[float, float, float]] = []
    for edge in layout.edges.values():
        two_way = (edge.start_node_id, edge.end_node_id) in there_and_back
        if two_way and edge.start_node_id > edge.end_node_id:
            continue
        points = edge_points(layout, edge)
        pieces.extend(_pieces(points))
        if not two_way:
            arrows.append(_middle(points))
    return RoadmapLines(
        np.array(pieces, dtype=np.float64).reshape(-1, 4),
        np.array(arrows, dtype=np.float64).reshape(-1, 3),
    )


def edge_points(layout: Layout, edge: Edge) -> Floats:
    """The way of an edge, (n, 2) metres: straight, or along its first trajectory."""
    for entry in edge.properties:
        if entry.trajectory is not None and len(entry.trajectory.control_points) > 2:
            return curve_points(entry.trajectory)
    start, end = layout.nodes[edge.start_node_id], layout.nodes[edge.end_node_id]
    return np.array([start.point, end.point])


def curve_points(trajectory: Trajectory) -> Floats:
    """A NURBS sampled evenly in its parameter (homogeneous coordinates, Piegl and Tiller 4.1)."""
    from scipy.interpolate import BSpline  # noqa: PLC0415  (slow to import, curves are rare)

    weighted = np.array(
        [
            (point.x_m * point.weight, point.y_m * point.weight, point.weight)
            for point in trajectory.control_points
        ]
    )
    knots = np.asarray(trajectory.knots, dtype=np.float64)
    if len(knots) != len(weighted) + trajectory.degree + 1:
        return weighted[:, :2] / weighted[:, 2:]
    spline = BSpline(knots, weighted, trajectory.degree)
    first, last = knots[trajectory.degree], knots[-trajectory.degree - 1]
    samples = spline(np.linspace(first, last, _CURVE_PIECES + 1))
    points: Floats = samples[:, :2] / samples[:, 2:]
    return points


def _pieces(points: Floats) -> Iterator[tuple[float, float, float, float]]:
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        yield x0, y0, x1, y1


def _middle(points: Floats) -> tuple[float, float, float]:
    piece = (len(points) - 1) // 2
    (x0, y0), (x1, y1) = points[piece], points[piece + 1]
    return (x0 + x1) / 2, (y0 + y1) / 2, float(np.arctan2(y1 - y0, x1 - x0))


def bounds(layout: Layout, extra: tuple[Point, ...] = ()) -> tuple[Point, Point]:
    """The box around all nodes and the points in ``extra``, metres."""
    points = [node.point for node in layout.nodes.values()] + list(extra) or [(0.0, 0.0)]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return (min(xs), min(ys)), (max(xs), max(ys))
