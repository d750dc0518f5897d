"""What local planning says of a vehicle: when its supervisor braked it last, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VEHICLE = "vehicle"
"""Kind of an obstacle that is a vehicle of the fleet."""


class BrakeCause(StrEnum):
    """Why the supervisor brakes a vehicle."""

    NO_PLAN = "no_plan"  # no plan was found
    RELEASE = "release"  # it would pass the end of its release
    CORRIDOR = "corridor"  # it is leaving its corridor
    OBJECT = "object"  # something is in its way
    NO_POSE = "no_pose"  # nobody says where it is, or what is said is too old
    JUMP = "jump"  # its position is not one that it can have driven to


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that moves and may be in the way. ``kind``: vehicle, person, forklift, ..."""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Intervention:
    """One time that the supervisor brakes; on the fleet's clock."""

    cause: BrakeCause
    since_s: float
    until_s: float | None = None  # None: it still brakes
    obstacle: Obstacle | None = None  # what is in the way, where that is known


@dataclass(frozen=True, slots=True)
class LocalState:
    """How the local planning of one vehicle goes."""

    vehicle_id: str
    interventions: int = 0  # since the planner started
    newest: Intervention | None = None
    solve_ms: float = 0.0  # of its newest plan; 0: it has none
