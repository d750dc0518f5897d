"""From what a form holds to a transport order, or to a closure."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility, StationKind
from fleet_core.model.layout import Layout
from fleet_core.model.order import Origin, Stop, StopAction, TransportOrder
from hmi.model.closed_places import opposite
from hmi.model.selection import Kind, Selection


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What was entered into the form for orders; an empty text is nothing."""

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


@dataclass(frozen=True, slots=True)
class ClosureDraft:
    """What was entered into the form for closing; ``type_id`` and ``vehicle_id`` empty:
    everybody."""

    place: Selection | None = None
    both_ways: bool = True
    reason: str = ""
    lasts_min: int = 0  # 0: until somebody opens it
    type_id: str = ""
    vehicle_id: str = ""

    @property
    def lasts_s(self) -> float:
        return 60.0 * self.lasts_min


def closure_of(draft: ClosureDraft, layout: Layout) -> Closure:
    """The closure that the draft describes; the fleet gives it its id."""
    place = draft.place
    edge_ids = {place.id} if place is not None and place.kind is Kind.EDGE else set()
    if draft.both_ways:
        edge_ids |= {back for edge_id in edge_ids if (back := opposite(layout, edge_id))}
    return Closure(
        id="",
        reason=draft.reason,
        edge_ids=frozenset(edge_ids),
        zone_id=place.id if place is not None and place.kind is Kind.ZONE else "",
        type_ids=frozenset({draft.type_id} - {""}),
        vehicle_ids=frozenset({draft.vehicle_id} - {""}),
    )
