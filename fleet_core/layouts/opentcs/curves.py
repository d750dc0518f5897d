"""Drawn paths as NURBS in metres.

A Bezier curve is a B-spline whose knots all lie at its ends. BEZIER has two control points between
its points; BEZIER_3 has five, of which the middle one joins two cubic pieces; POLYPATH has corners.
Control points are stored in units of the drawing, y down: times scale they are millimetres.
"""

from __future__ import annotations

from fleet_core.layouts.opentcs.model import PlantModel, TcsPath
from fleet_core.model.geometry import Point
from fleet_core.model.layout import ControlPoint, Trajectory

CONTROL_POINTS = {"BEZIER": 2, "BEZIER_3": 5}

MM = 1000.0


def path_points(model: PlantModel, path: TcsPath) -> tuple[Point, ...]:
    """Start, control points and end in metres."""
    ends = (model.points[path.source], model.points[path.destination])
    (start, end) = ((one.x_mm / MM, one.y_mm / MM) for one in ends)
    control = ((x * model.scale_x_mm / MM, -y * model.scale_y_mm / MM) for x, y in path.control)
    return (start, *control, end)


def fault_of(model: PlantModel, path: TcsPath) -> str | None:
    """Why the path cannot be drawn, or None."""
    wanted = CONTROL_POINTS.get(path.connection)
    if wanted is not None and len(path.control) != wanted:
        return f"is {path.connection} with {len(path.control)} control points; expected {wanted}"
    if path.control and path.connection != "DIRECT" and not (model.scale_x_mm and model.scale_y_mm):
        return "has control points while visualLayout tells no scale above 0"
    return None


def trajectory_of(model: PlantModel, path: TcsPath) -> Trajectory | None:
    """The curve from source to destination, or None for a straight line."""
    points = path_points(model, path)
    match path.connection:
        case "BEZIER":
            return _nurbs(3, (0.0,) * 4 + (1.0,) * 4, points)
        case "BEZIER_3":
            return _nurbs(3, (0.0,) * 4 + (0.5,) * 3 + (1.0,) * 4, points)
        case "POLYPATH" if path.control:
            pieces = len(points) - 1
            inner = tuple(i / pieces for i in range(1, pieces))
            return _nurbs(1, (0.0, 0.0, *inner, 1.0, 1.0), points)
        case _:
            return None


def backwards(curve: Trajectory | None) -> Trajectory | None:
    """The same curve from its end to its start."""
    if curve is None:
        return None
    knots = tuple(1.0 - one for one in reversed(curve.knots))
    return Trajectory(curve.degree, knots, tuple(reversed(curve.control_points)))


def _nurbs(degree: int, knots: tuple[float, ...], points: tuple[Point, ...]) -> Trajectory:
    return Trajectory(degree, knots, tuple(ControlPoint(x, y) for x, y in points))
