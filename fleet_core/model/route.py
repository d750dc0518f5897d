"""What the fleet tells a vehicle: legs to drive, how many of them now, what to do at the end."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.reason import Reason


class LegKind(StrEnum):
    """DRIVE follows a path; TURN turns on the spot."""

    DRIVE = "drive"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Leg:
    """The smallest part of a route that is released as a whole.

    DRIVE: ``path`` samples the way of the vehicle's origin, first and last pose included, headings
    are the vehicle's; ``reverse`` says that it moves against its heading. TURN: ``path`` is the
    pose before and after; ``turn_rad`` is the signed angle (counter-clockwise positive).
    """

    kind: LegKind
    start_node_id: str
    end_node_id: str
    path: tuple[Pose, ...]
    length_m: float = 0.0
    turn_rad: float = 0.0
    max_speed_mps: float = 0.0  # DRIVE: the lane's limit for this vehicle and load
    reverse: bool = False
    edge_id: str = ""  # DRIVE: the edge of the layout (a long edge may make several legs)


@dataclass(frozen=True, slots=True)
class StationAction:
    """What to do at the end of a route. ``action_id`` is unique: a vehicle that has finished an
    action never does it again, however often it is sent."""

    action_id: str
    kind: StopAction
    station_id: str
    load_unit_id: str = ""
    load_type: str = ""
    duration_s: float = 0.0
    custom_action: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A vehicle's way to its next place of work, in VDA 5050's words: ``legs[:released]`` is the
    base, the rest the horizon. The vehicle never passes the end of leg ``released - 1``.

    A newer message for the same ``route_id`` only ever releases more. A new ``route_id`` begins
    where the released part of the one before ended.
    """

    route_id: str
    vehicle_id: str
    legs: tuple[Leg, ...]
    released: int
    action: StationAction | None = None  # begins when all legs are done
    order_id: str = ""
    hold: bool = False  # stop as soon as possible and wait (pause)
    more_at_s: float | None = None
    """A hint: when more is expected to be released (fleet's clock). Who drives so slowly that it
    comes to the end of its release at that time need not stop. No safety hangs on it."""


@dataclass(frozen=True, slots=True)
class Release:
    """Growth of a route, without its geometry: what is sent between two routes."""

    route_id: str
    vehicle_id: str
    released: int
    hold: bool = False  # as in `Route`
    more_at_s: float | None = None  # as in `Route`


@dataclass(frozen=True, slots=True)
class Wait:
    """Why a vehicle does not get on."""

    vehicle_id: str
    cause: str  # traffic, blocked_by_stopped_vehicle, no_route, goal_taken, paused, ...
    blocking_vehicle_ids: tuple[str, ...] = ()
    place: str = ""  # node or edge it waits for
    since_s: float = 0.0
    reason: Reason | None = None
    until_s: float | None = None  # when it is expected to get on; None: nobody knows
