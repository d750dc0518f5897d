"""A closure, as the inspector shows it: why, for whom, how long, and who still drives there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from hmi.model import selection
from hmi.model.clock_text import clock_text
from hmi.model.closed_places import closures_at, edge_name, place_name, zone_name
from hmi.model.closure_traffic import ClosureTraffic, traffic_of
from hmi.model.fleet_store import FleetStore
from hmi.model.selection import Selection
from hmi.model.tone import Tone
from hmi.views.closure_words import ClosureWords
from hmi.views.inspector.sheet import Fact, Sheet
from hmi.views.sentences import Sentences

_MOST_LINKS = 12


class ClosureSheet(QObject):
    """What is known of it, and the command that opens it."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = ClosureWords(store, self)
        self._sentences = Sentences(self)

    def sheet(self, closure_id: str) -> Sheet | None:
        closure, facility = self._store.closures.get(closure_id), self._store.facility
        if closure is None or facility is None:
            return None
        traffic = traffic_of(closure, facility, self._store.snapshot)
        facts = [
            Fact(self.tr("Reason"), closure.reason),
            Fact(self.tr("For"), self._words.for_whom(closure)),
            Fact(self.tr("Opens"), self._words.ends(closure)),
            *self._vehicles(traffic),
            *self._places(closure, facility),
            Fact(self.tr("Since"), clock_text(closure.since_s)),
            Fact(self.tr("Closed by"), self._sentences.word(closure.author)),
            Fact(self.tr("Closure"), closure.id),
        ]
        return Sheet(
            place_name(facility, closure),
            self.tr("Closed zone") if closure.zone_id else self.tr("Closed way"),
            tuple(facts),
            self._words.not_kept_out(traffic),
            Tone.ATTENTION if traffic.not_kept_out else Tone.NORMAL,
            ("closure.open",),
        )

    def _vehicles(self, traffic: ClosureTraffic) -> list[Fact]:
        rows = (
            (self.tr("Inside"), traffic.inside),
            (self.tr("Released into it"), traffic.released),
            (self.tr("Planned through it"), traffic.planned),
        )
        return [
            Fact(label, links=tuple((one, selection.vehicle(one)) for one in ids[:_MOST_LINKS]))
            for label, ids in rows
            if ids
        ]

    def _places(self, closure: Closure, facility: Facility) -> list[Fact]:
        if closure.zone_id:
            place = selection.zone(closure.zone_id)
            named = [(zone_name(facility, closure.zone_id), place)]
            places, facts = [place], [Fact(self.tr("Zone"), links=tuple(named))]
        else:
            ids = sorted(closure.edge_ids)[:_MOST_LINKS]
            places = [selection.edge(one) for one in ids]
            links = [(edge_name(facility, place.id), place) for place in places]
            facts = [Fact(self.tr("Ways"), links=tuple(links))]
        others = self._others(closure, places)
        return [*facts, Fact(self.tr("Closed as well"), links=tuple(others))] if others else facts

    def _others(self, closure: Closure, places: list[Selection]) -> list[tuple[str, Selection]]:
        """Other closures of the same places: the map can show only one of them to a click."""
        found = {
            other.id: other
            for place in places
            for other in closures_at(place, self._store.closures.values())
            if other.id != closure.id
        }
        return [(f"{one.id}: {one.reason}", selection.closure(one.id)) for one in found.values()]
