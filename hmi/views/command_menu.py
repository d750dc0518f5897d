"""A menu of commands at the pointer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QMenu, QWidget

from hmi.commands.command import Command


class CommandMenu(QMenu):
    """What is not possible is grey and says why in its tool tip."""

    def __init__(self, parent: QWidget, run: Callable[[Command], None]) -> None:
        super().__init__(parent)
        self._run = run
        self.setToolTipsVisible(True)

    def offer(self, commands: Iterable[Command]) -> None:
        """These commands, as they are now."""
        self.clear()
        for command in commands:
            action = self.addAction(command.title())
            reason = command.why_not()
            action.setEnabled(not reason)
            action.setToolTip(reason or command.title())
            action.triggered.connect(lambda _=False, command=command: self._run(command))
