"""What can be set about the embedded plant."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlantSettings:
    """Defaults fit an industrial plant; every unit is in its name."""

    tick_s: float = 0.1  # longest step of the motion; poses are sampled at this rate
    joint_tolerance_rad: float = 0.09  # 5 degrees: driven through without a stop
    fit_tolerance_m: float = 0.32  # a route may begin this far from where the last one ends;
    # a little more than how far from a lane a vehicle may be set down by hand
    fit_tolerance_rad: float = 0.2
    station_reach_m: float = 0.3  # work at a station is done this near to one of its nodes
    repaired_soc: float = 0.5  # an empty battery is charged by hand to this before it goes on
    full_soc: float = 0.999  # charging has finished
