"""Puts the fleet's parts together: the same for the nodes, the simulation and the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fleet_core.execution.controller import FleetController
from fleet_core.execution.settings import FleetSettings
from fleet_core.model.facility import Facility
from fleet_core.store.impatient_store import ImpatientStore
from fleet_core.store.protocol import OrderStore
from fleet_core.store.sql_store import SqlStore
from fleet_core.traffic.fleet_traffic import FleetTraffic
from planner.roadmap.build import PIECE_M, build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes


def build_controller(
    facility: Facility,
    store: OrderStore,
    settings: FleetSettings,
    layout_path: str = "",
    watch: Callable[[str, str], None] | None = None,
    piece_m: float = PIECE_M,
) -> FleetController:
    """The fleet controller of this plant, taking up what the store holds.

    ``watch`` is told of every attempt of the traffic layer to plan: its cause and its outcome.
    ``piece_m``: longest part of a lane that is planned and released as a whole.

    Raises LayoutError for a plant without a usable roadmap, ConfigurationError for a store that
    belongs to another plant.
    """
    roadmap = build_roadmap(facility, piece_m)
    travel = RoadmapTravelTimes(roadmap)
    traffic = FleetTraffic(roadmap, travel, watch, settings.traffic)
    return FleetController(
        facility, traffic, travel, store, settings, layout_path, RoadmapTravelTimes(roadmap)
    )


def open_database(folder: Path, database_url: str = "") -> SqlStore:
    """SQLite in the data folder, or the database at the URL; held by this process alone."""
    return SqlStore.at_url(database_url) if database_url else SqlStore.in_folder(folder)


def open_store(folder: Path, database_url: str = "") -> OrderStore:
    """The same for a fleet that runs: a server that does not answer is not waited for."""
    database = open_database(folder, database_url)
    return ImpatientStore(database) if database_url else database
