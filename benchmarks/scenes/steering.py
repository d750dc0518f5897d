"""Who steers: the methods that are compared, by name."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from typing import Protocol, cast

from benchmarks.scenes.scene import Floats
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_type import VehicleType
from planner.local.objects import Objects
from planner.local.settings import LocalSettings
from planner.local.sight import Commands, Sight


class Method(StrEnum):
    """Real-time iteration is ours, the others are what it is compared with."""

    RTI = "rti"
    ORCA = "orca"
    DWA = "dwa"
    MPPI = "mppi"


class Steering(Protocol):
    """Steers a group of vehicles that share their plans."""

    def head_for(self, v: int, pose: Floats, goal_m: Floats) -> None:
        """Vehicle ``v`` is at ``pose`` (3,), and has a new goal (2,)."""
        ...

    def steer(self, sight: Sight, objects: Objects, period_s: float) -> Commands:
        """Commands for the next period."""
        ...


def steering(
    method: Method, types: Sequence[VehicleType], settings: LocalSettings, seed: int
) -> Steering:
    """Raises ConfigurationError where a baseline is not at hand, or cannot steer these vehicles."""
    if method is Method.RTI:
        from benchmarks.scenes.rti import RtiSteering  # noqa: PLC0415 - casadi: a second

        return RtiSteering(types, settings)
    try:
        baseline = import_module(f"benchmarks.local.{method.value}")
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"--method {method.value}: {error.name} is not at hand; baselines are part of the "
            "repository, not of the installed product: run from its folder"
        ) from error
    return cast(Steering, baseline.steering(types, settings, seed))
