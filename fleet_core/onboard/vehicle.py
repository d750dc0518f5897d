"""What the maker of a vehicle writes; all rules of routes and work are the driver's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, StationAction
from fleet_core.model.vehicle import OperatingMode, VehicleError
from fleet_core.onboard.station_work import ActionResult


@dataclass(frozen=True, slots=True)
class VehicleState:
    """What the vehicle knows of itself."""

    pose: Pose  # of its origin, in the frame map
    speed_mps: float = 0.0  # along the heading, negative backwards
    turn_rate_radps: float = 0.0
    battery_soc: float = 1.0  # 0 to 1
    charging: bool | None = None  # None: while a charge action runs
    load_unit_ids: tuple[str, ...] | None = None  # None: as picks and drops say
    mode: OperatingMode = OperatingMode.AUTOMATIC
    errors: tuple[VehicleError, ...] = ()


class OwnVehicle(Protocol):
    """Called from the driver's one thread, some 20 times a second; each call returns at once."""

    def state(self) -> VehicleState:
        """Where it is and how it is, now."""
        ...

    def drive(self, legs: Sequence[Leg], dt_s: float) -> int:
        """Go on along ``legs``, which follow each other, and never past the end of the last; the
        first is the one that it is on. None: brake and stand. ``dt_s``: since the last call.

        Returns how many of them are behind it by now, whole; those are not given again.
        """
        ...

    def work(self, action: StationAction, dt_s: float) -> ActionResult:
        """Begin ``action``, or go on with it: RUNNING, FINISHED, or FAILED with the reason."""
        ...

    def break_off(self, action: StationAction) -> None:
        """A new route ends a charge or a wait that was running."""
        ...
