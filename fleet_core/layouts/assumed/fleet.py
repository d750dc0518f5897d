"""Vehicles for a plant that names none, each at a place of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from fleet_core.layouts.assumed.places import Places
from fleet_core.layouts.checks.reach import commanded_types, home_nodes
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, FleetVehicle, StationKind

USUAL_FLEET = 4
"""Vehicles when nobody says how many: fewer where there are fewer places off the way, but one of
each type where there is a place at all."""


def assume_fleet(facility: Facility, vehicles: int | None = None) -> Facility:
    """The facility with ``vehicles`` vehicles that the fleet commands; manned ones stay.

    The first of those that it has are kept; more are added at chargers, parking places, stations
    and dead ends, then anywhere, where bodies do not touch, types in turn. None: as many as it
    has, or a few. Raises LayoutError when there are not so many places.
    """
    types = facility.vehicle_types
    manned = [one for one in facility.fleet if types[one.type_id].manned]
    present = [one for one in facility.fleet if not types[one.type_id].manned]
    wanted = vehicles if vehicles is not None else len(present) or _usual_number(facility)
    kept = present[:wanted]
    added = list(islice(_more(facility, [*manned, *kept]), max(0, wanted - len(kept))))
    if vehicles is not None and len(kept) + len(added) < vehicles:
        raise LayoutError(
            f"layout {facility.layout.id}: has places for {len(kept) + len(added)} vehicles "
            f"that do not touch each other; {vehicles} were asked for"
        )
    return replace(facility, fleet=(*kept, *added, *manned))


def place_fleet(facility: Facility, wanted: Sequence[tuple[str, str]]) -> Facility:
    """The facility with the vehicles ``wanted`` (id, type) as its fleet, at assumed places.

    Vehicles for which there is no place are left out.
    """
    places = Places(facility, ())
    placed = (places.vehicle(name, kind) for name, kind in wanted)
    return replace(facility, fleet=tuple(one for one in placed if one is not None))


def _usual_number(facility: Facility) -> int:
    off_way = sum(
        len(facility.stations_of(kind)) for kind in (StationKind.CHARGER, StationKind.PARKING)
    )
    able = sum(bool(home_nodes(facility.layout, one)) for one in commanded_types(facility))
    return max(able, min(USUAL_FLEET, off_way)) if able else 0


def _more(facility: Facility, present: Sequence[FleetVehicle]) -> Iterator[FleetVehicle]:
    """Further vehicles, types in turn, until no type has a place left."""
    places = Places(facility, present)
    names = {one.id for one in facility.fleet}
    turns = deque(commanded_types(facility))
    while turns:
        kind = turns.popleft()
        name = next(n for n in (f"{kind}-{i:02d}" for i in range(1, 10**6)) if n not in names)
        vehicle = places.vehicle(name, kind)
        if vehicle is not None:
            names.add(name)
            turns.append(kind)
            yield vehicle
