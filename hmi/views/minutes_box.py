"""A number of minutes, where zero is said in words."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSpinBox


class MinutesBox(QSpinBox):
    """What is typed replaces what stands there: digits after words would be refused."""

    def __init__(self, most_min: int) -> None:
        super().__init__()
        self.setRange(0, most_min)
        self.setSingleStep(5)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Later: the click that brought the focus sets the cursor first.
        QTimer.singleShot(0, self, self.selectAll)
