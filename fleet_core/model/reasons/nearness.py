"""Why the supervisor brakes a vehicle, and what a party is warned of."""

from __future__ import annotations

from fleet_core.model.local_state import VEHICLE, BrakeCause, Intervention
from fleet_core.model.proximity import (
    Cause,
    ObjectClass,
    ProximityWarning,
    RestrictionCause,
    SpeedRestriction,
)
from fleet_core.model.reason import Reason, reason

# Interventions of the braking supervisor


@reason
def brake_no_plan() -> None: ...
@reason
def brake_release() -> None: ...
@reason
def brake_corridor() -> None: ...
@reason
def brake_object() -> None: ...
@reason
def brake_for_vehicle(vehicle: str) -> None: ...
@reason
def brake_for(kind: str) -> None: ...
@reason
def brake_no_pose() -> None: ...
@reason
def brake_jump() -> None: ...


# Warnings: who, whom, where, and what to do


@reason
def warn_crossing(party: str, kind: str, bearing: str, advice: str) -> None: ...
@reason
def warn_head_on(party: str, kind: str, bearing: str, advice: str) -> None: ...
@reason
def warn_overtaking(party: str, kind: str, bearing: str, advice: str) -> None: ...
@reason
def warn_standing(party: str, kind: str, bearing: str, advice: str) -> None: ...
@reason
def warn_no_reaction(party: str, kind: str, bearing: str, advice: str) -> None: ...


# Restrictions: why a vehicle drives slowly or stands


@reason
def restricted_warning(kind: str, speed_mps: float) -> None: ...
@reason
def restricted_danger(kind: str) -> None: ...
@reason
def restricted_way_occupied(kind: str) -> None: ...
@reason
def restricted_passing(kind: str, speed_mps: float) -> None: ...
@reason
def restricted_crossing_taken() -> None: ...
@reason
def restricted_aisle_taken() -> None: ...
@reason
def restricted_source_lost(source: str, speed_mps: float) -> None: ...


def of_intervention(intervention: Intervention) -> Reason:
    """Why the supervisor brakes. Vehicles by name; who is not of the fleet by what it is."""
    if intervention.cause is BrakeCause.OBJECT and intervention.obstacle is not None:
        obstacle = intervention.obstacle
        if obstacle.kind == VEHICLE:
            return brake_for_vehicle(obstacle.id)
        if obstacle.kind in tuple(ObjectClass):
            return brake_for(obstacle.kind)
    return _BRAKES[intervention.cause]()


def of_warning(warning: ProximityWarning) -> Reason:
    """Who is warned of what, and what to do. Not how near: that is a number beside it."""
    warn = _WARNS[warning.cause]
    return warn(warning.party_id, warning.other_kind, warning.bearing, warning.advice)


def of_restriction(restriction: SpeedRestriction, kind: ObjectClass) -> Reason:
    """Why it drives slowly or stands, and until when. ``kind``: what the restriction is about."""
    cause, speed_mps = restriction.cause, restriction.max_speed_mps
    if cause is RestrictionCause.SOURCE_LOST:
        return restricted_source_lost(restriction.about, speed_mps)
    if cause is RestrictionCause.CROSSING_TAKEN:
        return restricted_crossing_taken()
    if cause is RestrictionCause.AISLE_TAKEN:
        return restricted_aisle_taken()
    if cause is RestrictionCause.WAY_OCCUPIED:
        return restricted_way_occupied(kind)
    if cause is RestrictionCause.PASSING:
        return restricted_passing(kind, speed_mps)
    if cause is RestrictionCause.WARNING:
        return restricted_warning(kind, speed_mps)
    return restricted_danger(kind)


_BRAKES = {
    BrakeCause.NO_PLAN: brake_no_plan,
    BrakeCause.RELEASE: brake_release,
    BrakeCause.CORRIDOR: brake_corridor,
    BrakeCause.OBJECT: brake_object,
    BrakeCause.NO_POSE: brake_no_pose,
    BrakeCause.JUMP: brake_jump,
}

_WARNS = {
    Cause.CROSSING: warn_crossing,
    Cause.HEAD_ON: warn_head_on,
    Cause.OVERTAKING: warn_overtaking,
    Cause.STANDING: warn_standing,
    Cause.NO_REACTION: warn_no_reaction,
}
