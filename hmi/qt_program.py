"""How every program with a window begins and ends: its Qt application, Ctrl-C, and pictures."""

from __future__ import annotations

import signal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

_LISTEN_TO_SIGNALS_MS = 200


def application(command: str) -> QApplication:
    """The process's Qt application, made for ``command`` when there is none yet. Its name is the
    same for all commands, because settings are found by it."""
    app = QApplication.instance() or QApplication([command])
    assert isinstance(app, QApplication)
    app.setApplicationName("fleet_controller")
    return app


def run_until_closed(app: QApplication) -> int:
    """Run until the last window is closed, ``app.quit()``, Ctrl-C or SIGTERM; the exit code."""
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    signal.signal(signal.SIGTERM, lambda *_: app.quit())
    # Python sees a signal only when it runs; Qt's loop alone never lets it.
    listen = QTimer()
    listen.timeout.connect(lambda: None)
    listen.start(_LISTEN_TO_SIGNALS_MS)
    return int(app.exec())


def save_picture(widget: QWidget, file: Path, failures: list[str]) -> None:
    """Written beside and moved into place, so that nobody opens half a picture; what went wrong is
    added to ``failures``."""
    half = file.with_name(f".{file.name}.part")
    if not widget.grab().save(str(half), "PNG"):
        failures.append(f"picture {file} cannot be written; is the folder there and writable?")
        return
    half.replace(file)
