"""A button that is one command: its title, its shortcut, and its reason when it is not possible."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hmi.commands.command import Command

_LINK_EDGE_PX = 12
_LEAST_LINK_PX = 40
_ROUNDING_PX = 3


class CommandButton(QWidget):
    """A button, and below it the reason why it is grey."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command
        self.button = QPushButton()
        self.button.setProperty("command", command.id)
        self.button.clicked.connect(command.run)
        self._reason = QLabel()
        self._reason.setProperty("role", "soft")
        self._reason.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        box.addWidget(self.button)
        box.addWidget(self._reason)
        self.refresh()

    def refresh(self) -> None:
        """Ask the command again; called with every snapshot."""
        title, reason = self.command.title(), self.command.why_not()
        if self.button.text() != title:
            self.button.setText(title)
            self.button.setAccessibleName(title)
        self.button.setEnabled(not reason)
        self.button.setToolTip(
            f"{title} ({self.command.shortcut})" if self.command.shortcut else title
        )
        self.button.setAccessibleDescription(reason)
        self._reason.setVisible(bool(reason))
        if self._reason.text() != reason:
            self._reason.setText(reason)


class LinkButton(QPushButton):
    """Text that leads somewhere: a vehicle, an order, a station. Shortened where there is no room
    for all of it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._whole = text
        self.setProperty("role", "link")
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        text_px = self.fontMetrics().horizontalAdvance(self._whole)
        return QSize(text_px + _LINK_EDGE_PX + _ROUNDING_PX, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_LINK_PX, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        room_px = self.width() - _LINK_EDGE_PX
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room_px)
        if shown != self.text():
            self.setText(shown)
        super().resizeEvent(event)
