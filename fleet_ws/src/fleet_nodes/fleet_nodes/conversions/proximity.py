"""Tags, detections, tracks and proximity warnings as messages and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from fleet_interfaces import msg

from fleet_core.model.errors import InputError
from fleet_core.model.proximity import (
    Advice,
    Bearing,
    Cause,
    Covariance,
    Detection,
    ObjectClass,
    ProximityWarning,
    RestrictionCause,
    SourceHealth,
    SpeedRestriction,
    TagRanges,
    TagReport,
    Track,
    WarningLevel,
)
from fleet_core.model.reasons.nearness import of_warning
from fleet_core.proximity.moving_discs import discs_of
from fleet_core.proximity.watch import ProximitySnapshot
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import seconds_of, time_message
from fleet_nodes.conversions.reasons import reason_message
from fleet_nodes.conversions.vehicles import header, heading
from fleet_nodes.names import MAP_FRAME

_MOST_READ = 2000
_MOST = 1000
_FASTEST_MPS = 50.0
_FOREVER_S = 1e6
TRACKS_SOURCE = "proximity"

Measurement = TypeVar("Measurement", Detection, TagReport, TagRanges)


@dataclass(frozen=True, slots=True)
class SourceReadings(Generic[Measurement]):
    """What a source says: what could be read, and how many could not, by cause."""

    source: str
    measurements: tuple[Measurement, ...]
    unreadable: tuple[tuple[str, int], ...]


def detections_of(message: msg.Detections) -> SourceReadings[Detection]:
    """Raises InputError where nothing can be made of the message as a whole."""
    check_frame(message.header.frame_id, "detections")
    source = checks.identifier(message.source, "detections.source")
    return _readings(source, message.detections, _detection_of)


def tags_of(message: msg.TagReports) -> SourceReadings[TagReport]:
    """Raises InputError as above."""
    check_frame(message.header.frame_id, "tag_reports")
    source = checks.identifier(message.source, "tag_reports.source")
    return _readings(source, message.reports, _tag_of)


def detections_message(source: str, seen: Sequence[Detection], stamp_s: float) -> msg.Detections:
    return msg.Detections(
        header=header(stamp_s),
        source=source,
        detections=[
            msg.ObjectDetection(
                stamp=time_message(each.stamp_s),
                kind=each.kind.value,
                x_m=each.x_m,
                y_m=each.y_m,
                covariance=list(each.covariance),
                confidence=each.confidence,
                heading_rad=each.heading_rad,
                heading_sigma_rad=each.heading_sigma_rad,
            )
            for each in seen
        ],
    )


def tags_message(source: str, tags: Sequence[TagReport], stamp_s: float) -> msg.TagReports:
    return msg.TagReports(
        header=header(stamp_s),
        source=source,
        reports=[
            msg.TagReport(
                stamp=time_message(each.stamp_s),
                tag_id=each.tag_id,
                kind=each.kind.value,
                x_m=each.x_m,
                y_m=each.y_m,
                covariance=list(each.covariance),
            )
            for each in tags
        ],
    )


def tracks_message(snapshot: ProximitySnapshot) -> msg.Tracks:
    return msg.Tracks(
        header=header(snapshot.time_s), tracks=[_track_message(each) for each in snapshot.tracks]
    )


def objects_message(snapshot: ProximitySnapshot) -> msg.MovingObjects:
    """The tracks as the local planner takes them."""
    discs = discs_of(snapshot.tracks)
    rows = zip(
        discs.ids,
        discs.kinds,
        discs.position.tolist(),
        discs.velocity.tolist(),
        discs.radius_m.tolist(),
        strict=True,
    )
    return msg.MovingObjects(
        header=header(snapshot.time_s),
        source=TRACKS_SOURCE,
        objects=[
            msg.MovingObject(
                id=name, kind=kind.value, x_m=x, y_m=y, vx_mps=vx, vy_mps=vy, radius_m=radius
            )
            for name, kind, (x, y), (vx, vy), radius in rows
        ],
    )


def warnings_message(
    snapshot: ProximitySnapshot, said: dict[int, msg.ProximityWarning] | None = None
) -> msg.ProximityWarnings:
    """``said``: messages of the warnings that were said before, by number, for who says them again
    and again: making 150 anew takes 8 ms, changing them 2. It is brought up to date."""
    known = {} if said is None else said
    warnings = [_warning_message(each, known.get(each.id)) for each in snapshot.warnings]
    known.clear()
    known.update(
        {each.id: message for each, message in zip(snapshot.warnings, warnings, strict=True)}
    )
    return msg.ProximityWarnings(
        header=header(snapshot.time_s),
        warnings=warnings,
        restrictions=[_restriction_message(each) for each in snapshot.restrictions],
        sources=[_health_message(each) for each in snapshot.sources],
    )


def warnings_of(message: msg.ProximityWarnings) -> tuple[ProximityWarning, ...]:
    """Raises InputError."""
    return tuple(_warning_of(each) for each in checks.items(message.warnings, "warnings", _MOST))


def restrictions_of(message: msg.ProximityWarnings) -> tuple[SpeedRestriction, ...]:
    """Raises InputError."""
    return tuple(
        SpeedRestriction(
            checks.identifier(each.vehicle_id, "restrictions.vehicle_id"),
            checks.number(each.max_speed_mps, "restrictions.max_speed_mps", 0.0, _FASTEST_MPS),
            checks.word(each.cause, RestrictionCause, "restrictions.cause"),
            checks.identifier(each.about, "restrictions.about", empty=True),
        )
        for each in checks.items(message.restrictions, "restrictions", _MOST)
    )


def check_frame(frame_id: str, field: str) -> None:
    """Raises InputError for another frame than the map's."""
    if frame_id != MAP_FRAME:
        raise InputError(f"{field}.header.frame_id is {frame_id[:40]!r}, not 'map'")


