"""What can be set about the embedded plant."""

from __future__ import annotations

from dataclasses import dataclass, field

from fleet_core.onboard.fit import Fit


@dataclass(frozen=True, slots=True)
class PlantSettings:
    """Defaults fit an industrial plant; every unit is in its name."""

    tick_s: float = 0.1  # longest step of the motion; poses are sampled at this rate
    joint_tolerance_rad: float = 0.09  # 5 degrees: driven through without a stop
    fit: Fit = field(default_factory=Fit)  # of a route to the one before it
    station_reach_m: float = 0.3  # work at a station is done this near to one of its nodes
    repaired_soc: float = 0.5  # an empty battery is charged by hand to this before it goes on
    full_soc: float = 0.999  # charging has finished
