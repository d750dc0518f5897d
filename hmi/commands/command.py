"""One thing that can be done, and why it can not be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Text = Callable[[], str]
"""Asked each time, so that it speaks the language of the moment."""


def possible() -> str:
    """No reason against it."""
    return ""


@dataclass(frozen=True, slots=True)
class Command:
    """``why_not`` gives an empty string when the command is possible, else the reason."""

    id: str
    title: Text
    run: Callable[[], None]
    why_not: Text = possible
    shortcut: str = ""


class CommandRegistry:
    """All commands by id, in the order in which they were added."""

    def __init__(self) -> None:
        self._commands: dict[str, Command] = {}

    def add(self, *commands: Command) -> None:
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"command {command.id} is there already")
            self._commands[command.id] = command

    def __getitem__(self, command_id: str) -> Command:
        return self._commands[command_id]

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())
