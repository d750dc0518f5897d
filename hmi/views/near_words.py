"""Warnings of people and manned forklifts in words, for the list, the inspector and the map."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QPainterPath

from fleet_core.model.proximity import (
    ObjectClass,
    ProximityWarning,
    SourceHealth,
    SourceState,
    WarningLevel,
)
from fleet_core.model.reasons.nearness import of_warning
from hmi.model.fleet_store import FleetStore
from hmi.model.nearness import shown_name, surroundings
from hmi.views.sentences import Sentences
from hmi.views.symbols import brake_path, notice_path, warning_path


class NearWords(QObject):
    """One place for how the window speaks of nearness."""

    def __init__(self, store: FleetStore, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._sentences = Sentences(self)

    def level(self, level: WarningLevel) -> str:
        return {
            WarningLevel.NOTICE: self.tr("Notice"),
            WarningLevel.WARNING: self.tr("Warning"),
            WarningLevel.DANGER: self.tr("Danger"),
            WarningLevel.EMERGENCY: self.tr("Emergency"),
        }[level]

    def sentence(self, warning: ProximityWarning) -> str:
        """Who is warned of what, and what to do."""
        return self._sentences.say(of_warning(replace(warning, party_id=self.party(warning))))

    def party(self, warning: ProximityWarning) -> str:
        name = shown_name(warning.party_id, self._store.near.tracks)
        if warning.party_kind is ObjectClass.FORKLIFT:
            return self.tr("driver of {0}").format(name)
        return name

    def word(self, value: str) -> str:
        return self._sentences.word(value)

    def place(self, warning: ProximityWarning) -> str:
        around = surroundings(self._store.facility, warning.at)
        text = self.tr("in {0}") if around.inside else self.tr("near {0}")
        return text.format(around.name)

    def source(self, source: SourceHealth) -> str:
        """Cause and action of a source that fails."""
        if source.state is SourceState.LOST:
            text = self.tr(
                "Source {0} is lost: people may be there unseen, AGVs drive slowly. Check it."
            )
        else:
            text = self.tr("Source {0} is faulty: much of what it says is refused. Check it.")
        return text.format(source.source_id)


def level_path(level: WarningLevel) -> QPainterPath:
    """A disc, a triangle, an octagon: the level without its colour."""
    if level is WarningLevel.NOTICE:
        return notice_path()
    return warning_path() if level is WarningLevel.WARNING else brake_path()
