"""Switches of the map's layers; each has a key as well."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QPushButton

from hmi.commands.command import CommandRegistry
from hmi.commands.view_commands import ViewCommands
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.layers import Layer
from hmi.views.flow_layout import FlowLayout


class LayerBar(QFrame):
    """Above the map; in a narrow window in two lines."""

    def __init__(self, store: FleetStore, commands: CommandRegistry, views: ViewCommands) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._store = store
        self._views = views
        self._commands = commands
        self._buttons: dict[Layer, QPushButton] = {}
        self._zoom = {
            "view.farther": QPushButton("−"),
            "view.nearer": QPushButton("+"),
            "view.fit": QPushButton(),
        }
        row = FlowLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(2)
        self.setLayout(row)
        for layer in Layer:
            button = QPushButton()
            button.setCheckable(True)
            button.setProperty("role", "layer")
            button.setProperty("command", f"layer.{layer}")
            button.clicked.connect(commands[f"layer.{layer}"].run)
            self._buttons[layer] = button
            row.addWidget(button)
        for command_id, button in self._zoom.items():
            button.setProperty("command", command_id)
            button.clicked.connect(commands[command_id].run)
            row.addWidget(button)
        store.subscribe(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        for layer, name in self._views.layer_names().items():
            button = self._buttons[layer]
            command = self._commands[f"layer.{layer}"]
            button.setText(name())
            button.setAccessibleName(command.title())
            button.setToolTip(f"{command.title()} ({command.shortcut})")
        for command_id, button in self._zoom.items():
            command = self._commands[command_id]
            button.setAccessibleName(command.title())
            button.setToolTip(f"{command.title()} ({command.shortcut})")
        self._zoom["view.fit"].setText(self.tr("Fit"))
        self._check()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _take(self, change: Change) -> None:
        if Change.LAYERS in change:
            self._check()

    def _check(self) -> None:
        for layer, button in self._buttons.items():
            button.setChecked(layer in self._store.layers)
