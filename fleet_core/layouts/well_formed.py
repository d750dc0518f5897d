"""Layouts on which traffic can be guaranteed: who rests is in nobody's way.

A layout is *well formed* when between any two places where a vehicle may rest there is a way that
touches no third one. Then vehicles that rest never block others for ever, and prioritised planning
always finds a way (Cap, Novak, Kleiner, Selecky: Prioritized Planning Algorithms for Trajectory
Coordination of Multiple Mobile Robots, IEEE T-ASE 12(3), 2015). This is shown by two stronger
conditions that can be told lane by lane: a resting body touches nothing but its own ways in and
out, and no station has to be passed through to reach another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fleet_core.layouts.finding import Finding, warning
from fleet_core.layouts.way_graph import WayGraph
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.route import LegKind
from planner.roadmap.build import build_roadmap
from planner.roadmap.graph import Roadmap


@dataclass(frozen=True, slots=True, order=True)
class RestingConflict:
    """A vehicle that rests at a station and a way of others that it would bar."""

    station_id: str
    resting_type: str
    other_type: str
    place: str  # "edge E17", "turn at node N4", "station dock_2"

    @property
    def text(self) -> str:
        """One sentence without the file's name."""
        return (
            f"{self.resting_type} resting at station {self.station_id} is in the way of "
            f"{self.other_type} on {self.place}"
        )


@dataclass(frozen=True, slots=True, order=True)
class CutOff:
    """A station that a vehicle type uses and cannot reach, or leave, without passing another."""

    station_id: str
    vehicle_type_id: str

    @property
    def text(self) -> str:
        """One sentence without the file's name."""
        return (
            f"{self.vehicle_type_id} cannot reach station {self.station_id} and leave it again "
            "without passing through another station"
        )


def resting_conflicts(facility: Facility, roadmap: Roadmap | None = None) -> list[RestingConflict]:
    """All pairs of a resting vehicle and a foreign way that it touches, with the clearance.

    Pass ``roadmap`` when it has been built already. Raises LayoutError when nobody can drive.
    """
    roadmap = roadmap or build_roadmap(facility)
    stations = _station_of_node(facility)
    places = _places(roadmap, stations)
    found = {
        RestingConflict(
            station_id,
            roadmap.type_ids[roadmap.state_type[state]],
            roadmap.type_ids[roadmap.region_type[region]],
            place,
        )
        for state, node_id, station_id in _resting_states(roadmap, stations)
        for region in map(int, roadmap.conflicts.of(int(roadmap.state_region[state])))
        for place, own_nodes in places.get(region, ())
        if node_id not in own_nodes
    }
    return sorted(found)


def cut_off_stations(facility: Facility) -> list[CutOff]:
    """Stations that a type can enter or leave, and not both on ways that pass no other station."""
    stations = _station_of_node(facility)
    found: list[CutOff] = []
    for type_id, kind in facility.vehicle_types.items():
        if not kind.manned:
            graph = _ways(facility, type_id, stations)
            used = [node for node in stations if f"{node}/out" in graph or f"{node}/in" in graph]
            found += [CutOff(stations[node], type_id) for node in _cut_off(graph, used)]
    return sorted(found)


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


def _station_of_node(facility: Facility) -> dict[str, str]:
    return {
        node_id: station.id
        for station in facility.layout.stations.values()
        for node_id in station.interaction_node_ids
    }


def _resting_states(roadmap: Roadmap, stations: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    for state, node_id in enumerate(roadmap.state_node):
        if node_id in stations:
            yield state, node_id, stations[node_id]


def _places(
    roadmap: Roadmap, stations: dict[str, str]
) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    """What each region is, with the nodes whose own ways it belongs to."""
    edges = roadmap.facility.layout.edges
    places: dict[int, list[tuple[str, tuple[str, ...]]]] = {}
    nodes: tuple[str, ...]
    for move, leg in enumerate(roadmap.legs):
        region = int(roadmap.move_region[move])
        if leg.kind is LegKind.TURN:
            name, nodes = f"the turn at node {leg.start_node_id}", (leg.start_node_id,)
        else:
            edge = edges[leg.edge_id]
            name, nodes = f"edge {edge.id}", (edge.start_node_id, edge.end_node_id)
        places.setdefault(region, []).append((name, nodes))
    for state, node_id, station_id in _resting_states(roadmap, stations):
        region = int(roadmap.state_region[state])
        places.setdefault(region, []).append((f"station {station_id}", (node_id,)))
    return places


def _ways(facility: Facility, type_id: str, stations: dict[str, str]) -> WayGraph:
    """The type's edges, with each station's node cut in two so that nothing leads through it."""
    return WayGraph(
        (
            f"{edge.start_node_id}/out" if edge.start_node_id in stations else edge.start_node_id,
            f"{edge.end_node_id}/in" if edge.end_node_id in stations else edge.end_node_id,
        )
        for edge in facility.layout.edges.values()
        if edge.properties_for(type_id) is not None
    )


def _cut_off(graph: WayGraph, used: list[str]) -> list[str]:
    """Nodes of stations without a way to or from the main lanes: the largest part of the roadmap in
    which everything can be reached from everywhere without passing a station. Where several parts
    are as large, from the one that leaves out the fewest: whoever gets to a hub and from there
    everywhere passes no third station."""

    def left_out(hub: str) -> list[str]:
        reached, reaching = graph.reached(hub), graph.reaching(hub)
        return [
            node for node in used if f"{node}/in" not in reached or f"{node}/out" not in reaching
        ]

    return min((left_out(min(home)) for home in graph.homes()), key=len, default=used)
