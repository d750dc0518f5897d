"""A database with damaged rows: they are set aside, so that the fleet can start without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fleet_core.app.composition import open_database
from fleet_core.layouts import load_facility
from fleet_core.model.errors import TrafficError
from fleet_core.store.damage import DamagedRow
from fleet_core.traffic.fleet_traffic import FleetTraffic
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes


def repair(
    folder: Path, database_url: str, layout: str, clock: Callable[[], float]
) -> list[DamagedRow]:
    """Set aside what does not read. Returns it, each row once. Raises ConfigurationError where the
    database cannot be opened, LayoutError."""
    roadmap = build_roadmap(load_facility(layout).facility)
    traffic = FleetTraffic(roadmap, RoadmapTravelTimes(roadmap))
    store = open_database(folder, database_url)
    try:
        found = store.set_aside_damaged(clock())
        plans = store.load(0).traffic
        if plans is not None:
            try:
                traffic.fits(plans)
            except TrafficError as error:
                found += store.set_aside_damaged(clock(), str(error))
    finally:
        store.close()
    return found
