"""One run of the window: which fleet, which look, pictures or a screen; ends cleanly on Ctrl-C."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from fleet_core.app.local_motion import PROFILE, motion_for
from fleet_core.app.operator import operator_name
from fleet_core.app.scenarios import scenario_for
from fleet_core.layouts import load_facility
from fleet_core.model.errors import ConfigurationError, WorkError
from hmi.display import no_screen
from hmi.link.fleet_link import FleetLink
from hmi.link.gateway import Gateway
from hmi.model.layers import Layer
from hmi.qt_program import application, run_until_closed, save_picture
from hmi.views.look import Look
from hmi.views.main_window import MainWindow


@dataclass(frozen=True, slots=True)
class Session:
    """What the command line asked for."""

    embedded: str = ""
    scenario: Path | None = None
    factor: float = 1.0
    seed: int = 1
    language: str | None = None
    palette: str | None = None
    pictures: Path | None = None
    every_s: float = 5.0
    screenshot: Path | None = None
    after_s: float = 10.0
    select: str = ""
    local: str = PROFILE
    people: int | None = None  # in the embedded plant; None: as its scenario says
    manned: int | None = None
    operator: str = ""  # in whose name; empty: as chosen last time, else the user
    layers: frozenset[Layer] = frozenset()  # shown besides those that are shown anyway


def open_window(session: Session) -> int:
    """Run until the window is closed, the picture is taken, or Ctrl-C; the exit code."""
    link = _link(session)
    if session.pictures is not None:
        _make_folder(session.pictures)
    if session.pictures is not None or session.screenshot is not None or no_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if no_screen() and session.pictures is None and session.screenshot is None:
        raise ConfigurationError(
            "there is no screen here (DISPLAY and WAYLAND_DISPLAY are empty); "
            "--pictures DIR draws into files instead"
        )
    app = application("fleet hmi")
    look = Look(app, QSettings("fleet_controller", "hmi"), session.language, session.palette)
    operator = operator_name(session.operator or look.operator)
    window = MainWindow(Gateway(link, operator), look)
    if session.pictures is None and session.screenshot is None:
        look.restore(window)
        look.keep_layers(window.store)
    window.store.show_layers(window.store.layers | session.layers)
    window.show()
    failures: list[str] = []
    _plan(session, window, app, failures)
    code = run_until_closed(app)
    window.close()
    if failures:
        raise WorkError(failures[0])
    return code


def _plan(session: Session, window: MainWindow, app: QApplication, failures: list[str]) -> None:
    """Timers for pictures, the screenshot and the first selection."""
    wanted = [session.select]
    if session.select:
        window.store.subscribe(lambda _: _select_once(window, wanted))
    folder = session.pictures
    if folder is not None:
        timer = QTimer(window)
        timer.timeout.connect(lambda: _save_next(window, folder, app, failures))
        timer.start(round(1000 * session.every_s))
    if session.screenshot is not None:
        file = session.screenshot

        def take() -> None:
            save_picture(window, file, failures)
            app.quit()

        QTimer.singleShot(round(1000 * session.after_s), take)


def _select_once(window: MainWindow, wanted: list[str]) -> None:
    """As soon as the fleet names it; not again when the user has gone on."""
    found = window.store.find(wanted[0]) if wanted else None
    if found is not None:
        wanted.clear()
        window.store.select(found)


def _save_next(window: MainWindow, folder: Path, app: QApplication, failures: list[str]) -> None:
    """Pictures are numbered on; the newest is there as latest.png as well."""
    number = len(list(folder.glob("hmi_[0-9]*.png"))) + 1
    save_picture(window, folder / f"hmi_{number:04d}.png", failures)
    save_picture(window, folder / "latest.png", failures)
    if failures:
        app.quit()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"--pictures {folder}: {error.strerror}") from error


def _link(session: Session) -> FleetLink:
    if not session.embedded:
        from hmi.link.ros_link import RosLink  # noqa: PLC0415  (only with ROS)

        return RosLink()
    from hmi.link.local_link import EmbeddedPlant, LocalLink  # noqa: PLC0415  (numba, scipy)

    loaded = load_facility(session.embedded)
    scenario = scenario_for(str(session.scenario or ""), loaded)
    if session.people is not None:
        scenario = replace(scenario, people=session.people)
    if session.manned is not None:
        scenario = replace(scenario, manned=session.manned)
    return LocalLink(
        EmbeddedPlant(
            loaded.facility,
            scenario,
            session.seed,
            session.factor,
            motion_for(loaded.facility, session.local),
        )
    )
