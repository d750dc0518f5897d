"""The few words of the terminal; large letters leave no room for sentences."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model.proximity import Advice, ObjectClass
from hmi.terminal.screen import ContactState, Danger


class TerminalWords(QObject):
    """Short, and the same word for the same thing as in the dispatcher's window."""

    def advice(self, advice: Advice) -> str:
        return {
            Advice.WATCH: self.tr("Look"),
            Advice.SLOW_DOWN: self.tr("Slow down"),
            Advice.GIVE_WAY: self.tr("Give way"),
            Advice.STOP: self.tr("STOP"),
        }[advice]

    def kind(self, kind: ObjectClass) -> str:
        return {
            ObjectClass.PERSON: self.tr("Person"),
            ObjectClass.FORKLIFT: self.tr("Forklift"),
            ObjectClass.AGV: self.tr("AGV"),
        }[kind]

    def where(self, danger: Danger) -> str:
        """Direction from the seat, and how near."""
        return self.tr("{0}, {1}", "a direction and a distance").format(
            self.direction(danger.sector), self.distance(danger.distance_m)
        )

    def distance(self, distance_m: float) -> str:
        return self.tr("{0:.1f} m").format(distance_m)

    def contact(self, contact: ContactState) -> tuple[str, str]:
        """A headline, and what to do."""
        return {
            ContactState.LIVE: (
                self.tr("No warning"),
                self.tr("Keep looking: not everybody is seen"),
            ),
            ContactState.UNSEEN: (
                self.tr("This forklift is not seen"),
                self.tr("Nobody warns you. Check the tag"),
            ),
            ContactState.SILENT: (
                self.tr("No contact with the proximity system"),
                self.tr("Nobody warns you. Drive with care"),
            ),
        }[contact]

    def bad_sources(self, names: tuple[str, ...]) -> str:
        return self.tr("Not everybody is seen: {0} fails").format(", ".join(names))

    def direction(self, sector: int | None) -> str:
        if sector is None:
            return self.tr("direction unknown")
        return (
            self.tr("ahead"),
            self.tr("ahead left"),
            self.tr("left"),
            self.tr("behind left"),
            self.tr("behind"),
            self.tr("behind right"),
            self.tr("right"),
            self.tr("ahead right"),
        )[sector]
