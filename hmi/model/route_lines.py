"""A vehicle's route as line pieces: what is released and what is only planned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fleet_core.model.route import Leg, Route
from fleet_core.model.vehicle import VehicleReport
from hmi.model.fleet_arrays import Floats


def ahead(route: Route, report: VehicleReport) -> tuple[Floats, Floats]:
    """Line pieces (n, 4) of the released part that is still ahead, and of the planned rest.

    The first piece begins at the vehicle itself, so that the line never lags behind it.
    """
    done = report.legs_done if report.route_id == route.route_id else 0
    released = points_of(route.legs[done : route.released])
    planned = points_of(route.legs[max(done, route.released) :])
    here = np.array([[report.pose.x_m, report.pose.y_m]])
    if len(released):
        released = np.concatenate([here, released[_nearest(released, here) + 1 :]])
    return pieces(released), pieces(planned)


def points_of(legs: Sequence[Leg]) -> Floats:
    """All sampled places of some legs, (n, 2)."""
    points = [(pose.x_m, pose.y_m) for leg in legs for pose in leg.path]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def pieces(points: Floats) -> Floats:
    return np.concatenate([points[:-1], points[1:]], axis=1)


def _nearest(points: Floats, here: Floats) -> int:
    return int(np.argmin(((points - here) ** 2).sum(axis=1)))
