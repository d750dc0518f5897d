"""What the inspector shows of one thing, before it becomes widgets."""

from __future__ import annotations

from dataclasses import dataclass

from hmi.model.selection import Selection
from hmi.model.tone import Tone


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what it says; ``links`` lead to other things and stand in the text's place."""

    label: str
    text: str = ""
    tone: Tone = Tone.NORMAL
    links: tuple[tuple[str, Selection], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Title, kind, a sentence that explains, facts, and the commands that apply."""

    title: str
    kind: str
    facts: tuple[Fact, ...]
    sentence: str = ""
    tone: Tone = Tone.NORMAL
    command_ids: tuple[str, ...] = ()
