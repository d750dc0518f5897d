"""What all forms in the inspector's place have in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hmi.commands.context import CommandContext


class Form(QWidget):
    """Enter sends it; a change of language reaches it."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__()
        self._context = context

    def send(self) -> None:
        """Send what was filled in when it is whole, else say what is missing."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """All texts anew, in the language of now."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.send()
        else:
            super().keyPressEvent(event)
