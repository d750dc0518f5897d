"""Vehicles of a plant that have drivers of their own: real ones, or those under development."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.facility import Facility


def without_external(facility: Facility, external: str) -> Facility:
    """The facility as the embedded plant simulates it. ``external``: ids with commas between them.

    Raises ConfigurationError for an id that the facility does not have.
    """
    wanted = {each.strip() for each in external.split(",") if each.strip()}
    known = [each.id for each in facility.fleet]
    for vehicle_id in sorted(wanted):
        if vehicle_id not in known:
            raise ConfigurationError(
                f"external vehicle {vehicle_id} is not in the fleet of {facility.name}; "
                f"it has {', '.join(known)}"
            )
    fleet = tuple(each for each in facility.fleet if each.id not in wanted)
    return replace(facility, fleet=fleet)
