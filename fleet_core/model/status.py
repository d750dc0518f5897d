"""What is shown: the state of the whole fleet, messages, and candidates for an order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.closure import Closure
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleStatus


class Severity(StrEnum):
    """How loudly a message speaks."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class FleetMessage:
    """Something a dispatcher should read, once."""

    id: int  # grows by one
    time_s: float
    severity: Severity
    reason: Reason  # its code (order_failed, vehicle_lost, ...) is stable, for filters
    vehicle_id: str = ""
    order_id: str = ""
    station_id: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One vehicle as a possible carrier of an order, before anything is sent."""

    vehicle_id: str
    possible: bool
    arrival_s: float | None = None  # clock time at the first stop
    cost_s: float | None = None
    reason: Reason | None = None  # why not, or what makes it costly


@dataclass(frozen=True, slots=True)
class WaitReason:
    """Why one vehicle waits, or what it does while others wait for it."""

    vehicle_id: str
    waits: bool
    reason: Reason | None  # None: there is nothing to say
    blocked_by: tuple[str, ...] = ()  # vehicle ids
    place: str = ""  # edge, node or station that it waits for
    since_s: float | None = None  # since when it waits
    until_s: float | None = None  # when it is expected to get on, or to be where it goes


@dataclass(frozen=True, slots=True)
class Unheard:
    """A vehicle of the plant that has not reported since the dispatcher began."""

    vehicle_id: str
    reason: Reason | None = None  # what its adapter says; None: no adapter speaks for it


@dataclass(frozen=True, slots=True)
class UnknownVehicle:
    """Somebody who reports as a vehicle, and is none of this plant: nobody commands it, and it
    holds no floor."""

    vehicle_id: str
    type_id: str  # as it says
    heard_s: float  # its last report, on the fleet's clock


@dataclass(frozen=True, slots=True)
class FleetSnapshot:
    """Everything that changes, at one time; layouts and facility do not."""

    time_s: float
    vehicles: tuple[VehicleStatus, ...]
    orders: tuple[TransportOrder, ...]
    routes: tuple[Route, ...] = ()
    messages: tuple[FleetMessage, ...] = ()
    fleet_paused: bool = False
    closures: tuple[Closure, ...] = ()
    unheard: tuple[Unheard, ...] = ()
    unknown_vehicles: tuple[UnknownVehicle, ...] = ()
