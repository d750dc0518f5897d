"""Plain sentences of the fleet in the language of the moment.

The fleet has no screen and says in English why something waits or failed. A file for each other
language holds its sentences with places for names; what a place holds is translated as well, as
one sentence may be the reason inside another. A sentence that no file knows is shown as it stands.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from PySide6.QtCore import QObject

from hmi.views.languages import TRANSLATIONS

_DEEPEST = 3
_PLACE = re.compile(r"\{\d\}")
_STOPS = {"zh_CN": "。"}


class Sentences(QObject):
    """Translates reasons and messages."""

    def translate(self, sentence: str) -> str:
        """The sentence in the window's language."""
        language = self.tr("en", "the code of this language, as in the names of its files")
        return translated(sentence, language)


@lru_cache(maxsize=20_000)
def translated(sentence: str, language: str, depth: int = 0) -> str:
    """The sentence in a language; lists of names and unknown sentences stay as they are.

    A full stop and the first letter's case depend on where a sentence stands; neither counts.
    """
    bare = sentence.removesuffix(".")
    if not bare or language == "en" or depth > _DEEPEST:
        return sentence
    for pattern, template in _patterns(language):
        found = pattern.fullmatch(bare)
        if found is not None:
            parts = [translated(part, language, depth + 1) for part in found.groups()]
            stop = _STOPS[language] if bare != sentence else ""
            return template.format(*parts) + stop
    return sentence


@lru_cache
def _patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Longer sentences first: they say more precisely what is meant."""
    file = TRANSLATIONS / f"sentences_{language}.json"
    known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    ordered = sorted(known, key=lambda english: (-len(_PLACE.sub("", english)), english))
    stop = _STOPS[language]
    return [(_pattern(english), known[english].removesuffix(stop)) for english in ordered]


def _pattern(english: str) -> re.Pattern[str]:
    """Places hold anything; only the last may hold a colon, with a sentence after it."""
    literals = [re.escape(part) for part in _PLACE.split(english.removesuffix("."))]
    places = ["([^:]+?)"] * (len(literals) - 2) + ["(.+?)"]
    parts = [literals[0]]
    for place, literal in zip(places, literals[1:], strict=False):
        parts += [place, literal]
    return re.compile("".join(parts), re.IGNORECASE)
