"""Where stations are, as the layout server tells it."""

from __future__ import annotations

from math import hypot

from fleet_interfaces import msg

from fleet_core.model.geometry import Pose

REACH_M = 0.3
"""Work at a station is done this near to one of its nodes."""


class StationPlaces:
    """Knows nothing until a layout is heard."""

    def __init__(self) -> None:
        self._places: dict[str, list[tuple[float, float]]] = {}

    def hear(self, layout: msg.Layout) -> None:
        nodes = {node.id: (node.x_m, node.y_m) for node in layout.nodes}
        self._places = {
            station.id: [nodes[each] for each in station.node_ids if each in nodes]
            for station in layout.stations
        }

    def near(self, station_id: str, pose: Pose) -> bool | None:
        """Whether work at the station is done at ``pose``; None: the station is not known."""
        places = self._places.get(station_id)
        if places is None:
            return None
        return any(hypot(x - pose.x_m, y - pose.y_m) <= REACH_M for x, y in places)
