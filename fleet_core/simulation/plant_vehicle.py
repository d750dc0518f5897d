"""One vehicle of the embedded plant, apart from its motion."""

from __future__ import annotations

from dataclasses import dataclass, field

from numpy.random import Generator

from fleet_core.model.scenario import FaultKind
from fleet_core.model.vehicle import ErrorLevel, OperatingMode, VehicleError
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.onboard.route_chain import RouteChain
from fleet_core.onboard.rules import waiting_routes
from fleet_core.onboard.station_work import StationWork
from fleet_core.simulation.faults import Troubles

BREAKDOWN = VehicleError("breakdown", ErrorLevel.FATAL, "broken down, waits for repair")
EMPTY = VehicleError("battery_empty", ErrorLevel.FATAL, "the battery is empty")
_STANDS = frozenset({FaultKind.STOP, FaultKind.BREAKDOWN, FaultKind.FREEZE})
OBSTACLE = VehicleError("obstacle", ErrorLevel.WARNING, "stands before an obstacle")


@dataclass(slots=True)
class PlantVehicle:
    """What one vehicle knows and suffers."""

    id: str
    type: VehicleType
    index: int  # row in all arrays
    chain: RouteChain
    troubles: Troubles
    rng: Generator  # of its own, so that vehicles do not shift each other's luck
    work: StationWork = field(default_factory=StationWork)
    mode: OperatingMode = OperatingMode.AUTOMATIC

    @property
    def hears(self) -> bool:
        """Takes routes."""
        silent = self.troubles.has(FaultKind.SILENCE)
        return self.mode is OperatingMode.AUTOMATIC and not silent

    def held(self, soc: float) -> bool:
        """Must stand still, for whatever reason."""
        return self.chain.hold or self.work.busy or self.hindered(soc)

    def hindered(self, soc: float) -> bool:
        """Cannot move or work, whatever it is told."""
        if self.mode is not OperatingMode.AUTOMATIC or soc <= 0.0:
            return True
        until = self.troubles.until_s
        return not _STANDS.isdisjoint(until)

    @property
    def under_order(self) -> bool:
        """On the way for a transport order, or at work for it."""
        part = self.chain.current
        if part is None or not part.order_id:
            return False
        if not self.chain.at_end:
            return True
        return part.action is not None and part.action.action_id not in self.work.ended

    def errors(self, soc: float) -> tuple[VehicleError, ...]:
        """Faults as the vehicle reports them."""
        if not self.troubles.any and soc > 0.0 and not self.chain.early:
            return ()
        found = [BREAKDOWN] if self.troubles.has(FaultKind.BREAKDOWN) else []
        if soc <= 0.0:
            found.append(EMPTY)
        if self.troubles.has(FaultKind.STOP):
            found.append(OBSTACLE)
        return (*found, *waiting_routes(self.chain))
