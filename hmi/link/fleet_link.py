"""The one place where the window and the fleet meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from fleet_core.model.errors import FleetError
from fleet_core.model.request import Answer, Request
from hmi.model.picture import Picture

Answered = Callable[[int, Answer], None]
"""Called with the number of a request and its answer, in whatever thread the link has."""


def plain(error: Exception) -> str:
    """An error in one line: its own words, or its kind where it has none or was not meant."""
    words = " ".join(str(error).split())
    if isinstance(error, FleetError) and words:
        return words
    return f"{type(error).__name__} {words}".strip()


class FleetLink(Protocol):
    """Latest values to read at any time; requests that are answered later. Nothing blocks."""

    def start(self, answered: Answered) -> None:
        """Begin to receive, in a thread of the link's own."""
        ...

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
        ...

    def latest(self) -> Picture:
        """The newest whole picture."""
        ...

    def watch(self, vehicle_ids: frozenset[str]) -> None:
        """Whose plans and corridors the pictures shall hold; those of all would be too much."""
        ...

    def send(self, number: int, request: Request, author: str) -> None:
        """Ask for something in somebody's name; the answer comes under the same number."""
        ...
