"""What changes only the window: the map's view and layers, language, palette, focus."""

from __future__ import annotations

from PySide6.QtCore import QObject

from hmi.commands.command import Command, Text
from hmi.commands.context import CommandContext
from hmi.model.layers import Layer

_ZOOM_STEP = 1.3
_LAYER_KEYS = (*"123456789", "K", "A", "P", "M")


class ViewCommands(QObject):
    """Commands that the fleet never hears of."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__()
        self._context = context

    def commands(self) -> list[Command]:
        context = self._context
        return [
            Command(
                "view.palette",
                lambda: self.tr("All commands…"),
                context.open_palette,
                shortcut="Ctrl+K",
            ),
            Command(
                "view.undo", lambda: self.tr("Undo"), context.undo, context.why_no_undo, "Ctrl+Z"
            ),
            Command(
                "view.fit", lambda: self.tr("Show the whole plant"), context.fit_map, shortcut="0"
            ),
            Command(
                "view.nearer",
                lambda: self.tr("Zoom in"),
                lambda: context.zoom_map(_ZOOM_STEP),
                shortcut="+",
            ),
            Command(
                "view.farther",
                lambda: self.tr("Zoom out"),
                lambda: context.zoom_map(1 / _ZOOM_STEP),
                shortcut="-",
            ),
            Command(
                "view.language",
                lambda: self.tr("Switch language"),
                context.switch_language,
                shortcut="Ctrl+L",
            ),
            Command(
                "view.theme",
                lambda: self.tr("Light or dark palette"),
                context.switch_theme,
                shortcut="Ctrl+D",
            ),
            Command(
                "view.operator",
                lambda: self.tr("Operator: {0}…").format(context.operator),
                context.open_operator_form,
                shortcut="Ctrl+U",
            ),
            Command(
                "view.figures",
                lambda: self.tr("Show messages or figures"),
                context.show_figures,
                shortcut="Ctrl+I",
            ),
            Command(
                "view.deselect",
                lambda: self.tr("Close or deselect"),
                context.close_panels,
                shortcut="Esc",
            ),
            *self._layers(),
            *self._panes(),
        ]

    def layer_names(self) -> dict[Layer, Text]:
        return {
            Layer.ROADMAP: lambda: self.tr("Roadmap"),
            Layer.ZONES: lambda: self.tr("Zones"),
            Layer.STATIONS: lambda: self.tr("Stations"),
            Layer.LABELS: lambda: self.tr("Labels"),
            Layer.TRAILS: lambda: self.tr("Trails"),
            Layer.ROUTES: lambda: self.tr("Routes"),
            Layer.FOOTPRINTS: lambda: self.tr("Footprints"),
            Layer.CLOSURES: lambda: self.tr("Closures"),
            Layer.PLANS: lambda: self.tr("Motion"),
            Layer.CORRIDORS: lambda: self.tr("Corridors"),
            Layer.EVERYBODY: lambda: self.tr("Of all"),
            Layer.PEOPLE: lambda: self.tr("People"),
            Layer.NEAR_MISSES: lambda: self.tr("Near misses"),
        }

    def _layer_titles(self) -> dict[Layer, Text]:
        """Where a button's word alone does not say it."""
        return {
            Layer.PLANS: lambda: self.tr("Predicted motion, with a tick each second"),
            Layer.CORRIDORS: lambda: self.tr("Corridors and release points"),
            Layer.EVERYBODY: lambda: self.tr(
                "Motion and corridors of all vehicles, not only the selected one"
            ),
            Layer.PEOPLE: lambda: self.tr(
                "People and manned forklifts, with what they are warned of"
            ),
            Layer.NEAR_MISSES: lambda: self.tr("How many near misses there were at each place"),
        }

    def _layers(self) -> list[Command]:
        names = self.layer_names() | self._layer_titles()
        return [
            self._layer(layer, name, key)
            for (layer, name), key in zip(names.items(), _LAYER_KEYS, strict=True)
        ]

    def _layer(self, layer: Layer, name: Text, key: str) -> Command:
        return Command(
            f"layer.{layer}",
            lambda: self.tr("Map layer: {0}").format(name()),
            lambda: self._context.toggle_layer(layer),
            shortcut=key,
        )

    def _panes(self) -> list[Command]:
        names: dict[str, Text] = {
            "orders": lambda: self.tr("Go to the orders"),
            "map": lambda: self.tr("Go to the map"),
            "inspector": lambda: self.tr("Go to the inspector"),
            "fleet": lambda: self.tr("Go to the fleet table"),
            "messages": lambda: self.tr("Go to the messages"),
            "closures": lambda: self.tr("Go to what is closed"),
            "nearness": lambda: self.tr("Go to the nearness warnings"),
        }
        return [self._pane(pane, name, key) for key, (pane, name) in enumerate(names.items(), 1)]

    def _pane(self, pane: str, name: Text, key: int) -> Command:
        return Command(
            f"pane.{pane}", name, lambda: self._context.focus_pane(pane), shortcut=f"Ctrl+{key}"
        )
