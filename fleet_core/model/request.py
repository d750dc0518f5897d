"""All that a person or a program can ask of the fleet, and what came of it.

The command line, the ROS services and the window only translate to and from these; the fleet's
one door for them is `FleetController.do`. docs/commands.md says how to add one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self
from uuid import uuid4

from fleet_core.model import reasons
from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError, FleetError, InputError, WorkError
from fleet_core.model.order import TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import Candidate

FLEET = "fleet"
"""The author of what the fleet does by itself; nobody else may be called so."""
LONGEST_NAME = 128


def check_author(author: str) -> None:
    """Whether this can be the name of who gives a command. Raises CommandError."""
    if not author.strip():
        raise CommandError(reasons.refusals.author_missing())
    if author.strip().casefold() == FLEET:
        raise CommandError(reasons.refusals.author_reserved(FLEET))
    if len(author) > LONGEST_NAME:
        raise CommandError(reasons.refusals.author_long(len(author), LONGEST_NAME))
    if not author.isprintable():
        raise CommandError(reasons.refusals.author_unprintable(repr(author)))


def new_request_id() -> str:
    """An id that no other request has: 32 hexadecimal digits."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Request:
    """What all requests have: an id of their own. Who has heard no answer sends the same request
    again, with the same id, and gets the answer of the first time; it is carried out once."""

    request_id: str = field(default_factory=new_request_id, kw_only=True, compare=False)


@dataclass(frozen=True, slots=True)
class OrderRequest(Request):
    """A request about an order that the fleet knows."""

    order_id: str


@dataclass(frozen=True, slots=True)
class SubmitOrder(Request):
    """Take an order on; durable when it is answered. An order without an id gets one. An id that
    is known is answered with the order as it is now if it asks for the same, else refused."""

    order: TransportOrder


@dataclass(frozen=True, slots=True)
class CancelOrder(OrderRequest):
    """End an order. Its load, if on board, is set down by a recovery order."""

    cause: str = ""  # empty: that it was cancelled, and by whom


@dataclass(frozen=True, slots=True)
class SuspendOrder(OrderRequest):
    """Stop working on an order until it is resumed."""

    cause: str = ""  # empty: that it was suspended, and by whom


@dataclass(frozen=True, slots=True)
class ResumeOrder(OrderRequest):
    """Go on with a suspended order."""


@dataclass(frozen=True, slots=True)
class NewDeadline:
    """A deadline to set, on the fleet's clock; None takes it away."""

    at_s: float | None


@dataclass(frozen=True, slots=True)
class ReprioritiseOrder(OrderRequest):
    """Change how urgent an order is. None leaves priority or deadline as it is."""

    priority: int | None = None
    deadline: NewDeadline | None = None


@dataclass(frozen=True, slots=True)
class AssignOrder(OrderRequest):
    """A person decides the vehicle; one that is busy takes the order next."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class UnassignOrder(OrderRequest):
    """Takes an assignment back: the fleet chooses the vehicle."""


@dataclass(frozen=True, slots=True)
class ReportLoad(OrderRequest):
    """A person says where the load of an order is that is not on board any more, whatever the
    fleet's books say: at a station, or lost."""

    station_id: str  # empty: it is lost


@dataclass(frozen=True, slots=True)
class ListCandidates(Request):
    """Who could carry an order, and when would it arrive; changes nothing."""

    order: TransportOrder


@dataclass(frozen=True, slots=True)
class PauseVehicle(Request):
    """It stops as soon as it can and waits; it keeps its order."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class ResumeVehicle(Request):
    """Let a paused vehicle go on; take up one that has left its way where it says it is."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class TakeOutOfService(Request):
    """For maintenance: it takes no more orders. A load on board it delivers first, an order without
    one goes to others."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class ForgetVehicle(Request):
    """Strike somebody who reports, and is no vehicle of the plant, off the list of those. Who
    reports again is named again."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class ReturnToService(Request):
    """The end of its maintenance: it takes orders again."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class PauseFleet(Request):
    """All vehicles stop as soon as they can and wait."""


@dataclass(frozen=True, slots=True)
class ResumeFleet(Request):
    """Let the fleet go on."""


@dataclass(frozen=True, slots=True)
class SendVehicle(Request):
    """To a charger, a parking place or any other station."""

    vehicle_id: str
    station_id: str


@dataclass(frozen=True, slots=True)
class SendToCharge(Request):
    """To the best free charger."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class SendToPark(Request):
    """To the best free parking place."""

    vehicle_id: str


@dataclass(frozen=True, slots=True)
class CloseWay(Request):
    """Close edges or a zone; an empty id is chosen by the fleet. ``lasts_s`` counts from when the
    fleet hears it, 0: until the closure's own ``until_s``, or until somebody opens it."""

    closure: Closure
    lasts_s: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenWay(Request):
    """End a closure."""

    closure_id: str


REQUESTS: tuple[type[Request], ...] = (
    SubmitOrder,
    CancelOrder,
    SuspendOrder,
    ResumeOrder,
    ReprioritiseOrder,
    AssignOrder,
    UnassignOrder,
    ReportLoad,
    ListCandidates,
    PauseVehicle,
    ResumeVehicle,
    TakeOutOfService,
    ReturnToService,
    ForgetVehicle,
    PauseFleet,
    ResumeFleet,
    SendVehicle,
    SendToCharge,
    SendToPark,
    CloseWay,
    OpenWay,
)


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    REFUSED = "refused"  # it cannot be met as it stands
    FAILED = "failed"  # the request was good, the work failed all the same


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request. ``reason`` says why it was not done."""

    outcome: Outcome = Outcome.DONE
    reason: Reason | None = None
    order: TransportOrder | None = None  # as it is now; of requests about an order
    candidates: tuple[Candidate, ...] = ()  # of ListCandidates: possible ones first, by arrival
    closure: Closure | None = None  # of CloseWay: as it holds
    not_kept_out: tuple[str, ...] = ()
    """Of CloseWay: vehicles that are inside or will still come in on released legs."""

    @property
    def ok(self) -> bool:
        return self.outcome is Outcome.DONE

    @classmethod
    def refusal(cls, error: FleetError) -> Self:
        """The answer to a request that met this error."""
        bad = isinstance(error, InputError)
        return cls(Outcome.REFUSED if bad else Outcome.FAILED, error.reason)

    def checked(self) -> Self:
        """The answer itself. Raises InputError when it was refused, WorkError when it failed."""
        if self.outcome is Outcome.REFUSED:
            raise InputError(self.reason or reasons.general.said(""))
        if self.outcome is Outcome.FAILED:
            raise WorkError(self.reason or reasons.general.said(""))
        return self
