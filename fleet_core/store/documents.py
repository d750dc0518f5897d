"""Orders and missions as JSON text, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fleet_core.model.mission import Mission, MissionKind
from fleet_core.model.order import (
    AsSubmitted,
    OrderState,
    Origin,
    Stop,
    StopAction,
    TransportOrder,
)
from fleet_core.model.reason import OWN_WORDS, Reason, from_plain, to_plain
from fleet_core.model.reasons.general import said
from fleet_core.store.records import LayoutInUse


def to_json(value: Any) -> str:
    """Compact JSON; NaN and infinity are refused, since no database reads them back alike."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def order_to_json(order: TransportOrder) -> str:
    return to_json({**asdict(order), "reason": _reason_json(order.reason)})


def order_from_json(text: str) -> TransportOrder:
    """Fields that an older version did not know take their defaults."""
    fields = json.loads(text)
    stops = tuple(_stop(entry) for entry in fields.pop("stops"))
    before = fields.pop("as_submitted", None)
    return TransportOrder(
        stops=stops,
        depends_on=tuple(fields.pop("depends_on", ())),
        origin=Origin(fields.pop("origin", Origin.DISPATCHER)),
        state=OrderState(fields.pop("state")),
        reason=_reason(fields.pop("reason", None)),
        as_submitted=None if before is None else _as_submitted(before, stops),
        **fields,
    )


def _as_submitted(fields: dict[str, Any], stops: tuple[Stop, ...]) -> AsSubmitted:
    """``stops``: those of the order; a version that does not name any here changed none."""
    if "stops" in fields:
        stops = tuple(_stop(entry) for entry in fields["stops"])
    return AsSubmitted(**{**fields, "stops": stops})


def _stop(entry: dict[str, Any]) -> Stop:
    return Stop(**{**entry, "action": StopAction(entry["action"])})


def mission_to_json(mission: Mission) -> str:
    cause = _reason_json(mission.cancel_cause)
    return to_json({**asdict(mission), "cancel_cause": cause})


def mission_from_json(text: str) -> Mission:
    fields = json.loads(text)
    kind = MissionKind(fields.pop("kind"))
    node_ids = tuple(fields.pop("node_ids", ()))
    cause = _reason(fields.pop("cancel_cause", None))
    return Mission(kind=kind, node_ids=node_ids, cancel_cause=cause, **fields)


def reason_to_text(reason: Reason) -> str:
    return to_json(to_plain(reason))


def reason_from_text(text: str, code: str = "said") -> Reason:
    """A release before this one kept an English sentence, which is then shown as it stands.
    ``code``: the one that it was kept under."""
    try:
        return from_plain(json.loads(text))
    except ValueError:
        return Reason(code, ((OWN_WORDS, text),))


def _reason_json(reason: Reason | None) -> dict[str, Any] | None:
    return to_plain(reason) if reason is not None else None


def _reason(data: Any) -> Reason | None:
    """As kept now, or the sentence of an older release."""
    if not data:
        return None
    return from_plain(data) if isinstance(data, dict) else said(str(data))


def layout_to_json(layout: LayoutInUse) -> str:
    return to_json(asdict(layout))


def layout_from_json(text: str) -> LayoutInUse:
    return LayoutInUse(**json.loads(text))
