"""Language, palette and layers of the map, remembered between sessions."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication, QMainWindow

from hmi.model.fleet_store import Change, FleetStore
from hmi.model.layers import Layer, shown_layers
from hmi.views.fonts import body_font
from hmi.views.languages import LANGUAGES, Language
from hmi.views.theme import THEMES, apply_theme

_LAYER_KEYS = ("layers/shown", "layers/hidden")


class Look:
    """How the window looks and speaks."""

    def __init__(
        self,
        app: QApplication,
        settings: QSettings,
        language: str | None = None,
        theme: str | None = None,
    ) -> None:
        self._app = app
        self._settings = settings
        self._language = Language(app)
        app.setFont(body_font())
        self.use_language(language or str(settings.value("language", "en")))
        self.use_theme(theme or str(settings.value("palette", "light")))

    @property
    def language(self) -> str:
        return self._language.name

    def use_language(self, name: str) -> None:
        self._language.switch(name if name in LANGUAGES else "en")

    def use_theme(self, name: str) -> None:
        self.theme = name if name in THEMES else "light"
        apply_theme(self._app, THEMES[self.theme])

    def switch_language(self) -> None:
        self.use_language(LANGUAGES[1 - LANGUAGES.index(self.language)])

    def switch_theme(self) -> None:
        self.use_theme("dark" if self.theme == "light" else "light")

    @property
    def operator(self) -> str:
        """The name that was chosen last; empty: none yet."""
        return str(self._settings.value("operator", ""))

    def remember_operator(self, name: str) -> None:
        self._settings.setValue("operator", name)

    def restore(self, window: QMainWindow) -> None:
        """Where the window was last time."""
        geometry = self._settings.value("geometry")
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)

    def keep_layers(self, store: FleetStore) -> None:
        """The map's layers as they were last time, and remember what changes from now on."""
        names = (_words(self._settings.value(key, "")) for key in _LAYER_KEYS)
        store.show_layers(shown_layers(*names))
        store.subscribe(lambda change: self._remember_layers(store, change))

    def _remember_layers(self, store: FleetStore, change: Change) -> None:
        if Change.LAYERS not in change:
            return
        parts = (store.layers, frozenset(Layer) - store.layers)
        for key, layers in zip(_LAYER_KEYS, parts, strict=True):
            self._settings.setValue(key, " ".join(sorted(layers)))

    def remember(self, window: QMainWindow) -> None:
        self._settings.setValue("language", self.language)
        self._settings.setValue("palette", self.theme)
        self._settings.setValue("geometry", window.saveGeometry())


def _words(value: object) -> list[str]:
    return str(value).split()
