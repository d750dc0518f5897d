"""Stations at which a resting vehicle could block others for ever."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from fleet_core.layouts.finding import Finding, warning
from fleet_core.layouts.well_formed import cut_off_stations, resting_conflicts
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility


def guarantee_findings(facility: Facility, file: str) -> Iterator[Finding]:
    """One finding for each station that keeps the layout from being well formed."""
    try:
        conflicts = resting_conflicts(facility)
    except LayoutError:  # nobody can drive: other findings say so
        return
    for station_id, group in groupby(conflicts, key=lambda one: one.station_id):
        bars = list(group)
        more = f" and {len(bars) - 1} more ways" if len(bars) > 1 else ""
        reason = (
            f"lies on the way of others: {bars[0].resting_type} resting there bars "
            f"{bars[0].other_type} on {bars[0].place}{more}; "
            "that everybody gets through cannot be guaranteed"
        )
        yield warning(file, f"station {station_id}", reason, "rests_in_the_way")
    for cut in cut_off_stations(facility):
        reason = (
            f"cannot be reached and left by {cut.vehicle_type_id} without passing through another "
            "station; whoever works there can block it"
        )
        yield warning(file, f"station {cut.station_id}", reason, "behind_a_station")
