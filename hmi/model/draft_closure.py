"""From what the form for closing holds to a closure."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.closure import Closure
from fleet_core.model.layout import Layout
from hmi.model.closed_places import opposite
from hmi.model.selection import Kind, Selection


@dataclass(frozen=True, slots=True)
class ClosureDraft:
    """What was entered; ``type_id`` and ``vehicle_id`` empty: everybody."""

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
