"""Reasons in the words of a language, from one catalogue a language.

``catalogue/LANGUAGE.json`` holds a template a code: a clause without a full stop, with parameters
in braces and a format behind a colon: Python's own for numbers (``{soc:.0%}``), ``clock`` for a
time, ``word`` for a value that is a word of the catalogue itself (``{action:word}``). What is in
brackets is left out when a parameter in it is empty: ``{vehicle} has broken down[: {why}]``.

Nothing here raises for what it is given: an unknown code is shown with its parameters, or with the
text that came with it; a parameter that is missing as its name in braces.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import Any

from fleet_core.model.clock_text import clock_text
from fleet_core.model.reason import OWN_WORDS, Reason

LANGUAGES = ("en", "zh_CN")
WORD = "word"
"""Format of a parameter whose value is looked up in the catalogue's words; a name stays a name."""
CLOCK = "clock"
"""Format of a time on the fleet's clock."""

_NOTHING = (None, "", ())
_SECTION = re.compile(r"\[(.*?)\]")

Part = tuple[str, str | None, str]  # a literal, the parameter behind it, its format


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of a template; an optional one needs all its parameters."""

    optional: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What one language needs to say everything."""

    language: str
    stop: str
    between_names: str
    between_clauses: str
    words: Mapping[str, str]
    templates: Mapping[str, tuple[Section, ...]]

    def parameters(self, code: str) -> frozenset[str]:
        """Names that the template of a code uses."""
        parts = (part for section in self.templates[code] for part in section.parts)
        return frozenset(name for _, name, _ in parts if name)


@cache
def catalogue(language: str = "en") -> Catalogue:
    """The catalogue of a language; of English for one that there is no catalogue of."""
    name = language if language in LANGUAGES else "en"
    folder = files("fleet_core.model") / "catalogue"
    data = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    templates = {
        code: template(text) for theme in data["templates"].values() for code, text in theme.items()
    }
    return Catalogue(
        name, data["stop"], data["between_names"], data["between_clauses"], data["words"], templates
    )


def template(text: str) -> tuple[Section, ...]:
    """Sections in turn: even ones always, odd ones (which were in brackets) when they can be."""
    pieces = _SECTION.split(text)
    return tuple(
        Section(bool(index % 2), tuple(_parts(piece)))
        for index, piece in enumerate(pieces)
        if piece
    )


def _parts(text: str) -> list[Part]:
    return [(literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(text)]


@lru_cache(maxsize=20_000)
def clause(reason: Reason, language: str = "en") -> str:
    """Without a full stop, to stand in a list, behind a colon or inside another."""
    return _clause(reason, catalogue(language))


@lru_cache(maxsize=20_000)
def sentence(reason: Reason | None, language: str = "en") -> str:
    """With a capital, where it does not begin with a name, and a full stop; empty for none."""
    if reason is None:
        return ""
    book = catalogue(language)
    text = _clause(reason, book)
    if not text:
        return ""
    if _begins_with_words(reason, book):
        text = text[0].upper() + text[1:]
    return text if text.endswith((book.stop, ".", "!", "?")) else text + book.stop


def word(value: str, language: str = "en") -> str:
    """A word of the model in a language; what is no such word stays as it is."""
    return catalogue(language).words.get(value, value)


def _clause(reason: Reason, book: Catalogue) -> str:
    given = dict(reason.parameters)
    sections = book.templates.get(reason.code)
    if given.get(OWN_WORDS):
        return str(given[OWN_WORDS])
    if sections is None:
        return _unknown(reason, given, book)
    said = [
        literal + (_shown(name, given, spec, book) if name else "")
        for section in sections
        if not (section.optional and _lacks(section, given))
        for literal, name, spec in section.parts
    ]
    return "".join(said)


def _lacks(section: Section, given: Mapping[str, Any]) -> bool:
    return any(given.get(name) in _NOTHING for _, name, _ in section.parts if name)


def _shown(name: str, given: Mapping[str, Any], spec: str, book: Catalogue) -> str:
    return _value(given[name], spec, book) if name in given else f"{{{name}}}"


def _value(value: Any, spec: str, book: Catalogue) -> str:
    if value is None:
        return ""
    if isinstance(value, Reason):
        return _clause(value, book)
    if isinstance(value, tuple):
        clauses = any(isinstance(each, Reason) for each in value)
        between = book.between_clauses if clauses else book.between_names
        return between.join(_value(each, spec, book) for each in value)
    if isinstance(value, str):
        return book.words.get(value, value) if spec == WORD else str(value)
    try:
        if spec == CLOCK:
            return clock_text(value)
        return format(value, spec or ("d" if isinstance(value, int) else "g"))
    except (ValueError, TypeError, OverflowError, OSError):
        return "?"  # a number that no template can be meant for, such as a clock time of 1e300


def _unknown(reason: Reason, given: Mapping[str, Any], book: Catalogue) -> str:
    """What another program has said, without words of its own: what there is."""
    what = reason.code.replace("_", " ")
    held = ", ".join(f"{name} {_value(value, '', book)}" for name, value in given.items())
    return f"{what} ({held})" if held else what


def _begins_with_words(reason: Reason, book: Catalogue) -> bool:
    """Whether its first letter belongs to a word of the catalogue and not to a name."""
    given, sections = dict(reason.parameters), book.templates.get(reason.code)
    if sections is None or given.get(OWN_WORDS):
        return not given.get(OWN_WORDS)
    for section in sections:
        if section.optional and _lacks(section, given):
            continue
        literal, name, spec = section.parts[0]
        first = given.get(name) if name else None
        if isinstance(first, tuple) and first:
            first = first[0]
        if literal or not isinstance(first, Reason):
            return bool(literal) or (spec == WORD and first in book.words)
        return _begins_with_words(first, book)
    return False
