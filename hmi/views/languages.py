"""English and Simplified Chinese, switched while the window runs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

LANGUAGES = ("en", "zh_CN")
TRANSLATIONS = Path(__file__).parent.parent / "i18n"


class Language:
    """The translators that are installed; English is the language of the source."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.name = "en"

    def switch(self, name: str) -> None:
        """Every widget gets a LanguageChange event and speaks anew."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        self.name = name
        if name != "en":
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(f"qtbase_{name}", qt)
            self._install(f"hmi_{name}", str(TRANSLATIONS))

    def _install(self, file: str, folder: str) -> None:
        translator = QTranslator(self._app)
        if translator.load(file, folder):
            self._app.installTranslator(translator)
            self._installed.append(translator)
