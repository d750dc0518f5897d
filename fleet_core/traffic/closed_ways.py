"""Which moves the closures of the moment forbid, and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon

from fleet_core.model import reasons
from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError
from planner.roadmap.graph import Roadmap

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ClosedWays:
    """What one closure forbids.

    ``entries`` (n_m,): moves from outside into the closed part; who is inside may drive out.
    ``inside`` (n_s,): states where nobody is sent.
    """

    closure: Closure
    entries: Mask
    inside: Mask

    @classmethod
    def of(cls, roadmap: Roadmap, closure: Closure) -> ClosedWays:
        """Raises CommandError for an edge or a zone that the layout does not have."""
        if bool(closure.edge_ids) == bool(closure.zone_id):
            raise CommandError(reasons.refusals.closure_of_what(closure.id))
        touched, inside = _zone(roadmap, closure) if closure.zone_id else _edges(roadmap, closure)
        kinds = [
            index
            for index, name in enumerate(roadmap.type_ids)
            if not closure.type_ids or name in closure.type_ids
        ]
        mine = np.isin(roadmap.state_type, kinds)
        entries = touched & ~inside[roadmap.move_from] & mine[roadmap.move_from]
        return cls(closure, entries, inside & mine)

    def holds_for(self, vehicle_id: str) -> bool:
        return not self.closure.vehicle_ids or vehicle_id in self.closure.vehicle_ids


def closed_for_all(ways: Iterable[ClosedWays], roadmap: Roadmap) -> Mask:
    """Moves (n_m,) that no vehicle may make: closures for single vehicles do not count."""
    closed = np.zeros(len(roadmap.legs), np.bool_)
    for way in ways:
        if not way.closure.vehicle_ids:
            closed |= way.entries
    return closed


def check_names(roadmap: Roadmap, closure: Closure, vehicle_ids: Iterable[str]) -> None:
    """Raises CommandError for a type or a vehicle that nobody knows."""
    for what, names, known in (
        ("vehicle_type", closure.type_ids, set(roadmap.type_ids)),
        ("vehicle", closure.vehicle_ids, set(vehicle_ids)),
    ):
        unknown = sorted(names - known)
        if unknown:
            possible = tuple(sorted(known))
            raise CommandError(
                reasons.refusals.closure_name_unknown(closure.id, what, unknown[0], possible)
            )


def _edges(roadmap: Roadmap, closure: Closure) -> tuple[Mask, Mask]:
    """Moves along the edges, and the states between two pieces of one of them."""
    unknown = sorted(closure.edge_ids - roadmap.facility.layout.edges.keys())
    if unknown:
        layout = roadmap.facility.layout.id
        raise CommandError(reasons.refusals.closure_edge_unknown(closure.id, unknown[0], layout))
    touched = np.array([leg.edge_id in closure.edge_ids for leg in roadmap.legs])
    pieces = tuple(f"{edge_id}#" for edge_id in closure.edge_ids)
    return touched, np.array([node.startswith(pieces) for node in roadmap.state_node])


def _zone(roadmap: Roadmap, closure: Closure) -> tuple[Mask, Mask]:
    """Moves and states whose body would touch the zone."""
    zones = {zone.id: zone for zone in roadmap.facility.zones}
    if closure.zone_id not in zones:
        named = closure.zone_id
        raise CommandError(
            reasons.refusals.closure_name_unknown(closure.id, "zone", named, tuple(zones))
        )
    area = Polygon(zones[closure.zone_id].polygon)
    region = roadmap.touching(area)
    return region[roadmap.move_region], region[roadmap.state_region]
