"""The risk of every pair that matters: a vehicle and somebody it may meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, hypot, pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.facility import Wall
from fleet_core.model.geometry import Point
from fleet_core.model.proximity import ObjectClass, Track
from fleet_core.proximity.body_heading import KNOWN_RAD
from fleet_core.proximity.contact_chance import NOTHING
from fleet_core.proximity.pairs import Others, Parties
from fleet_core.proximity.parties import CORNERS, Party
from fleet_core.proximity.risk_kernel import Meeting, meet_all, until_wall
from fleet_core.proximity.settings import RiskSettings
from fleet_core.proximity.spread import look_times, spread_of, widest

Floats = NDArray[np.float64]
_STANDS = 0.7
_DRIVER_M = 1.0
"""A person so near to the middle of a forklift sits on it."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Of one pair, now."""

    party: Party
    other: Track
    meeting: Meeting
    bearing_rad: float  # of the other, from the party's direction of travel
    course_rad: float  # of the other's motion, from the same
    at: Point  # where the other is expected at the time of contact


def wall_lines(walls: Sequence[Wall]) -> Floats:
    """(W, 4) x, y of both ends of every piece."""
    lines = [
        (*a, *b)
        for wall in walls
        for a, b in zip(wall.points, (*wall.points[1:], wall.points[0]), strict=True)
        if wall.closed or b != wall.points[0]
    ]
    return np.array(lines, np.float64).reshape(-1, 4)


def risks_of(
    parties: Sequence[Party], tracks: Sequence[Track], walls: Floats, settings: RiskSettings
) -> list[Risk]:
    """Of all pairs that may come near to each other within the horizon."""
    if not parties or not tracks:
        return []
    others = others_of(tracks, walls, settings)
    pairs, found = meet_all(parties_of(parties), others, settings.near_m, settings.step_s)
    risks = []
    for (p, o), row in zip(pairs.tolist(), found.tolist(), strict=True):
        party, other = parties[p], tracks[o]
        meeting = Meeting(*row)
        if meeting.probability >= NOTHING and not _is_one(party, other, settings):
            k = round(meeting.contact_s / settings.step_s)
            risks.append(_risk(party, other, meeting, others.path[o, k]))
    return risks


def parties_of(parties: Sequence[Party]) -> Parties:
    """As arrays."""
    spread = np.array([each.spread for each in parties])
    return Parties(
        np.array([each.path for each in parties]),
        spread,
        widest(spread),
        np.array([each.outline for each in parties]).reshape(-1, CORNERS, 2),
        np.array([each.corners for each in parties], np.int64),
    )


def others_of(tracks: Sequence[Track], walls: Floats, settings: RiskSettings) -> Others:
    """People and forklifts as they go on, up to the next wall."""
    times_s = look_times(settings)
    place = np.array([(each.x_m, each.y_m) for each in tracks])
    velocity = np.array([(each.vx_mps, each.vy_mps) for each in tracks])
    ends_s = until_wall(place, velocity, walls, settings.horizon_s)
    gone_s = np.minimum(times_s[None, :], ends_s[:, None])
    persons = np.array([each.kind is ObjectClass.PERSON for each in tracks])
    share = np.where(persons, 1.0, settings.forklift_fan_share)
    share *= np.where([each.standing > _STANDS for each in tracks], settings.stand_fan_share, 1.0)
    spread = spread_of(tracks, share, settings)
    return Others(
        place[:, None, :] + velocity[:, None, :] * gone_s[:, :, None],
        np.array([each.heading_rad for each in tracks]),
        spread,
        widest(spread),
        np.array([half_extents(each, settings) for each in tracks]),
    )


def half_extents(track: Track, settings: RiskSettings) -> tuple[float, float]:
    """Half length and width; a disc: its radius, and 0. A forklift whose heading is not known is
    the disc that holds it however it stands."""
    if track.kind is ObjectClass.PERSON:
        return settings.person_radius_m, 0.0
    half = settings.forklift_length_m / 2.0, settings.forklift_width_m / 2.0
    return (hypot(*half), 0.0) if track.heading_sigma_rad > KNOWN_RAD else half


def _is_one(party: Party, other: Track, settings: RiskSettings) -> bool:
    """The same body, or who sits on it."""
    if party.id == other.id:
        return True
    if party.kind is not ObjectClass.FORKLIFT:
        return False
    away_m = hypot(other.x_m - party.path[0, 0], other.y_m - party.path[0, 1])
    if other.kind is ObjectClass.FORKLIFT:  # no two middles are so near to each other
        return away_m < settings.forklift_width_m
    return not other.tag_id and away_m < _DRIVER_M


def _risk(party: Party, other: Track, meeting: Meeting, at: Floats) -> Risk:
    to_other = atan2(other.y_m - party.path[0, 1], other.x_m - party.path[0, 0])
    course = atan2(other.vy_mps, other.vx_mps)
    return Risk(
        party,
        other,
        meeting,
        _wrapped(to_other - party.direction_rad),
        _wrapped(course - party.direction_rad),
        (float(at[0]), float(at[1])),
    )


def _wrapped(angle_rad: float) -> float:
    return (angle_rad + pi) % (2.0 * pi) - pi
