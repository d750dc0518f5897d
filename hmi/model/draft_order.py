"""From what a form holds to a transport order, or the reason why there is none yet."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.facility import Facility, StationKind
from fleet_core.model.order import Origin, Stop, StopAction, TransportOrder


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What was entered; an empty text is nothing."""

    source: str = ""
    target: str = ""
    load_unit_id: str = ""
    priority: int = 0
    due_min: int = 0  # minutes from now; 0: no deadline
    vehicle_id: str = ""


def order_of(draft: OrderDraft, order_id: str, now_s: float) -> TransportOrder:
    """The order that the draft describes."""
    return TransportOrder(
        id=order_id,
        stops=(Stop(draft.source, StopAction.PICK), Stop(draft.target, StopAction.DROP)),
        load_unit_id=draft.load_unit_id,
        priority=draft.priority,
        deadline_s=now_s + 60.0 * draft.due_min if draft.due_min else None,
        intended_vehicle=draft.vehicle_id,
        origin=Origin.DISPATCHER,
        created_at_s=now_s,
    )


def transfer_stations(facility: Facility) -> list[str]:
    """Ids of stations where loads are picked or dropped, in the order of the file."""
    return [
        station_id
        for station_id in facility.layout.stations
        if (use := facility.uses.get(station_id)) is None or use.kind is StationKind.TRANSFER
    ]
