"""A proximity warning, as the inspector shows it: cause, action, who, whom, and how near."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model.proximity import ObjectClass
from hmi.model import selection
from hmi.model.clock_text import clock_text
from hmi.model.fleet_store import FleetStore
from hmi.model.nearness import tone_of_level
from hmi.views.inspector.sheet import Fact, Sheet
from hmi.views.near_words import NearWords


class WarningSheet(QObject):
    """It stays while the encounter lasts."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = NearWords(store, self)

    def sheet(self, number: str) -> Sheet:
        warning, words = self._store.warnings.get(number), self._words
        title = self.tr("Proximity warning")
        if warning is None:
            return Sheet(title, self.tr("Inspector"), (), self.tr("Nobody is near any more."))
        tone = tone_of_level(warning.level)
        party = words.party(warning)
        links: tuple[tuple[str, selection.Selection], ...] = ()
        if warning.party_kind is ObjectClass.AGV:
            links = ((party, selection.vehicle(warning.party_id)),)
        facts = (
            Fact(self.tr("Who"), party, links=links),
            Fact(self.tr("Whom"), words.word(warning.other_kind)),
            Fact(self.tr("What to do"), words.word(warning.advice)),
            Fact(self.tr("Distance"), f"{warning.distance_m:.1f} m"),
            Fact(self.tr("Expected contact in"), self.tr("{0:.1f} s").format(warning.contact_s)),
            Fact(self.tr("Probability of contact"), f"{warning.probability:.0%}"),
            Fact(self.tr("Place"), words.place(warning)),
            Fact(self.tr("Since"), clock_text(warning.since_s)),
            Fact(self.tr("Level since"), clock_text(warning.level_since_s)),
            Fact(self.tr("Encounter"), number),
        )
        return Sheet(title, words.level(warning.level), facts, words.sentence(warning), tone)
