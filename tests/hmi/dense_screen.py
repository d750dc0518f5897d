"""Run as a program under QT_SCALE_FACTOR: opens the window, walks its pages, prints JSON.

Qt reads the factor once, when it starts; so a process of its own.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import walker
from pages import close_all, pages
from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from small_plant import NO_WORK, small_plant

from fleet_core.model.closure import Closure
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.request import CloseWay, PauseFleet, SubmitOrder
from hmi.link.gateway import Gateway
from hmi.link.local_link import EmbeddedPlant, LocalLink
from hmi.views.look import Look
from hmi.views.main_window import MainWindow

READY_WITHIN_S = 90.0


def main(settings_file: Path) -> None:
    app = QApplication(["fleet hmi"])
    settings = QSettings(str(settings_file), QSettings.Format.IniFormat)
    look = Look(app, settings, "en", "light")
    window = MainWindow(Gateway(LocalLink(EmbeddedPlant(small_plant(), NO_WORK)), "anna"), look)
    window.show()
    _wait_for_an_order(window)
    found = []
    for name, show in pages("T-1", "T-1"):
        show(window)
        window.panes.draw()
        QTest.qWait(60)
        complaints = [*walker.clipped(window), *walker.overlapping(window)]
        found += [f"{name}: {complaint}" for complaint in complaints]
        close_all(window)
    map_view = window.panes.map
    print(
        json.dumps(
            {
                "ratio": map_view.devicePixelRatioF(),
                "map_px": [map_view.width(), map_view.height()],
                "grabbed_px": [map_view.grab().width(), map_view.grab().height()],
                "ground_px": [map_view.ground_pixmap.width(), map_view.ground_pixmap.height()],
                "ground_ratio": map_view.ground_pixmap.devicePixelRatioF(),
                "complaints": found,
            }
        )
    )
    window.close()


def _wait_for_an_order(window: MainWindow) -> None:
    stops = (Stop("dock_1", StopAction.PICK), Stop("shelf_2", StopAction.DROP))
    window.send(PauseFleet(), "")
    window.send(SubmitOrder(TransportOrder("T-1", stops)), "")
    window.inquire(CloseWay(Closure("", "spill", zone_id="slow")), lambda _: None)
    window.inquire(CloseWay(Closure("", "oil", frozenset({"N0_0-N1_0"}))), lambda _: None)
    end_s = monotonic() + READY_WITHIN_S
    while "T-1" not in window.store.orders or len(window.store.closures) < 2:
        if monotonic() > end_s:
            sys.exit("the embedded plant did not answer")
        QTest.qWait(50)


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        main(Path(folder) / "hmi.ini")
