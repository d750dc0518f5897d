"""What a dispatcher can ask of the fleet."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.closure import Closure
from fleet_core.model.order import TransportOrder
from fleet_core.model.status import Candidate


@dataclass(frozen=True, slots=True)
class SubmitOrder:
    order: TransportOrder


@dataclass(frozen=True, slots=True)
class CancelOrder:
    order_id: str
    cause: str


@dataclass(frozen=True, slots=True)
class SuspendOrder:
    order_id: str
    cause: str


@dataclass(frozen=True, slots=True)
class ResumeOrder:
    order_id: str


@dataclass(frozen=True, slots=True)
class ReprioritiseOrder:
    """Priority and deadline as they shall be; the deadline None takes it away."""

    order_id: str
    priority: int
    deadline_s: float | None


@dataclass(frozen=True, slots=True)
class AssignOrder:
    order_id: str
    vehicle_id: str


@dataclass(frozen=True, slots=True)
class UnassignOrder:
    """Takes an assignment back: the fleet chooses the vehicle."""

    order_id: str


@dataclass(frozen=True, slots=True)
class ListCandidates:
    """Who could carry an order, and when would it arrive; sends nothing."""

    order: TransportOrder


@dataclass(frozen=True, slots=True)
class PauseVehicle:
    vehicle_id: str


@dataclass(frozen=True, slots=True)
class ResumeVehicle:
    vehicle_id: str


@dataclass(frozen=True, slots=True)
class PauseFleet:
    pass


@dataclass(frozen=True, slots=True)
class ResumeFleet:
    pass


@dataclass(frozen=True, slots=True)
class SendVehicle:
    vehicle_id: str
    station_id: str


@dataclass(frozen=True, slots=True)
class SendToCharge:
    vehicle_id: str


@dataclass(frozen=True, slots=True)
class SendToPark:
    vehicle_id: str


@dataclass(frozen=True, slots=True)
class CloseWay:
    """An empty id is chosen by the fleet; ``lasts_s`` counts from when the fleet hears it, 0: until
    the closure's own ``until_s``, or until somebody opens it."""

    closure: Closure
    lasts_s: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenWay:
    closure_id: str


Request = (
    SubmitOrder
    | CancelOrder
    | SuspendOrder
    | ResumeOrder
    | ReprioritiseOrder
    | AssignOrder
    | UnassignOrder
    | ListCandidates
    | PauseVehicle
    | ResumeVehicle
    | PauseFleet
    | ResumeFleet
    | SendVehicle
    | SendToCharge
    | SendToPark
    | CloseWay
    | OpenWay
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request. ``text`` gives the reason when it was refused."""

    ok: bool
    text: str = ""
    order_id: str = ""  # of SubmitOrder: as the fleet has stored it
    candidates: tuple[Candidate, ...] = ()
    closure: Closure | None = None  # of CloseWay: as it holds
