"""Vehicles and stretches for the tests of local planning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from planner.local.sight import Sight
from planner.local.stretch import Line, Stretch, stretch_along
from tests.simulation.plants import AMR

LONG = ((-0.3, -0.5), (2.3, -0.5), (2.3, 0.5), (-0.3, 0.5))
FORKLIFT: VehicleType = replace(
    AMR, id="forklift", kinematics=Kinematics.TRICYCLE, footprint=LONG, loaded_footprint=LONG
)


def straight(length_m: float, limit_mps: float = 1.5, width_m: float = 0.1) -> Stretch:
    """Along x from the origin."""
    poses = np.array([[0.0, 0.0, 0.0], [length_m, 0.0, 0.0]])
    way = np.array([0.0, length_m])
    return stretch_along(Line(poses, way, np.full(2, limit_mps), 1, width_m))


def bend(radius_m: float, angle_rad: float, limit_mps: float, direction: int = 1) -> Stretch:
    """4 m along x from the origin (the body turned round for direction -1), an arc to the left, and
    4 m straight on."""
    arc_m = radius_m * angle_rad
    way = np.concatenate([[0.0], 4.0 + np.arange(0.0, arc_m, 0.05), [4.0 + arc_m, 8.0 + arc_m]])
    turned = np.clip((way - 4.0) / radius_m, 0.0, angle_rad)
    x = np.minimum(way, 4.0) + radius_m * np.sin(turned)
    y = radius_m * (1.0 - np.cos(turned))
    after = np.maximum(0.0, way - 4.0 - arc_m)
    x, y = x + after * np.cos(angle_rad), y + after * np.sin(angle_rad)
    heading = turned + (0.0 if direction > 0 else np.pi)
    poses = np.column_stack([x, y, heading])
    return stretch_along(Line(poses, way, np.full(len(way), limit_mps), direction, 0.1))


def sight(pose: tuple[float, float, float], speed_mps: float = 0.0, steer: float = 0.0) -> Sight:
    """Of one vehicle, of which everything is known."""
    return Sight(
        np.array([pose]), np.array([speed_mps]), np.array([steer]), np.zeros(1),
        np.ones(1, np.bool_), np.zeros(1, np.bool_), np.zeros(1),
    )  # fmt: skip
