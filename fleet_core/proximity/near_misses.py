"""Follows encounters from the first word to the end, and hands each on with its tracks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import hypot

from fleet_core.model.near_miss import Moment, NearMiss
from fleet_core.model.proximity import Cause, ObjectClass, ProximityWarning, Track, WarningLevel
from fleet_core.model.vehicle import VehicleReport
from fleet_core.proximity.watch import ProximitySnapshot

SAMPLE_S = 0.2
"""Between two moments of an encounter that are kept."""
LONGEST = 600
"""Moments of one encounter; of one that lasts longer the last are left out."""


@dataclass(slots=True)
class _Open:
    """An encounter that goes on."""

    began_s: float
    level: WarningLevel
    cause: Cause
    moments: list[Moment] = field(default_factory=list)


class NearMissRecorder:
    """Takes every snapshot; knows no clock and no disk."""

    def __init__(self) -> None:
        self._open: dict[int, _Open] = {}

    def take(
        self, snapshot: ProximitySnapshot, vehicles: Mapping[str, VehicleReport]
    ) -> list[NearMiss]:
        """Encounters that have ended with this snapshot."""
        tracks = {each.id: each for each in snapshot.tracks}
        ended = []
        here = set()
        for warning in snapshot.warnings:
            here.add(warning.id)
            known = self._open.get(warning.id)
            if known is None:
                known = self._open[warning.id] = _Open(
                    warning.since_s, warning.level, warning.cause
                )
            self._note(known, warning, snapshot.time_s, tracks, vehicles)
            if not warning.active and known.moments:
                ended.append(_kept(known, warning, snapshot.time_s, vehicles))
            if not warning.active:
                del self._open[warning.id]
        self._open = {number: each for number, each in self._open.items() if number in here}
        return ended

    def _note(
        self,
        known: _Open,
        warning: ProximityWarning,
        now_s: float,
        tracks: Mapping[str, Track],
        vehicles: Mapping[str, VehicleReport],
    ) -> None:
        if warning.level.rank > known.level.rank:
            known.level, known.cause = warning.level, warning.cause
        due = not known.moments or now_s - known.moments[-1].time_s >= SAMPLE_S - 1e-6
        other = tracks.get(warning.other_id)
        if other is None or not due or len(known.moments) >= LONGEST:
            return
        party = _place_of(warning.party_id, tracks, vehicles)
        if party is not None:
            x, y, heading, speed = party
            known.moments.append(
                Moment(
                    now_s, (x, y), heading, speed, (other.x_m, other.y_m),
                    (other.vx_mps, other.vy_mps), warning.distance_m,
                )
            )  # fmt: skip


def _place_of(
    party_id: str, tracks: Mapping[str, Track], vehicles: Mapping[str, VehicleReport]
) -> tuple[float, float, float, float] | None:
    report, track = vehicles.get(party_id), tracks.get(party_id)
    if report is not None:
        pose = report.pose
        return pose.x_m, pose.y_m, pose.heading_rad, report.speed_mps
    if track is not None:
        return track.x_m, track.y_m, track.heading_rad, hypot(track.vx_mps, track.vy_mps)
    return None


def _kept(
    known: _Open,
    warning: ProximityWarning,
    now_s: float,
    vehicles: Mapping[str, VehicleReport],
) -> NearMiss:
    nearest = min(known.moments, key=lambda each: each.gap_m)
    report = vehicles.get(warning.party_id)
    is_ours = warning.party_kind is ObjectClass.AGV
    return NearMiss(
        known.began_s, now_s, known.level, known.cause,
        warning.party_id if is_ours else "", warning.party_kind,
        report.type_id if report is not None else "", warning.other_kind,
        nearest.gap_m, nearest.other, tuple(known.moments),
    )  # fmt: skip
