"""What a driver is shown and hears: whether the system speaks, and each danger as seen from the
seat.

What is not known is shown as not known: silence is never taken for an empty floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import atan2, hypot, inf, pi

from fleet_core.model.geometry import Point, wrap_angle
from fleet_core.model.proximity import (
    RANKED,
    Advice,
    ObjectClass,
    ProximityWarning,
    Track,
    WarningLevel,
)
from hmi.model.nearness import NOTHING_NEAR, Nearness, degraded

SECTORS = 8
_STANDS_MPS = 0.1
_VEHICLES_MAX_AGE_S = 2.0


class ContactState(StrEnum):
    """What the terminal knows."""

    LIVE = "live"
    UNSEEN = "unseen"  # the system speaks, but does not see this forklift
    SILENT = "silent"  # nothing is heard: nobody warns


@dataclass(frozen=True, slots=True)
class TerminalPicture:
    """What the link has received last; times on its monotonic clock."""

    nearness: Nearness = NOTHING_NEAR
    vehicles: Mapping[str, Point] = field(default_factory=dict)  # commanded ones, frame map
    vehicles_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Danger:
    """One other, as seen from the seat."""

    other_id: str
    level: WarningLevel
    kind: ObjectClass
    bearing_rad: float | None  # counter-clockwise from where the forklift points; None: unknown
    distance_m: float  # between the bodies
    advice: Advice

    @property
    def sector(self) -> int | None:
        """0 ahead, 1 ahead on the left, and on round to 7, ahead on the right."""
        if self.bearing_rad is None:
            return None
        return round(self.bearing_rad / (2.0 * pi / SECTORS)) % SECTORS


@dataclass(frozen=True, slots=True)
class Screen:
    """``dangers``: the worst first. ``bad_sources``: those that nobody may rely on."""

    contact: ContactState
    dangers: tuple[Danger, ...] = ()
    bad_sources: tuple[str, ...] = ()

    @property
    def level(self) -> WarningLevel | None:
        return self.dangers[0].level if self.dangers else None


def screen_of(picture: TerminalPicture, forklift_id: str, now_s: float) -> Screen:
    """``forklift_id``: the tag that the forklift carries, or its track."""
    nearness = picture.nearness
    if nearness.silent(now_s):
        return Screen(ContactState.SILENT)
    bad = tuple(each.source_id for each in degraded(nearness.sources))
    me = _own_track(nearness.tracks, forklift_id)
    if me is None:
        return Screen(ContactState.UNSEEN, bad_sources=bad)
    places = {each.id: (each.x_m, each.y_m) for each in nearness.tracks}
    if now_s - picture.vehicles_s <= _VEHICLES_MAX_AGE_S:
        places |= picture.vehicles
    found: dict[str, Danger] = {}
    for warning in nearness.active:
        danger = _danger(warning, me, places)
        if danger is None:
            continue
        known = found.get(danger.other_id)
        if known is None or danger.level.rank > known.level.rank:
            found[danger.other_id] = danger
    ranked = sorted(found.values(), key=lambda each: (-each.level.rank, each.distance_m))
    return Screen(ContactState.LIVE, tuple(ranked), bad)


def _own_track(tracks: tuple[Track, ...], forklift_id: str) -> Track | None:
    """The one that was seen last, where a tag was taken over by another track."""
    mine = [
        each
        for each in tracks
        if each.kind is ObjectClass.FORKLIFT and forklift_id in (each.tag_id, each.id)
    ]
    return max(mine, key=lambda each: each.seen_s, default=None)


def _danger(warning: ProximityWarning, me: Track, places: Mapping[str, Point]) -> Danger | None:
    if warning.party_id == me.id:
        seen = _bearing(me, places.get(warning.other_id))
        return Danger(
            warning.other_id,
            warning.level,
            warning.other_kind,
            warning.bearing_rad if seen is None else seen,
            warning.distance_m,
            warning.advice,
        )
    if warning.other_id != me.id:
        return None
    # Somebody else is warned of this forklift: its driver shall know. Who stands has done all.
    level = warning.level
    if hypot(me.vx_mps, me.vy_mps) < _STANDS_MPS:
        level = WarningLevel.NOTICE
    return Danger(
        warning.party_id,
        level,
        warning.party_kind,
        _bearing(me, places.get(warning.party_id)),
        warning.distance_m,
        _ADVICE[level.rank],
    )


def _bearing(me: Track, place: Point | None) -> float | None:
    if place is None:
        return None
    return wrap_angle(atan2(place[1] - me.y_m, place[0] - me.x_m) - me.heading_rad)


_ADVICE = (Advice.WATCH, Advice.SLOW_DOWN, Advice.STOP, Advice.STOP)
assert len(_ADVICE) == len(RANKED)

EVERY_S = {
    WarningLevel.NOTICE: inf,
    WarningLevel.WARNING: inf,
    WarningLevel.DANGER: 0.6,
    WarningLevel.EMERGENCY: 0.3,
}
SILENT_EVERY_S = 5.0
"""Without contact: so that nobody takes the quiet for safety, not so often that it is torn out."""


class Chime:
    """When the terminal sounds: once for a warning, again and again for what must be acted on. A
    notice makes no sound: what sounds always is not heard any more."""

    def __init__(self) -> None:
        self._sounded_s = -inf
        self._rank = 0  # of the level that was sounded for; 0: no level, or a notice
        self._contact = ContactState.LIVE

    def due(self, screen: Screen, now_s: float) -> bool:
        """Whether to sound now; call it with every screen."""
        level = screen.level
        rank = level.rank if level is not None else 0
        rises = rank > self._rank
        is_lost = screen.contact is not ContactState.LIVE
        changes = is_lost and screen.contact is not self._contact
        self._rank, self._contact = rank, screen.contact
        every_s = SILENT_EVERY_S if is_lost else EVERY_S[level] if level is not None else inf
        again = every_s < inf and now_s - self._sounded_s >= every_s
        if rises or changes or again:
            self._sounded_s = now_s
            return True
        return False
