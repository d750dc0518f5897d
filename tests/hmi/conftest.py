"""A real window on a real embedded plant, offscreen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent))  # the test helpers beside this file

from small_plant import NO_WORK, small_plant

from hmi.link.gateway import Gateway
from hmi.link.local_link import EmbeddedPlant, LocalLink
from hmi.model.picture import Connection
from hmi.views.look import Look
from hmi.views.main_window import MainWindow

FACTOR = 20.0
READY_WITHIN_MS = 60_000  # the first run compiles kernels


@pytest.fixture(autouse=True)
def no_window_is_left() -> Iterator[None]:
    """One that only python's collector ends is styled anew with every later one: 5 s a test."""
    yield
    if QApplication.instance() is None:
        return
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMainWindow):  # with all that belongs to it
            widget.close()
            widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def look(qapp: QApplication, tmp_path: Path) -> Iterator[Look]:
    """English and light, with settings of its own."""
    settings = QSettings(str(tmp_path / "hmi.ini"), QSettings.Format.IniFormat)
    look = Look(qapp, settings, "en", "light")
    yield look
    look.use_language("en")
    look.use_theme("light")


@pytest.fixture
def link() -> LocalLink:
    return LocalLink(EmbeddedPlant(small_plant(), NO_WORK, factor=FACTOR))


@pytest.fixture
def window(qtbot: QtBot, look: Look, link: LocalLink) -> Iterator[MainWindow]:
    """Open, connected, all vehicles in contact."""
    window = MainWindow(Gateway(link, "anna"), look)
    window.show()
    qtbot.waitUntil(lambda: _ready(window), timeout=READY_WITHIN_MS)
    window.panes.map.fit()
    yield window
    window.close()


def _ready(window: MainWindow) -> bool:
    store = window.store
    return store.connection is Connection.LIVE and all(
        status.activity == "idle" for status in store.snapshot.vehicles
    )
