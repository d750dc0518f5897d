"""How a terminal hears: latest values, to be read at any time."""

from __future__ import annotations

from typing import Protocol

from hmi.terminal.screen import TerminalPicture


class TerminalLink(Protocol):
    """A link that has failed goes on handing out what it heard last, which grows old."""

    def start(self) -> None:
        """Begin to hear, in a thread of its own."""
        ...

    def stop(self) -> None:
        """End it; returns when it has ended."""
        ...

    def latest(self) -> TerminalPicture:
        """The newest of everything."""
        ...
