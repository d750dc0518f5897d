"""Transport orders. Immutable: a change makes a new value and a transition that is stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.reason import Reason


class StopAction(StrEnum):
    """What is done at a stop."""

    PICK = "pick"
    DROP = "drop"
    WAIT = "wait"
    CHARGE = "charge"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Stop:
    """A station and what is done there."""

    station_id: str
    action: StopAction
    duration_s: float = 0.0  # of WAIT and CUSTOM
    custom_action: str = ""  # name of a CUSTOM action, as the vehicle knows it


class Origin(StrEnum):
    """Who asked for an order."""

    DISPATCHER = "dispatcher"
    WMS = "wms"
    TRIGGER = "trigger"
    RECOVERY = "recovery"  # made by the fleet itself, to set down the load of a cancelled order


class OrderState(StrEnum):
    """Where an order is in its life; in brackets who sets it.

    ACCEPTED (intake, once it is stored) -> QUEUED (intake, when released and its dependencies are
    done) -> ASSIGNED (allocation) -> UNDER_WAY (execution, at the first command to the vehicle)
    -> DONE (execution, after the last stop). SUSPENDED (a person, or execution when its vehicle
    has failed) returns to QUEUED, or to UNDER_WAY when a load is on board. FAILED and CANCELLED
    end it. ASSIGNED and UNDER_WAY without a load on board may fall back to QUEUED.
    """

    ACCEPTED = "accepted"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    UNDER_WAY = "under_way"
    SUSPENDED = "suspended"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in (OrderState.DONE, OrderState.FAILED, OrderState.CANCELLED)


@dataclass(frozen=True, slots=True)
class AsSubmitted:
    """What commands may change about an order, as it was when the order was submitted."""

    priority: int
    deadline_s: float | None
    intended_vehicle: str
    stops: tuple[Stop, ...]

    @classmethod
    def of(cls, order: TransportOrder) -> AsSubmitted:
        """An order that no command has changed yet."""
        return cls(order.priority, order.deadline_s, order.intended_vehicle, order.stops)


@dataclass(frozen=True, slots=True)
class TransportOrder:
    """What is to be moved, by when, and how far it has come."""

    id: str
    stops: tuple[Stop, ...]
    load_unit_id: str = ""
    load_type: str = ""
    priority: int = 0  # -100 to 100, higher is more urgent
    release_time_s: float = 0.0  # not begun before
    deadline_s: float | None = None  # the last stop should be done by then
    required_vehicle_type: str = ""
    required_capability: str = ""
    intended_vehicle: str = ""
    pinned: int = 0  # of the orders meant for a vehicle that given first has the least; 0: none
    depends_on: tuple[str, ...] = ()  # ids of orders that must be done before
    origin: Origin = Origin.DISPATCHER
    author: str = ""
    created_at_s: float = 0.0
    # progress
    state: OrderState = OrderState.ACCEPTED
    vehicle_id: str = ""
    next_stop: int = 0  # index of the first stop that is not done
    loaded: bool = False  # its load is on board of vehicle_id
    ended_at_s: float | None = None
    reason: Reason | None = None  # why it waits, is suspended, has failed
    begun_anew: int = 0  # so often sent back to an earlier stop, whose actions are new ones then
    as_submitted: AsSubmitted | None = None  # None: no command has changed it

    @property
    def stop(self) -> Stop | None:
        """The stop that is next, or None after the last."""
        return self.stops[self.next_stop] if self.next_stop < len(self.stops) else None

    @property
    def last_pick(self) -> int | None:
        """Index of the stop at which its load came on board; None: at none (a recovery order)."""
        done = range(self.next_stop)
        return max((i for i in done if self.stops[i].action is StopAction.PICK), default=None)


@dataclass(frozen=True, slots=True)
class Transition:
    """One step in the life of an order, as it is stored."""

    order_id: str
    sequence: int  # 0, 1, 2, ... within the order
    from_state: OrderState | None  # None: it was just accepted
    to_state: OrderState
    time_s: float
    cause: Reason
    author: str
