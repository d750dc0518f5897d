"""One run of a terminal: a screen or a picture; ends cleanly on Ctrl-C."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from fleet_core.model.errors import ConfigurationError, WorkError
from hmi.display import no_screen
from hmi.qt_program import application, run_until_closed, save_picture
from hmi.terminal.link import TerminalLink
from hmi.terminal.view import TerminalView
from hmi.views.languages import Language


@dataclass(frozen=True, slots=True)
class TerminalSession:
    """What the command line asked for."""

    forklift_id: str
    language: str = "en"
    window: bool = False
    screenshot: Path | None = None
    after_s: float = 5.0


def open_terminal(link: TerminalLink, session: TerminalSession) -> int:
    """Run until it is closed or the picture is taken; the exit code. Raises ConfigurationError
    without a screen, WorkError where the picture cannot be written."""
    if session.screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    elif no_screen():
        raise ConfigurationError(
            "there is no screen here (DISPLAY and WAYLAND_DISPLAY are empty); "
            "--screenshot FILE takes a picture instead"
        )
    app = application("fleet terminal")
    Language(app).switch(session.language)
    view = TerminalView(link, session.forklift_id)
    QShortcut(QKeySequence("Ctrl+Q"), view).activated.connect(app.quit)
    failures: list[str] = []
    if session.screenshot is not None:
        file = session.screenshot
        QTimer.singleShot(round(1000 * session.after_s), lambda: _take(view, file, app, failures))
    if session.window or session.screenshot is not None:
        view.show()
    else:
        view.showFullScreen()
    code = run_until_closed(app)
    view.close()
    if failures:
        raise WorkError(failures[0])
    return code


def _take(view: TerminalView, file: Path, app: QApplication, failures: list[str]) -> None:
    save_picture(view, file, failures)
    app.quit()
