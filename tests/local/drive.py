"""A vehicle that is driven by the local planner, and a record of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.simulation.drive_kernel import roll
from planner.local.local_planner import LocalPlanner
from planner.local.objects import Objects, no_objects
from planner.local.sight import Commands, Sight
from planner.local.stretch import Stretch
from planner.local.supervisor import Verdict
from tests.local.lanes import sight

PERIOD_S = 0.1


@dataclass
class Drive:
    """One vehicle on one stretch, from its beginning (or from ``pose``)."""

    type: VehicleType
    stretch: Stretch
    folder: Path
    pose: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    speed_mps: float = 0.0
    steer: float = 0.0
    poses: list[NDArray[np.float64]] = field(default_factory=list)
    ways: list[float] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    asides: list[float] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.planner = LocalPlanner([self.type], self.folder)
        self.planner.begin(0, self.stretch)

    def step(self, objects: Objects | None = None, seen: Sight | None = None) -> Commands:
        """One period; ``seen`` is what the planner is told instead of the truth."""
        told = seen or sight(tuple(self.pose.tolist()), self.speed_mps, self.steer)
        commands = self.planner.plan(told, objects or no_objects(), PERIOD_S)
        wheelbase_m = self.type.wheelbase_m if self.type.kinematics is Kinematics.TRICYCLE else 0.0
        speeds = np.array([self.speed_mps, commands.speed_mps[0]])
        steers = np.array([self.steer, commands.steer[0]])
        roll(self.pose, self.stretch.direction, speeds, steers, wheelbase_m, PERIOD_S)
        self.speed_mps, self.steer = float(speeds[1]), float(steers[1])
        self.poses.append(self.pose.copy())
        self.ways.append(float(commands.way_m[0]))
        self.asides.append(float(commands.aside_m[0]))
        self.speeds.append(self.speed_mps)
        self.verdicts.append(Verdict(commands.verdict[0]))
        return commands

    def run(self, periods: int, objects: Objects | None = None) -> Drive:
        """Several."""
        for _ in range(periods):
            self.step(objects)
        return self
