"""Requests to cross, and what lamps at crossings and shared aisles should show, as messages."""

from __future__ import annotations

from fleet_interfaces import msg

from fleet_core.proximity.watch import ProximitySnapshot
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.vehicles import header


def request_of(message: msg.CrossingRequest) -> tuple[str, str]:
    """Crossing, and who asks. Raises InputError."""
    return (
        checks.identifier(message.crossing_id, "crossing_request.crossing_id"),
        checks.identifier(message.source, "crossing_request.source"),
    )


def lamps_message(snapshot: ProximitySnapshot) -> msg.ZoneLamps:
    return msg.ZoneLamps(
        header=header(snapshot.time_s),
        lamps=[
            msg.ZoneLamp(
                zone_id=each.zone_id,
                kind=each.kind,
                state=each.state.value,
                about=list(each.about),
            )
            for each in snapshot.lamps
        ],
    )
