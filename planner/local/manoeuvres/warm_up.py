"""Compiles the kernels once; they are kept on disk."""

from __future__ import annotations

from math import pi

from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.plan import plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreLimits, ManoeuvreScene, box


def warm_up() -> None:
    """Plans one easy manoeuvre, which also builds the program of the usual size: a tricycle and
    obstacles with four corners."""
    limits = ManoeuvreLimits(Kinematics.TRICYCLE, 0.8, 0.8, 0.5, 0.5, 0.5)
    plan_manoeuvre(
        ManoeuvreScene(
            Pose(0.0, 0.0, 0.0),
            Pose(-3.0, -1.0, pi / 8.0),
            (box(-6.0, 3.0, 2.0, 4.0),),
            (box(-0.5, -0.5, 2.0, 0.5),),
            limits,
        )
    )
