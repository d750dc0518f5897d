"""The strip that never hides: vehicles by state, orders late, connection, clock, language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hmi.commands.command import Command, CommandRegistry
from hmi.model.clock_text import clock_text
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.picture import Connection
from hmi.model.slack import is_late
from hmi.model.tone import Group, Tone, counts, tone_of_group
from hmi.views.count_button import CountButton
from hmi.views.symbols import closed_path, group_path, warning_path
from hmi.views.theme import theme_now
from hmi.views.words import Words


class TwoLines(QWidget):
    """A value, and in small below it what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.value = QLabel()
        self.value.setProperty("role", "heading")
        self.caption = QLabel()
        self.caption.setProperty("role", "soft")
        box = QVBoxLayout(self)
        box.setContentsMargins(5, 2, 5, 2)
        box.setSpacing(0)
        box.addWidget(self.value)
        box.addWidget(self.caption)

    def show_text(self, value: str, caption: str, role: str = "heading") -> None:
        self.value.setText(value)
        self.caption.setText(caption)
        self.setAccessibleName(f"{caption}: {value}")
        if self.value.property("role") != role:
            self.value.setProperty("role", role)
            self.value.style().unpolish(self.value)
            self.value.style().polish(self.value)

    def keep_room_for(self, values: Iterable[str]) -> None:
        """Wide enough for the longest, so that the strip does not move when the value changes."""
        self.value.ensurePolished()
        metrics = self.value.fontMetrics()
        self.value.setMinimumWidth(max(metrics.horizontalAdvance(value) for value in values) + 2)


class TopStrip(QFrame):
    """Counts are buttons: they filter the fleet table."""

    def __init__(self, store: FleetStore, commands: CommandRegistry) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._store = store
        self._commands = commands
        self._words = Words(self)
        self._counts = {g: CountButton(group_path(g), tone_of_group(g)) for g in Group}
        self._closed = CountButton(closed_path(), Tone.HELD)
        self._unknown = CountButton(warning_path(), Tone.ATTENTION)
        self._orders = TwoLines()
        self._connection = TwoLines()
        self._clock = TwoLines()
        self._tools = [QPushButton() for _ in range(4)]
        self._lay_out()
        store.subscribe(self._take)
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        for group, button in self._counts.items():
            button.clicked.connect(lambda _, group=group: self._store.filter_group(group))
            row.addWidget(button)
        self._closed.setCheckable(False)
        self._closed.setProperty("command", "pane.closures")
        self._closed.clicked.connect(self._commands["pane.closures"].run)
        self._unknown.setCheckable(False)
        self._unknown.setProperty("command", "fleet.forget")
        self._unknown.clicked.connect(self._commands["fleet.forget"].run)
        row.addSpacing(4)
        row.addWidget(self._closed)
        row.addWidget(self._unknown)
        for part in (self._orders, self._connection, self._clock):
            row.addWidget(part)
        row.addStretch(1)
        for button in self._tools:
            row.addWidget(button)
        ids = ("fleet.pause", "view.language", "view.theme", "view.palette")
        for button, command_id in zip(self._tools, ids, strict=True):
            button.setProperty("command", command_id)
        self._tools[0].clicked.connect(self._pause_or_resume)
        for button, command_id in list(zip(self._tools, ids, strict=True))[1:]:
            button.clicked.connect(self._commands[command_id].run)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        texts = ("", self.tr("中文"), self.tr("Dark"), self.tr("Commands"))
        names = ("", self.tr("Switch to Chinese"), self.tr("Light or dark palette"), "")
        for button, text, name in list(zip(self._tools, texts, names, strict=True))[1:]:
            button.setText(text)
            button.setAccessibleName(name or text)
        if theme_now().name == "dark":
            self._tools[2].setText(self.tr("Light"))
        for button in self._tools[1:]:
            command = self._commands[button.property("command")]
            button.setToolTip(f"{command.title()} ({command.shortcut})")
        self.draw()

    def draw(self) -> None:
        """Called a few times a second."""
        self._draw_counts()
        self._draw_closures()
        self._draw_unknown()
        self._draw_orders()
        self._draw_connection()
        self._draw_clock()
        paused = self._store.snapshot.fleet_paused
        text = self.tr("Resume fleet") if paused else self.tr("Pause fleet")
        button, command = self._tools[0], self._fleet_command()
        button.setText(text)
        button.setAccessibleName(text)
        button.setEnabled(not command.why_not())
        button.setToolTip(f"{command.title()} ({command.shortcut})")

    def _take(self, change: Change) -> None:
        if change & (Change.CONNECTION | Change.FILTER):
            self.draw()

    def _draw_counts(self) -> None:
        by_group = counts(self._store.snapshot.vehicles)
        for group, button in self._counts.items():
            word = self._words.group(group)
            button.show_count(by_group[group], word)
            name = self.tr("{0}: {1} vehicles").format(word, by_group[group])
            button.setAccessibleName(name)
            button.setToolTip(self.tr("Show only these in the fleet table"))
            button.setChecked(self._store.group_filter is group)

    def _draw_closures(self) -> None:
        number, command = len(self._store.closures), self._commands["pane.closures"]
        self._closed.show_count(number, self.tr("Closed"))
        self._closed.setAccessibleName(self.tr("Closed ways and zones: {0}").format(number))
        self._closed.setToolTip(f"{command.title()} ({command.shortcut})")

    def _draw_unknown(self) -> None:
        """There only while somebody reports who is not of this plant."""
        number, command = len(self._store.snapshot.unknown_vehicles), self._commands["fleet.forget"]
        self._unknown.setVisible(number > 0)
        self._unknown.show_count(number, self.tr("Unknown"))
        self._unknown.setAccessibleName(self.tr("Unknown vehicles: {0}").format(number))
        self._unknown.setToolTip(command.title())

    def _draw_orders(self) -> None:
        store = self._store
        open_orders = [order for order in store.snapshot.orders if not order.state.ended]
        late = sum(is_late(order, store.vehicles, store.snapshot.time_s) for order in open_orders)
        value = self.tr("{0} late").format(late)
        caption = self.tr("of {0} orders").format(len(open_orders))
        self._orders.show_text(value, caption, "alarm" if late else "heading")

    def _draw_connection(self) -> None:
        state = self._store.connection
        words = {
            Connection.CONNECTING: (self.tr("Connecting"), "attention"),
            Connection.LIVE: (self.tr("Connected"), "heading"),
            Connection.LOST: (self.tr("No connection"), "alarm"),
        }
        text, role = words[state]
        self._connection.keep_room_for(word for word, _ in words.values())
        self._connection.show_text(text, self.tr("Fleet"), role)

    def _draw_clock(self) -> None:
        pace = self._store.pace
        caption = self.tr("Live")
        if pace.simulated:
            caption = self.tr("Simulation × {0}").format(f"{pace.factor:g}")
        self._clock.show_text(clock_text(self._store.snapshot.time_s), caption)

    def _fleet_command(self) -> Command:
        paused = self._store.snapshot.fleet_paused
        return self._commands["fleet.resume" if paused else "fleet.pause"]

    def _pause_or_resume(self) -> None:
        self._fleet_command().run()
