"""Stations, edges and zones, as the inspector shows them."""

from __future__ import annotations

from math import hypot

from PySide6.QtCore import QObject

from fleet_core.model.facility import Crossing, Facility, StationKind, StationUse, Zone
from fleet_core.model.layout import Edge
from hmi.model import selection
from hmi.model.closed_places import closures_at, edge_name, opposite
from hmi.model.fleet_store import FleetStore
from hmi.model.selection import Selection
from hmi.views.inspector.sheet import Fact, Sheet
from hmi.views.words import Words


class StationSheet(QObject):
    """What a station is for, and what is on its way there."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = Words(self)

    def sheet(self, station_id: str) -> Sheet | None:
        facility = self._store.facility
        station = facility.layout.stations.get(station_id) if facility else None
        if facility is None or station is None:
            return None
        use = facility.uses.get(station_id) or StationUse(station_id, StationKind.TRANSFER)
        facts = [
            *self._use(use),
            Fact(self.tr("Nodes"), ", ".join(station.interaction_node_ids)),
            *self._traffic(station_id),
        ]
        return Sheet(
            station.name or station_id,
            self._words.station_kind(use.kind),
            tuple(facts),
            station.description,
            command_ids=("order.new",) if use.kind is StationKind.TRANSFER else (),
        )

    def _use(self, use: StationUse) -> list[Fact]:
        facts = []
        if use.kind is StationKind.TRANSFER:
            can_pick, can_drop = self._words.yes_no(use.can_pick), self._words.yes_no(use.can_drop)
            facts += [Fact(self.tr("Pick here"), can_pick), Fact(self.tr("Drop here"), can_drop)]
        if use.group:
            facts.append(Fact(self.tr("Group"), use.group))
        if use.load_types:
            facts.append(Fact(self.tr("Loads"), ", ".join(sorted(use.load_types))))
        return facts

    def _traffic(self, station_id: str) -> list[Fact]:
        store = self._store
        coming = [
            (status.report.vehicle_id, selection.vehicle(status.report.vehicle_id))
            for status in store.snapshot.vehicles
            if status.goal_station_id == station_id
        ]
        orders = [
            (order.id, selection.order(order.id))
            for order in store.snapshot.orders
            if not order.state.ended and station_id in {stop.station_id for stop in order.stops}
        ]
        facts = [Fact(self.tr("On the way here"), links=tuple(coming))] if coming else []
        if orders:
            facts.append(Fact(self.tr("Orders"), links=tuple(orders[:12])))
        return facts


class ClosedFacts(QObject):
    """What closes a place: a link to each closure."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store

    def facts(self, place: Selection) -> list[Fact]:
        found = closures_at(place, self._store.closures.values())
        links = tuple((closure.reason, selection.closure(closure.id)) for closure in found)
        return [Fact(self.tr("Closed"), links=links)] if links else []

    def command_ids(self, place: Selection) -> tuple[str, ...]:
        """Somebody may close it for others as well while it is closed for some."""
        closed = closures_at(place, self._store.closures.values())
        return ("closure.close", "closure.open") if closed else ("closure.close",)


class EdgeSheet(QObject):
    """Who may drive a way, and how."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._closed = ClosedFacts(store)

    def sheet(self, edge_id: str) -> Sheet | None:
        facility = self._store.facility
        edge = facility.layout.edges.get(edge_id) if facility else None
        if facility is None or edge is None:
            return None
        start, end = (
            facility.layout.nodes[node] for node in (edge.start_node_id, edge.end_node_id)
        )
        facts = [
            Fact(self.tr("From node"), start.name or start.id),
            Fact(self.tr("To node"), end.name or end.id),
            Fact(self.tr("Distance"), f"{hypot(end.x_m - start.x_m, end.y_m - start.y_m):.1f} m"),
            *self._types(facility, edge),
            *self._back(facility, edge_id),
            *self._closed.facts(selection.edge(edge_id)),
        ]
        return Sheet(
            edge.name or edge.id,
            self.tr("Edge of the roadmap"),
            tuple(facts),
            command_ids=self._closed.command_ids(selection.edge(edge_id)),
        )

    def _back(self, facility: Facility, edge_id: str) -> list[Fact]:
        """The other direction lies under the same pointer."""
        back = opposite(facility.layout, edge_id)
        link = (edge_name(facility, back), selection.edge(back))
        return [Fact(self.tr("Other direction"), links=(link,))] if back else []

    def _types(self, facility: Facility, edge: Edge) -> list[Fact]:
        facts = []
        for entry in edge.properties:
            kind = facility.vehicle_types.get(entry.vehicle_type_id)
            name = kind.name or kind.id if kind else entry.vehicle_type_id
            limit = self.tr("no limit of its own")
            if entry.max_speed_mps is not None:
                limit = self.tr("at most {0} m/s").format(f"{entry.max_speed_mps:.1f}")
            facts.append(Fact(name, limit))
        return facts


class ZoneSheet(QObject):
    """What holds inside a zone or on a crossing."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._closed = ClosedFacts(store)
        self._words = Words(self)

    def sheet(self, zone_id: str) -> Sheet | None:
        facility = self._store.facility
        areas = (*facility.zones, *facility.crossings) if facility else ()
        area = next((area for area in areas if area.id == zone_id), None)
        if area is None:
            return None
        facts = []
        if area.max_speed_mps is not None:
            limit = self.tr("at most {0} m/s").format(f"{area.max_speed_mps:.1f}")
            facts.append(Fact(self.tr("Speed"), limit))
        facts += self._closed.facts(selection.zone(zone_id))
        command_ids = self._closed.command_ids(selection.zone(zone_id))
        return Sheet(
            area.name or area.id,
            self._kind(area),
            tuple(facts),
            command_ids=command_ids if isinstance(area, Zone) else (),
        )

    def _kind(self, area: Zone | Crossing) -> str:
        if isinstance(area, Zone):
            return self._words.zone_kind(area.kind)
        return self.tr("Pedestrian crossing")
