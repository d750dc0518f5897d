"""Plain sentences of the fleet in the language of the moment.

The fleet says why something waits or failed in English (it has no screen). The patterns here know
these sentences; one that is not known is shown as it stands.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QObject


class Sentences(QObject):
    """Translates reasons and messages."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache: dict[str, str] = {}
        self._language = ""

    def translate(self, sentence: str) -> str:
        """The sentence in the window's language."""
        if not sentence:
            return ""
        language = self.tr("language", "the code of this language: en, zh_CN")
        if language != self._language or len(self._cache) > 5000:
            self._language = language
            self._cache.clear()
        if sentence not in self._cache:
            self._cache[sentence] = self._translated(sentence)
        return self._cache[sentence]

    def _translated(self, sentence: str) -> str:
        for pattern, template in self._patterns():
            found = re.fullmatch(pattern, sentence)
            if found is not None:
                return template.format(*found.groups())
        return sentence

    def _patterns(self) -> list[tuple[str, str]]:
        return [
            (
                r"it cannot move by itself at the moment",
                self.tr("It cannot move by itself at the moment."),
            ),
            (r"lets (.+) pass before (.+)", self.tr("Lets {0} pass before {1}.")),
            (
                r"waits before (.+): (.+) has stopped there",
                self.tr("Waits before {0}: {1} has stopped there."),
            ),
            (r"no way leads to (.+) for type (.+)", self.tr("No way leads to {0} for type {1}.")),
            (r"waits until (.+) has left (.+)", self.tr("Waits until {0} has left {1}.")),
            (
                r"waits for a free way to (.+): (.+) is in between",
                self.tr("Waits for a free way to {0}: {1} is in between."),
            ),
        ]
