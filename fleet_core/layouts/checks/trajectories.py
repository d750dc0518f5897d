"""Do curves begin and end where their edge does, and are they curves at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.layouts.finding import Finding, error, warning
from fleet_core.model.layout import EdgeProperties, Node, Trajectory
from planner.roadmap.curves import evaluate

SNAP_M = 0.01
"""Nearer than this is rounding; the curve is drawn to the node without a word."""

PULL_M = 0.1
"""Nearer than this the node is meant, and a vehicle's own control bridges it; with a warning."""

DEGREE_LIMIT = 25
"""Above, evaluation loses its precision; drawing tools use 2, 3 or 5."""


def checked_trajectory(
    element: str, entry: EdgeProperties, start: Node, end: Node, file: str
) -> tuple[EdgeProperties | None, list[Finding]]:
    """The entry with its curve drawn exactly to its nodes, or None when it is not sound."""
    curve = entry.trajectory
    if curve is None:
        return entry, []
    wrong = [error(file, element, reason, "trajectory") for reason in _faults(curve)]
    if wrong:
        return None, wrong
    ends = evaluate(curve, np.array([curve.knots[curve.degree], curve.knots[-curve.degree - 1]]))
    found: list[Finding] = []
    for verb, node, (x_m, y_m) in zip(("begins", "ends"), (start, end), ends, strict=True):
        away_m = hypot(x_m - node.x_m, y_m - node.y_m)
        reason = (
            f"has a trajectory for {entry.vehicle_type_id} that {verb} at ({x_m:.3f}, {y_m:.3f}), "
            f"{away_m:.3f} m from node {node.id}"
        )
        if away_m > PULL_M:
            reason += f"; expected at most {PULL_M} m"
            found.append(error(file, element, reason, "trajectory_end"))
        elif away_m > SNAP_M:
            found.append(warning(file, element, f"{reason}; read as the node", "trajectory_end"))
    return replace(entry, trajectory=_drawn_to(curve, start, end, ends)), found


def _faults(curve: Trajectory) -> Iterator[str]:
    points, knots = len(curve.control_points), curve.knots
    if not 1 <= curve.degree <= DEGREE_LIMIT:
        yield f"has a trajectory of degree {curve.degree}; expected 1 to {DEGREE_LIMIT}"
    elif points < curve.degree + 1:
        yield (
            f"has a trajectory of degree {curve.degree} with {points} control points; "
            f"expected at least {curve.degree + 1}"
        )
    elif len(knots) != points + curve.degree + 1:
        yield (
            f"has a trajectory with {len(knots)} knots; expected {points + curve.degree + 1} "
            f"({points} control points + degree {curve.degree} + 1)"
        )
    elif any(later < earlier for earlier, later in pairwise(knots)):
        yield "has a trajectory whose knots fall; expected a sequence that never falls"
    elif knots[curve.degree] >= knots[-curve.degree - 1]:
        yield "has a trajectory whose knots span nothing; expected them to rise"
    elif _torn(curve):
        yield "has a trajectory with a knot repeated so often that the curve tears"
    elif any(one.weight <= 0.0 for one in curve.control_points):
        yield "has a trajectory with a weight of 0 or less; expected more than 0"
    elif len({(one.x_m, one.y_m) for one in curve.control_points}) == 1:
        yield "has a trajectory without length"


def _torn(curve: Trajectory) -> bool:
    inner = [one for one in curve.knots if curve.knots[0] < one < curve.knots[-1]]
    return any(count > curve.degree for count in Counter(inner).values())


def _drawn_to(curve: Trajectory, start: Node, end: Node, ends: NDArray[np.float64]) -> Trajectory:
    """First and last control point moved onto the nodes, where the curve goes through them."""
    first, *between, last = curve.control_points
    if hypot(first.x_m - ends[0][0], first.y_m - ends[0][1]) < SNAP_M:
        first = replace(first, x_m=start.x_m, y_m=start.y_m)
    if hypot(last.x_m - ends[1][0], last.y_m - ends[1][1]) < SNAP_M:
        last = replace(last, x_m=end.x_m, y_m=end.y_m)
    return replace(curve, control_points=(first, *between, last))
