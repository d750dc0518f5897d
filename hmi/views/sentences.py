"""Reasons in the language of the window, from the fleet's own catalogues."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model import wording
from fleet_core.model.reason import Reason


class Sentences(QObject):
    """Words reasons and messages."""

    def say(self, reason: Reason | None) -> str:
        """As a sentence of its own; empty when there is no reason."""
        return wording.sentence(reason, self._language())

    def clause(self, reason: Reason) -> str:
        """To stand behind a colon or in a list."""
        return wording.clause(reason, self._language())

    def word(self, value: str) -> str:
        """A word of the model, such as the author "fleet"; a name stays as it is."""
        return wording.word(value, self._language())

    def _language(self) -> str:
        return self.tr("en", "the code of this language, as in the names of its files")
