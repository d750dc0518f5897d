"""What all groups of commands to the fleet have in common."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hmi.commands.context import CommandContext
from hmi.model.picture import Connection


class CommandGroup(QObject):
    """Commands that go to the fleet from one context."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__()
        self._context = context

    def _why_no_link(self) -> str:
        """Why nothing can be sent now; empty when it can."""
        if self._context.store.connection is not Connection.LIVE:
            return self.tr("There is no connection to the fleet.")
        return ""
