"""How the vehicles of the embedded plant drive, by name."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fleet_core.model.errors import InputError
from fleet_core.model.facility import Facility
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.simulation.motion import Motion, ProfileMotion

if TYPE_CHECKING:
    from fleet_core.simulation.local_pilot import LocalPilot
    from fleet_core.simulation.pilot import Pilot
    from planner.local.manoeuvres.cache import ManoeuvreCache

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
    return steered_motion(facility, local_pilot(facility))


def local_pilot(facility: Facility) -> LocalPilot:
    """The local planner of all vehicles in this process. Raises ConfigurationError as above."""
    from fleet_core.simulation.local_pilot import LocalPilot  # noqa: PLC0415 - casadi: a second

    ids = [one.id for one in facility.fleet if not facility.vehicle_types[one.type_id].manned]
    return LocalPilot(commanded_types(facility), solver_folder(), ids)


def steered_motion(facility: Facility, pilot: Pilot) -> Motion:
    """Vehicles that do what a pilot says, half the plant's clearance beside their lines at most,
    and at stations the manoeuvres that were planned for them (`manoeuvre_cache`)."""
    from fleet_core.simulation.station_manoeuvres import StationManoeuvres  # noqa: PLC0415
    from fleet_core.simulation.steered_motion import SteeredMotion  # noqa: PLC0415 - the same

    manoeuvres = StationManoeuvres(facility, manoeuvre_cache().known)
    return SteeredMotion(commanded_types(facility), facility.clearance_m / 2.0, pilot, manoeuvres)


def pilot_of(motion: Motion | None) -> LocalPilot | None:
    """The local planner that steers; None where none does."""
    if motion is None or isinstance(motion, ProfileMotion):
        return None
    from fleet_core.simulation.local_pilot import LocalPilot  # noqa: PLC0415 - casadi: a second
    from fleet_core.simulation.steered_motion import SteeredMotion  # noqa: PLC0415 - the same

    pilot = motion.pilot if isinstance(motion, SteeredMotion) else None
    return pilot if isinstance(pilot, LocalPilot) else None


def manoeuvre_cache(folder: Path | None = None) -> ManoeuvreCache:
    """Manoeuvres at stations, planned before; in ``folder``, or beside the compiled solvers."""
    from planner.local.manoeuvres.cache import ManoeuvreCache  # noqa: PLC0415 - the same

    return ManoeuvreCache(folder or solver_folder() / "manoeuvres", _say)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def commanded_types(facility: Facility) -> list[VehicleType]:
    """Of the vehicles that the fleet commands, in the order of the facility."""
    types = (facility.vehicle_types[one.type_id] for one in facility.fleet)
    return [each for each in types if not each.manned]


def solver_folder() -> Path:
    """Where compiled solvers are kept: FLEET_CACHE, else the user's cache folder."""
    if named := os.environ.get("FLEET_CACHE"):
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "fleet_controller"
