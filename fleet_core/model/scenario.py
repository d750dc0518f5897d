"""What happens in a plant over a shift: streams of orders, and disturbances."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class OrderStream:
    """Orders from one group of stations to another that come at random (Poisson) at a rate.

    ``source`` and ``target`` are a station id or the name of a station group.
    """

    name: str
    source: str
    target: str
    rate_per_h: float
    load_type: str = ""
    priority: int = 0
    due_s: float | None = None  # deadline, from the time of creation
    required_vehicle_type: str = ""
    required_capability: str = ""
    begin_s: float = 0.0
    end_s: float | None = None
    batch: int = 1  # orders that come together (a truck at the dock)


class FaultKind(StrEnum):
    """What goes wrong with a vehicle."""

    STOP = "stop"  # stands still for a while, then goes on
    BREAKDOWN = "breakdown"  # fatal error until repaired
    SILENCE = "silence"  # no reports, no commands heard
    FREEZE = "freeze"  # stands still and says nothing of it
    JUMP = "jump"  # believes to be up to 30 m from where it is, and says so
    LIE = "lie"  # says that no leg of its route is done


@dataclass(frozen=True, slots=True)
class Fault:
    """One disturbance, planned."""

    at_s: float
    vehicle_id: str
    kind: FaultKind
    duration_s: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """A shift's work."""

    name: str
    streams: tuple[OrderStream, ...]
    faults: tuple[Fault, ...] = ()
    delay_share: float = 0.0  # share of legs that take longer than they should
    delay_factor_max: float = 3.0  # such a leg takes up to this many times as long
    people: int = 0  # who walk about
    manned: int = 0  # manned forklifts that drive about
