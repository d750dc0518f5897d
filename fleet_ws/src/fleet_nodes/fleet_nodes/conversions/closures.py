"""Closures, and the reasons for waiting."""

from __future__ import annotations

from fleet_interfaces import msg

from fleet_core.model.closure import Closure
from fleet_core.model.status import WaitReason
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import (
    optional_seconds_of,
    optional_time_message,
    seconds_of,
    time_message,
)
from fleet_nodes.conversions.reasons import reason_message, reason_of

_MOST_NAMES = 10_000


def closure_message(closure: Closure) -> msg.Closure:
    return msg.Closure(
        id=closure.id,
        reason=closure.reason,
        edge_ids=sorted(closure.edge_ids),
        zone_id=closure.zone_id,
        type_ids=sorted(closure.type_ids),
        vehicle_ids=sorted(closure.vehicle_ids),
        author=closure.author,
        since=time_message(closure.since_s),
        until=optional_time_message(closure.until_s),
    )


def closure_of(message: msg.Closure) -> Closure:
    def names(values: list[str], field: str) -> frozenset[str]:
        return frozenset(checks.identifiers(values, field, _MOST_NAMES))

    return Closure(
        id=checks.identifier(message.id, "id", empty=True),
        reason=checks.text(message.reason, "reason"),
        edge_ids=names(message.edge_ids, "edge_ids"),
        zone_id=checks.identifier(message.zone_id, "zone_id", empty=True),
        type_ids=names(message.type_ids, "type_ids"),
        vehicle_ids=names(message.vehicle_ids, "vehicle_ids"),
        author=checks.identifier(message.author, "author", empty=True),
        since_s=seconds_of(message.since, "since"),
        until_s=optional_seconds_of(message.until, "until"),
    )


def wait_reason_message(reason: WaitReason) -> msg.WaitReason:
    return msg.WaitReason(
        vehicle_id=reason.vehicle_id,
        waits=reason.waits,
        reason=reason_message(reason.reason),
        blocked_by=list(reason.blocked_by),
        place=reason.place,
        since=optional_time_message(reason.since_s),
        until=optional_time_message(reason.until_s),
    )


def wait_reason_of(message: msg.WaitReason) -> WaitReason:
    return WaitReason(
        vehicle_id=checks.identifier(message.vehicle_id, "vehicle_id"),
        waits=message.waits,
        reason=reason_of(message.reason, "reason"),
        blocked_by=checks.identifiers(message.blocked_by, "blocked_by", _MOST_NAMES),
        place=checks.identifier(message.place, "place", empty=True),
        since_s=optional_seconds_of(message.since, "since"),
        until_s=optional_seconds_of(message.until, "until"),
    )
