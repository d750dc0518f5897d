"""What stations are for, from the actions at their nodes; and stations where a layout has none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fleet_core.layouts.checks.reach import commanded_types, home_nodes
from fleet_core.model.facility import Facility, StationKind, StationUse
from fleet_core.model.layout import Layout, Node, Station

CHARGING = frozenset({"startcharging", "charge", "charging"})  # VDA 5050, 6.8.2: startCharging


def assumed_use(layout: Layout, station: Station) -> StationUse:
    """The use that the actions of the interaction nodes tell (LIF 1.0, 8.3.13.1).

    A station without telling actions takes and gives loads.
    """
    actions = {
        action.action_type.lower()
        for node_id in station.interaction_node_ids
        for entry in layout.nodes[node_id].properties
        for action in entry.actions
    }
    picks, drops = "pick" in actions, "drop" in actions
    if actions & CHARGING and not (picks or drops):
        return StationUse(station.id, StationKind.CHARGER)
    if "park" in f"{station.id} {station.name}".lower() and not (picks or drops):
        return StationUse(station.id, StationKind.PARKING)
    if picks or drops:
        return StationUse(station.id, StationKind.TRANSFER, can_pick=picks, can_drop=drops)
    return StationUse(station.id, StationKind.TRANSFER)


def with_uses(facility: Facility) -> Facility:
    """A use for every station that has none."""
    stations = facility.layout.stations.values()
    uses = {
        one.id: facility.uses.get(one.id) or assumed_use(facility.layout, one) for one in stations
    }
    return replace(facility, uses=uses)


def with_stations(facility: Facility) -> Facility:
    """Transfer stations and parking places at nodes, where the layout has too few of them.

    With fewer than two transfer stations every named node becomes one (without names: dead ends,
    else all nodes on the way). Without parking places free dead ends become parking.
    """
    if len(facility.stations_of(StationKind.TRANSFER)) < 2:
        facility = _with(facility, _work_nodes(facility), StationKind.TRANSFER)
    if not facility.stations_of(StationKind.PARKING):
        facility = _with(facility, _free(facility, dead_ends(facility)), StationKind.PARKING)
    return facility


def _work_nodes(facility: Facility) -> list[Node]:
    home = homes(facility)
    on_way = [node for node in facility.layout.nodes.values() if node.id in home]
    named = [node for node in on_way if node.name]
    ends = dead_ends(facility)
    present = len(facility.stations_of(StationKind.TRANSFER))
    for some in (named, ends, on_way):
        free = _free(facility, some)
        if present + len(free) >= 2:
            return free
    return []


def homes(facility: Facility) -> frozenset[str]:
    """Nodes from which some commanded type always gets away again."""
    return frozenset().union(
        *(home_nodes(facility.layout, kind) for kind in commanded_types(facility))
    )


def dead_ends(facility: Facility) -> list[Node]:
    """Nodes with one neighbour, from which a vehicle gets back: nobody passes through them."""
    neighbours: dict[str, set[str]] = {}
    for edge in facility.layout.edges.values():
        neighbours.setdefault(edge.start_node_id, set()).add(edge.end_node_id)
        neighbours.setdefault(edge.end_node_id, set()).add(edge.start_node_id)
    home = homes(facility)
    return [
        node
        for node in facility.layout.nodes.values()
        if node.id in home and len(neighbours.get(node.id, ())) == 1
    ]


def _free(facility: Facility, nodes: Iterable[Node]) -> list[Node]:
    taken = {
        node
        for station in facility.layout.stations.values()
        for node in station.interaction_node_ids
    }
    return [node for node in nodes if node.id not in taken]


def _with(facility: Facility, nodes: Iterable[Node], kind: StationKind) -> Facility:
    stations, uses = dict(facility.layout.stations), dict(facility.uses)
    for node in nodes:
        station_id = node.name or node.id
        if station_id in stations:
            station_id = node.id
        if station_id not in stations:
            stations[station_id] = Station(station_id, (node.id,), name=node.name)
            uses[station_id] = StationUse(station_id, kind)
    return replace(facility, layout=replace(facility.layout, stations=stations), uses=uses)
