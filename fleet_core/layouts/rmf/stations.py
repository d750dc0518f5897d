"""Named vertices as stations."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.layouts.rmf.building import Level, Parameters
from fleet_core.model.facility import StationKind, StationUse
from fleet_core.model.layout import Station


def stations_and_uses(
    level: Level, node_ids: Mapping[int, str]
) -> tuple[dict[str, Station], dict[str, StationUse]]:
    """A station for every vertex of the graph that has a name or a purpose."""
    stations: dict[str, Station] = {}
    uses: dict[str, StationUse] = {}
    for index, node_id in node_ids.items():
        vertex = level.vertices[index]
        use = _use(node_id, vertex.name, vertex.parameters)
        if use is not None:
            stations[node_id] = Station(node_id, (node_id,), name=vertex.name)
            uses[node_id] = use
    return stations, uses


def _use(station_id: str, name: str, given: Parameters) -> StationUse | None:
    """A dispenser puts loads onto the robot, an ingestor takes them off; without either a named
    vertex does both. A place that is a charger as well as parking is a charger."""
    picks, drops = bool(given.get("pickup_dispenser")), bool(given.get("dropoff_ingestor"))
    if picks or drops:
        return StationUse(station_id, StationKind.TRANSFER, can_pick=picks, can_drop=drops)
    if given.get("is_charger") is True:
        return StationUse(station_id, StationKind.CHARGER)
    if given.get("is_parking_spot") is True:
        return StationUse(station_id, StationKind.PARKING)
    return StationUse(station_id, StationKind.TRANSFER) if name else None
