"""Compiles the solvers and kernels of local planning by planning once with each kind of wheels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from fleet_core.model.vehicle_type import Kinematics
from planner.local.local_planner import LocalPlanner
from planner.local.objects import moving_discs
from planner.local.sight import Sight
from planner.local.stretch import Line, stretch_along
from planner.local.turning import TurnOnSpot
from planner.warm_up_cart import CART


def warm_up(folder: Path) -> None:
    """Calls everything with the types it is used with; the results are kept on disk."""
    planner = LocalPlanner([CART, replace(CART, kinematics=Kinematics.TRICYCLE)], folder)
    for v in range(2):
        poses = np.array([[0.0, 4.0 * v, 0.0], [9.0, 4.0 * v, 0.0]])
        planner.begin(v, stretch_along(Line(poses, np.array([0.0, 9.0]), np.ones(2), 1, 0.1)))
    person = moving_discs(
        np.array([[3.0, 0.0]]), np.zeros((1, 2)), np.full(1, 0.3), np.zeros(1), planner.settings
    )
    sight = Sight(
        np.array([[0.0, 0.0, 0.0], [0.0, 4.0, 0.0]]),
        np.zeros(2),
        np.zeros(2),
        np.zeros(2),
        np.ones(2, np.bool_),
        np.zeros(2, np.bool_),
        np.zeros(2),
    )
    for _ in range(2):
        planner.plan(sight, person, planner.settings.period_s)
    planner.begin(0, TurnOnSpot(1.0, 1, 0.5))
    planner.plan(sight, person, planner.settings.period_s)
