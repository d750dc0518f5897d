"""What the proximity node says, read back: for whoever shows it."""

from __future__ import annotations

from fleet_interfaces import msg

from fleet_core.model.proximity import ObjectClass, SourceHealth, SourceState, Track
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.proximity import covariance_of
from fleet_nodes.conversions.vehicles import heading

_MOST_TRACKS = 2000
_MOST_SOURCES = 200
_FASTEST_MPS = 50.0


def tracks_of(message: msg.Tracks) -> tuple[Track, ...]:
    """Raises InputError. How fast a track turns is not in the message: 0."""
    stamp_s = seconds_of(message.header.stamp, "tracks.stamp")
    found = checks.items(message.tracks, "tracks", _MOST_TRACKS)
    return tuple(_track_of(each, stamp_s) for each in found)


def sources_of(message: msg.ProximityWarnings) -> tuple[SourceHealth, ...]:
    """Raises InputError."""
    return tuple(
        _health_of(each) for each in checks.items(message.sources, "sources", _MOST_SOURCES)
    )


def _track_of(message: msg.Track, stamp_s: float) -> Track:
    speeds = (message.vx_mps, message.vy_mps)
    vx, vy = (checks.number(v, "tracks.v_mps", -_FASTEST_MPS, _FASTEST_MPS) for v in speeds)
    return Track(
        id=checks.identifier(message.id, "tracks.id"),
        kind=checks.word(message.kind, ObjectClass, "tracks.kind"),
        stamp_s=stamp_s,
        x_m=checks.coordinate(message.x_m, "tracks.x_m"),
        y_m=checks.coordinate(message.y_m, "tracks.y_m"),
        vx_mps=vx,
        vy_mps=vy,
        heading_rad=heading(message.heading_rad, "tracks.heading_rad"),
        turn_radps=0.0,
        covariance=covariance_of(message.covariance),
        seen_s=seconds_of(message.seen, "tracks.seen"),
        standing=checks.number(message.standing, "tracks.standing", 0.0, 1.0),
        tag_id=checks.identifier(message.tag_id, "tracks.tag_id", empty=True),
    )


def _health_of(message: msg.SourceHealth) -> SourceHealth:
    return SourceHealth(
        source_id=checks.identifier(message.source, "sources.source"),
        state=checks.word(message.state, SourceState, "sources.state"),
        since_s=seconds_of(message.since, "sources.since"),
        latency_s=checks.number(message.latency_s, "sources.latency_s", -1e6, 1e6),
        heard=message.heard,
        refused=message.refused,
        refused_by_cause=tuple(zip(message.causes, message.counts, strict=False)),
    )
