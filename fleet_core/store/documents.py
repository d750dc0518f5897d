"""Orders and missions as JSON text, and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fleet_core.model.order import (
    AsSubmitted,
    OrderState,
    Origin,
    Stop,
    StopAction,
    TransportOrder,
)
from fleet_core.store.records import LayoutInUse, Mission, MissionKind


def to_json(value: Any) -> str:
    """Compact JSON; NaN and infinity are refused, since no database reads them back alike."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def order_to_json(order: TransportOrder) -> str:
    return to_json(asdict(order))


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
        as_submitted=None if before is None else AsSubmitted(**before),
        **fields,
    )


def _stop(entry: dict[str, Any]) -> Stop:
    return Stop(**{**entry, "action": StopAction(entry["action"])})


def mission_to_json(mission: Mission) -> str:
    return to_json(asdict(mission))


def mission_from_json(text: str) -> Mission:
    fields = json.loads(text)
    kind = MissionKind(fields.pop("kind"))
    node_ids = tuple(fields.pop("node_ids", ()))
    return Mission(kind=kind, node_ids=node_ids, **fields)


def layout_to_json(layout: LayoutInUse) -> str:
    return to_json(asdict(layout))


def layout_from_json(text: str) -> LayoutInUse:
    return LayoutInUse(**json.loads(text))
