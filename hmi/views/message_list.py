"""Messages of the fleet, the newest on top; a click leads to what they speak of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from fleet_core.model.status import FleetMessage, Severity
from hmi.model import selection
from hmi.model.clock_text import clock_text
from hmi.model.fleet_store import FleetStore
from hmi.model.selection import Selection
from hmi.model.tone import Group, Tone
from hmi.views.sentences import Sentences
from hmi.views.symbols import group_icon
from hmi.views.theme import Theme, theme_now
from hmi.views.words import Words

_MOST = 300
_TONES = {
    Severity.INFO: Tone.NORMAL,
    Severity.WARNING: Tone.ATTENTION,
    Severity.ERROR: Tone.ALARM,
}


class MessageList(QListWidget):
    """Grows at the top; what is there stays where it is read."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = Words(self)
        self._sentences = Sentences(self)
        self._last_id = -1
        self.setWordWrap(True)
        self.setIconSize(QSize(14, 14))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._follow_up)
        self.itemClicked.connect(self._follow_up)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Messages"))
        self.clear()
        self._last_id = -1
        self.draw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)

    def draw(self) -> None:
        """Called a few times a second."""
        messages = self._store.snapshot.messages[-_MOST:]
        if messages and messages[-1].id < self._last_id:
            self.clear()  # the fleet began anew
            self._last_id = -1
        for message in messages:
            if message.id > self._last_id:
                self.insertItem(0, self._item(message))
                self._last_id = message.id
        while self.count() > _MOST:
            self.takeItem(self.count() - 1)

    def _item(self, message: FleetMessage) -> QListWidgetItem:
        theme = theme_now()
        tone = _TONES[message.severity]
        text = self._sentences.say(message.reason)
        item = QListWidgetItem(f"{clock_text(message.time_s)}  {text}")
        item.setIcon(_icon(tone, theme))
        if tone is not Tone.NORMAL:
            item.setForeground(QBrush(theme.tone_text(tone)))
        word = self._words.severity(message.severity)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{word}: {item.text()}")
        item.setToolTip(item.text())
        item.setData(Qt.ItemDataRole.UserRole, _target(message))
        return item

    def _follow_up(self, item: QListWidgetItem) -> None:
        target = item.data(Qt.ItemDataRole.UserRole)
        if target is not None:
            self._store.select(target)


def _icon(tone: Tone, theme: Theme) -> QIcon:
    """A sign beside the colour; notes have an empty place of the same width."""
    if tone is Tone.NORMAL:
        blank = QPixmap(14, 14)
        blank.fill(Qt.GlobalColor.transparent)
        return QIcon(blank)
    group = Group.BROKEN if tone is Tone.ALARM else Group.WAITING
    return group_icon(group, theme.tone_text(tone), QColor(theme.on_accent))


def _target(message: FleetMessage) -> Selection | None:
    if message.vehicle_id:
        return selection.vehicle(message.vehicle_id)
    if message.order_id:
        return selection.order(message.order_id)
    return selection.station(message.station_id) if message.station_id else None
