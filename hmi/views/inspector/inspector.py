"""The inspector: turns the sheet of the selection into widgets, and keeps them while it can."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from hmi.commands.command import CommandRegistry
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.selection import Kind
from hmi.model.tone import Tone
from hmi.views.command_button import CommandButton, LinkButton
from hmi.views.inspector.closure_sheet import ClosureSheet
from hmi.views.inspector.order_sheet import OrderSheet
from hmi.views.inspector.place_sheets import EdgeSheet, StationSheet, ZoneSheet
from hmi.views.inspector.sheet import Fact, Sheet
from hmi.views.inspector.vehicle_sheet import VehicleSheet
from hmi.views.inspector.warning_sheet import WarningSheet
from hmi.views.theme import theme_now


class Inspector(QScrollArea):
    """Everything about the selection, and what may be done with it."""

    def __init__(self, store: FleetStore, commands: CommandRegistry) -> None:
        super().__init__()
        self._store = store
        self._commands = commands
        self._sheets = {
            Kind.VEHICLE: VehicleSheet(store),
            Kind.ORDER: OrderSheet(store),
            Kind.STATION: StationSheet(store),
            Kind.EDGE: EdgeSheet(store),
            Kind.ZONE: ZoneSheet(store),
            Kind.CLOSURE: ClosureSheet(store),
            Kind.WARNING: WarningSheet(store),
        }
        self._structure: tuple[object, ...] = ()
        self._values: list[QLabel] = []
        self._buttons: list[CommandButton] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.draw)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Inspector"))
        self._structure = ()
        # Later: Qt walks over all widgets while it tells them, none may go away meanwhile.
        self._later.start(0)

    def changeEvent(self, event: QEvent) -> None:
        changed = event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange)
        if changed and hasattr(self, "_later"):
            self.retranslate()
        super().changeEvent(event)

    def draw(self) -> None:
        """Called a few times a second."""
        sheet = self._sheet()
        structure = _structure(sheet)
        if structure != self._structure:
            self._structure = structure
            self._build(sheet)
        self._fill(sheet)
        layout = self.widget().layout()
        # A wrapped label that was laid out while empty keeps one line without this.
        layout.invalidate()
        layout.activate()

    @property
    def command_ids(self) -> tuple[str, ...]:
        """What may be done with the selection."""
        return self._sheet().command_ids

    def _take(self, change: Change) -> None:
        if change & (Change.SELECTION | Change.FACILITY | Change.CONNECTION):
            self.draw()

    def _sheet(self) -> Sheet:
        chosen = self._store.selection
        sheet = self._sheets[chosen.kind].sheet(chosen.id) if chosen else None
        return sheet or Sheet(
            self.tr("Nothing selected"),
            self.tr("Inspector"),
            (),
            self.tr(
                "Select a vehicle, an order, a station or a way. Drag from a station to a station "
                "to order a transport."
            ),
        )

    def _build(self, sheet: Sheet) -> None:
        self._values, self._buttons = [], []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        title, kind, sentence = QLabel(), QLabel(), QLabel()
        title.setProperty("role", "heading")
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        title.setFont(font)
        kind.setProperty("role", "soft")
        for label in (title, kind, sentence):
            label.setWordWrap(True)
            column.addWidget(label)
            self._values.append(label)
        sentence.setVisible(bool(sheet.sentence))
        column.addLayout(self._facts(sheet.facts))
        column.addSpacing(4)
        for command_id in sheet.command_ids:
            button = CommandButton(self._commands[command_id])
            self._buttons.append(button)
            column.addWidget(button)
        column.addStretch(1)
        self.setWidget(body)

    def _facts(self, facts: tuple[Fact, ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(facts):
            label = QLabel(fact.label)
            label.setProperty("role", "soft")
            one_line = len(fact.links) == 1
            upright = Qt.AlignmentFlag.AlignVCenter if one_line else Qt.AlignmentFlag.AlignTop
            grid.addWidget(label, row, 0, upright)
            if fact.links:
                grid.addLayout(self._links(fact), row, 1)
            else:
                value = QLabel()
                value.setWordWrap(True)
                value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(value, row, 1)
                self._values.append(value)
        return grid

    def _links(self, fact: Fact) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for text, target in fact.links:
            row = QHBoxLayout()
            row.setContentsMargins(0, 0, 0, 0)
            button = LinkButton(text)
            button.setAccessibleDescription(fact.label)
            button.clicked.connect(lambda _, target=target: self._store.select(target))
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        return column

    def _fill(self, sheet: Sheet) -> None:
        texts = [
            (sheet.title, Tone.NORMAL),
            (sheet.kind, Tone.NORMAL),
            (sheet.sentence, sheet.tone),
            *((fact.text, fact.tone) for fact in sheet.facts if not fact.links),
        ]
        theme = theme_now()
        for label, (text, tone) in zip(self._values, texts, strict=True):
            if label.text() != text:
                label.setText(text)
            style = f"color: {theme.tone_text(tone).name()};" if tone >= Tone.HELD else ""
            if label.styleSheet() != style:
                label.setStyleSheet(style)
        for button in self._buttons:
            button.refresh()


def _structure(sheet: Sheet) -> tuple[object, ...]:
    """What must be the same for the widgets to stay: then only their texts change."""
    facts = tuple((fact.label, fact.links) for fact in sheet.facts)
    return (sheet.title, sheet.command_ids, bool(sheet.sentence), facts)
