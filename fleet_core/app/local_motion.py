"""How the vehicles of the embedded plant drive, by name."""

from __future__ import annotations

import os
from pathlib import Path

from fleet_core.model.errors import InputError
from fleet_core.model.facility import Facility
from fleet_core.simulation.motion import Motion, ProfileMotion

PROFILE, NMPC = "profile", "nmpc"
LOCAL = (PROFILE, NMPC)


def checked_local(local: str) -> str:
    """The name itself. Raises InputError for one that is not known."""
    if local not in LOCAL:
        raise InputError(f"--local {local}: allowed are {' and '.join(LOCAL)}")
    return local


def motion_for(facility: Facility, local: str) -> Motion:
    """``profile``: exact speed profiles on the planned line. ``nmpc``: the local planner steers.

    Raises InputError for another name, ConfigurationError when its solver cannot be compiled.
    """
    if checked_local(local) == PROFILE:
        return ProfileMotion()
    from fleet_core.simulation.planned_motion import PlannedMotion  # noqa: PLC0415 - casadi: a second

    fleet = [facility.vehicle_types[one.type_id] for one in facility.fleet]
    types = [each for each in fleet if not each.manned]
    return PlannedMotion(types, facility.clearance_m / 2.0, solver_folder())


def solver_folder() -> Path:
    """Where compiled solvers are kept: FLEET_CACHE, else the user's cache folder."""
    if named := os.environ.get("FLEET_CACHE"):
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "fleet_controller"
