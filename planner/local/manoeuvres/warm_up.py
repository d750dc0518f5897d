"""Compiles the kernels, which stay on disk, and builds the programs of one kind of scene."""

from __future__ import annotations

from math import pi

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.optimisation import size_of
from planner.local.manoeuvres.plan import SIZES, plan_manoeuvre
from planner.local.manoeuvres.problem import program
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene, box

EASY = ManoeuvreScene(
    Pose(0.0, 0.0, 0.0),
    Pose(-3.0, -1.0, pi / 8.0),
    (box(-6.0, 3.0, 2.0, 4.0),),
    (box(-0.5, -0.5, 2.0, 0.5),),
    ManoeuvreLimits(Kinematics.TRICYCLE, 0.8, 0.8, 0.5, 0.5, 0.5),
)
"""Bodies and obstacles with four corners, as most are."""


def warm_up(scene: ManoeuvreScene = EASY) -> None:
    """Plans ``scene`` once, and builds the programs of all sizes for scenes like it, so that what
    is planned later in this process waits for nothing."""
    for intervals in SIZES:
        program(size_of(scene, intervals))
    plan_manoeuvre(scene)