def _readings(
    source: str, messages: Sequence[object], read: Callable[[object], Measurement]
) -> SourceReadings[Measurement]:
    """One by one: an unreadable measurement takes no other with it."""
    good: list[Measurement] = []
    bad: Counter[str] = Counter()
    for each in messages[:_MOST_READ]:
        try:
            good.append(read(each))
        except InputError:
            bad["unreadable"] += 1
        except ValueError:
            bad["unknown_class"] += 1
    if len(messages) > _MOST_READ:
        bad["too_many"] += len(messages) - _MOST_READ
    return SourceReadings(source, tuple(good), tuple(bad.items()))


def _detection_of(message: msg.ObjectDetection) -> Detection:
    return Detection(
        seconds_of(message.stamp, "detections.stamp"),
        ObjectClass(message.kind),
        message.x_m,
        message.y_m,
        covariance_of(message.covariance),
        message.confidence,
        message.heading_rad,
        message.heading_sigma_rad,
    )


def _tag_of(message: msg.TagReport) -> TagReport:
    return TagReport(
        seconds_of(message.stamp, "tag_reports.stamp"),
        checks.identifier(message.tag_id, "tag_reports.tag_id"),
        ObjectClass(message.kind),
        message.x_m,
        message.y_m,
        covariance_of(message.covariance),
    )


def covariance_of(values: Sequence[float]) -> Covariance:
    xx, xy, yy = (float(each) for each in values)
    return (xx, xy, yy)


def _track_message(track: Track) -> msg.Track:
    return msg.Track(
        id=track.id,
        kind=track.kind.value,
        x_m=track.x_m,
        y_m=track.y_m,
        vx_mps=track.vx_mps,
        vy_mps=track.vy_mps,
        heading_rad=track.heading_rad,
        covariance=list(track.covariance),
        seen=time_message(track.seen_s),
        standing=track.standing,
        tag_id=track.tag_id,
    )


def _warning_message(
    warning: ProximityWarning, message: msg.ProximityWarning | None
) -> msg.ProximityWarning:
    """``message``: what was said of the same encounter before; what may have changed is set."""
    if message is None:
        message = msg.ProximityWarning(
            id=warning.id % 2**32,
            party_id=warning.party_id,
            party_kind=warning.party_kind.value,
            other_kind=warning.other_kind.value,
            since=time_message(warning.since_s),
        )
    message.active = warning.active
    message.level = warning.level.value
    message.cause = warning.cause.value
    message.reason = reason_message(of_warning(warning))
    message.advice = warning.advice.value
    message.other_id = warning.other_id  # a track that was lost and found has another name
    message.bearing = warning.bearing.value
    message.bearing_rad = warning.bearing_rad
    message.distance_m = warning.distance_m
    message.closest_m = warning.closest_m
    message.contact_s = warning.contact_s
    message.needed_lead_s = warning.needed_lead_s
    message.probability = warning.probability
    message.x_m, message.y_m = warning.at
    message.level_since = time_message(warning.level_since_s)
    return message


def _warning_of(message: msg.ProximityWarning) -> ProximityWarning:
    return ProximityWarning(
        id=message.id,
        active=message.active,
        level=checks.word(message.level, WarningLevel, "warnings.level"),
        cause=checks.word(message.cause, Cause, "warnings.cause"),
        advice=checks.word(message.advice, Advice, "warnings.advice"),
        party_id=checks.identifier(message.party_id, "warnings.party_id"),
        party_kind=checks.word(message.party_kind, ObjectClass, "warnings.party_kind"),
        other_id=checks.identifier(message.other_id, "warnings.other_id"),
        other_kind=checks.word(message.other_kind, ObjectClass, "warnings.other_kind"),
        bearing=checks.word(message.bearing, Bearing, "warnings.bearing"),
        bearing_rad=heading(message.bearing_rad, "warnings.bearing_rad"),
        distance_m=checks.number(message.distance_m, "warnings.distance_m", 0.0, 1e5),
        closest_m=checks.number(message.closest_m, "warnings.closest_m", 0.0, 1e5),
        contact_s=checks.number(message.contact_s, "warnings.contact_s", 0.0, _FOREVER_S),
        needed_lead_s=checks.number(
            message.needed_lead_s, "warnings.needed_lead_s", 0.0, _FOREVER_S
        ),
        probability=checks.number(message.probability, "warnings.probability", 0.0, 1.0),
        at=(
            checks.coordinate(message.x_m, "warnings.x_m"),
            checks.coordinate(message.y_m, "warnings.y_m"),
        ),
        since_s=seconds_of(message.since, "warnings.since"),
        level_since_s=seconds_of(message.level_since, "warnings.level_since"),
    )


def _restriction_message(restriction: SpeedRestriction) -> msg.SpeedRestriction:
    return msg.SpeedRestriction(
        vehicle_id=restriction.vehicle_id,
        max_speed_mps=restriction.max_speed_mps,
        cause=restriction.cause,
        about=restriction.about,
    )


def _health_message(health: SourceHealth) -> msg.SourceHealth:
    return msg.SourceHealth(
        source=health.source_id,
        state=health.state.value,
        since=time_message(health.since_s),
        latency_s=health.latency_s,
        heard=health.heard % 2**32,
        refused=health.refused % 2**32,
        causes=[cause for cause, _count in health.refused_by_cause],
        counts=[count % 2**32 for _cause, count in health.refused_by_cause],
    )
