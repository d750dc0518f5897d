"""Who moves on the floor beside the commanded vehicles, how it is seen, and what is warned of.

Warnings are codes with parameters: a state with a cause and an action, worded at the edges. They
assist; they never replace a vehicle's certified safety system.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.geometry import Point


class ObjectClass(StrEnum):
    """What moves."""

    PERSON = "person"
    FORKLIFT = "forklift"  # driven by a person
    AGV = "agv"


class WarningLevel(StrEnum):
    """How urgent a warning is, in rising order."""

    NOTICE = "notice"  # somebody will be near; nothing to do but to know
    WARNING = "warning"  # contact if nobody reacts; there is time to slow down
    DANGER = "danger"  # the last moment for a comfortable reaction: stop
    EMERGENCY = "emergency"  # only braking at once can still help

    @property
    def rank(self) -> int:
        """0 for a notice, rising."""
        return _RANK[self]


RANKED = tuple(WarningLevel)
_RANK = {level: rank for rank, level in enumerate(RANKED)}


class Advice(StrEnum):
    """What the warned party should do."""

    WATCH = "watch"
    SLOW_DOWN = "slow_down"
    GIVE_WAY = "give_way"  # the other is there first
    STOP = "stop"


class Cause(StrEnum):
    """Why a warning is raised, or is as urgent as it is."""

    CROSSING = "crossing"  # the other comes from a side
    HEAD_ON = "head_on"
    OVERTAKING = "overtaking"  # both go the same way
    STANDING = "standing"  # the other stands in the way
    NO_REACTION = "no_reaction"  # was warned of, and nobody has reacted


class Bearing(StrEnum):
    """Where the other is, as seen along the warned party's direction of travel."""

    AHEAD = "ahead"
    LEFT = "left"
    BEHIND = "behind"
    RIGHT = "right"


class SourceState(StrEnum):
    """What a source of tags or detections is worth now."""

    NEVER = "never"  # not heard yet
    OK = "ok"
    FAULTY = "faulty"  # speaks, but much of what it says cannot be used
    LOST = "lost"  # has not spoken within its maximum age


Covariance = tuple[float, float, float]
"""xx, xy and yy of a position, m2."""


@dataclass(frozen=True, slots=True)
class Detection:
    """What a camera or a lidar takes for somebody; it does not know who."""

    stamp_s: float  # when it was measured, fleet's clock
    kind: ObjectClass
    x_m: float
    y_m: float
    covariance: Covariance
    confidence: float = 1.0
    heading_rad: float = 0.0  # of a vehicle: along its body, either end first
    heading_sigma_rad: float = 0.0  # standard deviation; 0: not measured


@dataclass(frozen=True, slots=True)
class TagReport:
    """Where a radio tag is. A tag is carried by one person or one manned vehicle."""

    stamp_s: float
    tag_id: str
    kind: ObjectClass
    x_m: float
    y_m: float
    covariance: Covariance


@dataclass(frozen=True, slots=True)
class TagRanges:
    """How far a radio tag is from anchors, for locating systems that do not place it themselves."""

    stamp_s: float
    tag_id: str
    kind: ObjectClass
    ranges: tuple[tuple[str, float], ...]  # anchor and distance on the floor, m
    sigma_m: float  # standard deviation of a range that comes straight


@dataclass(frozen=True, slots=True)
class Track:
    """One person or manned vehicle, from all that has been seen of it; at ``stamp_s``."""

    id: str
    kind: ObjectClass
    stamp_s: float
    x_m: float  # middle of the body, frame map
    y_m: float
    vx_mps: float
    vy_mps: float
    heading_rad: float  # of a vehicle's body; of a person: where it went last
    turn_radps: float
    covariance: Covariance
    seen_s: float  # when it was measured last; older than stamp_s: predicted since
    standing: float  # probability that it stands
    tag_id: str = ""
    velocity_covariance: Covariance = (0.0, 0.0, 0.0)  # m2/s2
    cross_covariance: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    # x vx, x vy, y vx, y vy; m2/s
    heading_sigma_rad: float = 0.0  # standard deviation of the heading of a vehicle's body
    speeding_mps2: float = 0.0  # how fast its speed has risen lately; negative: it slows down


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """What one source has said so far, and whether it can be relied on."""

    source_id: str
    state: SourceState
    since_s: float  # of this state
    latency_s: float  # of its measurements when they arrive, smoothed
    heard: int  # measurements so far
    refused: int  # of these, not used
    refused_by_cause: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ProximityWarning:
    """One encounter of a vehicle with somebody, from its beginning to its end."""

    id: int  # the same for one encounter
    active: bool  # false: over
    level: WarningLevel
    cause: Cause
    advice: Advice
    party_id: str  # who is warned: a vehicle, or the track of a manned forklift
    party_kind: ObjectClass
    other_id: str  # track of whom it is warned of
    other_kind: ObjectClass
    bearing: Bearing
    bearing_rad: float  # counter-clockwise from the party's direction of travel
    distance_m: float  # gap between the two bodies now
    closest_m: float  # smallest expected gap
    contact_s: float  # until the bodies are expected to touch, or to be nearest
    needed_lead_s: float  # reaction and braking of the warned party
    probability: float  # of contact if nobody reacts
    at: Point  # where the other is expected then, frame map
    since_s: float  # when the encounter began
    level_since_s: float


class LampState(StrEnum):
    """What a lamp at a crossing or a shared aisle should show."""

    FREE = "free"
    TAKEN = "taken"  # people or drivers have it, AGVs wait
    CLOSING = "closing"  # an AGV is in it, or cannot stop before it any more


@dataclass(frozen=True, slots=True)
class ZoneLamp:
    """Who may enter a crossing or a shared aisle now."""

    zone_id: str
    kind: str  # crossing or shared_aisle
    state: LampState
    about: tuple[str, ...]  # tracks that have it, or vehicles


class RestrictionCause(StrEnum):
    """Why a commanded vehicle may not drive as fast as it could."""

    WARNING = "warning"  # it is warned of somebody
    DANGER = "danger"  # as above, and must stand
    EMERGENCY = "emergency"
    WAY_OCCUPIED = "way_occupied"  # somebody stands in its way, or goes there
    PASSING = "passing"  # somebody stands beside its way, and may set out
    CROSSING_TAKEN = "crossing_taken"  # people have the crossing before it
    AISLE_TAKEN = "aisle_taken"  # a manned forklift has the shared aisle before it
    SOURCE_LOST = "source_lost"  # nobody sees whether people are about


@dataclass(frozen=True, slots=True)
class SpeedRestriction:
    """What a commanded vehicle may drive for now; 0: it stops."""

    vehicle_id: str
    max_speed_mps: float
    cause: RestrictionCause
    about: str  # track or source
