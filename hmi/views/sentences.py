"""Plain sentences of the fleet in the language of the moment.

The fleet has no screen and says in English why something waits or failed. A file for each other
language holds its sentences with places for names; what a place holds is translated as well, as
one sentence may be the reason inside another. A sentence that no file knows is shown as it stands.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from operator import eq

from PySide6.QtCore import QObject

from fleet_core.model import wording
from fleet_core.model.reason import Reason
from hmi.views.languages import TRANSLATIONS

_DEEPEST = 3
_PLACE = re.compile(r"\{\d\}")
_STOPS = {"zh_CN": "。"}
_COMMAS = {"zh_CN": {"; ": "；", ", ": "、"}}

_Known = tuple[re.Pattern[str], str]


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

    def translate(self, sentence: str) -> str:
        """The sentence in the window's language."""
        return translated(sentence, self._language())


@lru_cache(maxsize=20_000)
def translated(sentence: str, language: str, depth: int = 0) -> str:
    """The sentence in a language; lists of names and unknown sentences stay as they are.

    A full stop and the first letter's case depend on where a sentence stands; neither counts.
    """
    bare = sentence.removesuffix(".")
    if not bare or language == "en" or depth > _DEEPEST:
        return sentence
    spoken = (
        _as_one(bare, language, depth, _patterns(language, "[^;]"))
        or _as_list(bare, language, depth, "; ")
        or _as_one(bare, language, depth, _patterns(language, "."))
        or _as_list(bare, language, depth, ", ")
    )
    if not spoken:
        return sentence
    return spoken + _STOPS[language] if bare != sentence else spoken


def _as_one(bare: str, language: str, depth: int, patterns: list[_Known]) -> str:
    """As one known sentence, with the sentences inside it; empty when it is none."""
    for pattern, template in patterns:
        found = pattern.fullmatch(bare)
        if found is not None:
            parts = [translated(part, language, depth + 1) for part in found.groups()]
            return template.format(*parts)
    return ""


def _as_list(bare: str, language: str, depth: int, comma: str) -> str:
    """As several known sentences or words in a row; empty when one of them is not known."""
    parts = bare.split(comma)
    spoken = [translated(part, language, depth + 1) for part in parts]
    if len(parts) == 1 or any(map(eq, parts, spoken)):
        return ""
    return _COMMAS[language][comma].join(spoken)


@lru_cache
def _patterns(language: str, last: str) -> list[_Known]:
    """Longer sentences first: they say more precisely what is meant. ``last``: what the last place
    of a sentence may hold; without ";" no sentence swallows the one that follows it."""
    file = TRANSLATIONS / f"sentences_{language}.json"
    known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    ordered = sorted(known, key=lambda english: (-len(_PLACE.sub("", english)), english))
    stop = _STOPS[language]
    return [(_pattern(english, last), known[english].removesuffix(stop)) for english in ordered]


def _pattern(english: str, last: str) -> re.Pattern[str]:
    """Places hold anything; only the last may hold a colon, with a sentence after it."""
    literals = [re.escape(part) for part in _PLACE.split(english.removesuffix("."))]
    places = ["([^:]+?)"] * (len(literals) - 2) + [f"({last}+?)"]
    parts = [literals[0]]
    for place, literal in zip(places, literals[1:], strict=False):
        parts += [place, literal]
    return re.compile("".join(parts), re.IGNORECASE)
