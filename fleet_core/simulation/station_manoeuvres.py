"""Manoeuvres into and out of the stations of a plant, for the legs that they replace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

import numpy as np

from fleet_core.model.errors import InputError
from fleet_core.model.facility import Facility
from fleet_core.simulation.laid_manoeuvre import SAME_M, LaidManoeuvre
from fleet_core.simulation.legs import DRIVE, MotionLeg
from fleet_core.simulation.parts import DrivePart
from planner.local.manoeuvres.plan import Planned
from planner.local.manoeuvres.scene import ManoeuvreScene
from planner.local.manoeuvres.station_scenes import SolidFloor, station_scene
from planner.local.manoeuvres.station_ways import StationWay, station_ways

Known = Callable[[ManoeuvreScene], Planned | None]
"""A proven manoeuvre for a scene, if there is one: `ManoeuvreCache.known`."""


class StationManoeuvres:
    """Those that ``known`` has, looked up when a vehicle first comes to the edge."""

    def __init__(self, facility: Facility, known: Known) -> None:
        self._facility, self._known = facility, known
        self._solids = SolidFloor.of(facility)
        self._ways = _ways_of(facility)
        self._found: dict[tuple[str, str], LaidManoeuvre | None] = {}  # by edge and type

    def replacing(self, type_id: str, legs: Sequence[MotionLeg]) -> tuple[DrivePart, ...]:
        """The parts to drive in place of the first of ``legs``, which are pieces of an edge into
        or out of a station; none where they are not, or no manoeuvre is known, or not all of its
        edge is there and what there is cannot be driven by itself."""
        first = legs[0]
        if first.kind != DRIVE or (type_id, first.edge_id) not in self._ways:
            return ()
        found = self._manoeuvre(type_id, first.edge_id)
        if found is None:
            return ()
        return found.parts([leg for leg in takewhile(_on(first.edge_id), legs)])

    def docks(self, type_id: str, leg: MotionLeg) -> bool:
        """Whether a leg ends in a station."""
        way = self._ways.get((type_id, leg.edge_id))
        if way is None or not way.inward:
            return False
        return bool(np.hypot(*(leg.samples[1:3, -1] - way.poses[-1, :2])) <= SAME_M)

    def _manoeuvre(self, type_id: str, edge_id: str) -> LaidManoeuvre | None:
        key = (type_id, edge_id)
        if key not in self._found:
            self._found[key] = self._looked_up(self._ways[key])
        return self._found[key]

    def _looked_up(self, way: StationWay) -> LaidManoeuvre | None:
        try:
            at = station_scene(way, self._solids)
        except InputError:  # no scene, so nothing was planned
            return None
        planned = self._known(at.scene)
        return None if planned is None else LaidManoeuvre(way, at, planned, self._facility)


def _ways_of(facility: Facility) -> dict[tuple[str, str], StationWay]:
    """By type and edge; an edge from one station to another counts as one into a station."""
    ways = sorted(station_ways(facility), key=lambda way: way.inward)
    return {(way.vehicle_type.id, way.edge_id): way for way in ways}


def _on(edge_id: str) -> Callable[[MotionLeg], bool]:
    return lambda leg: leg.kind == DRIVE and leg.edge_id == edge_id
