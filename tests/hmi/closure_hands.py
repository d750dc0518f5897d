"""What a dispatcher does and sees around closures, for the tests: clicks, the menu, the sheet."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fleet_core.model.closure import Closure
from fleet_core.model.request import CloseWay
from hmi.views.main_window import MainWindow

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
WITHIN_MS = 30_000
THERE, BACK = "N1_1-N2_1", "N2_1-N1_1"
ON_THE_WAY = (6.0, 4.0)
IN_THE_ZONE = (10.0, 6.0)
RESTS_INSIDE = "amr_3"  # it stands in the zone "rest" from the beginning


def pixel(window: MainWindow, place: tuple[float, float]) -> QPoint:
    x, y = window.panes.map.view.point_to_screen(place)
    return QPoint(round(x), round(y))


def click(window: MainWindow, place: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    QTest.mouseClick(window.panes.map, button, pos=pixel(window, place))


def close(window: MainWindow, qtbot: QtBot, closure: Closure, lasts_s: float = 0.0) -> Closure:
    """As another dispatcher would; the closure as it holds."""
    before = set(window.store.closures)
    window.inquire(CloseWay(closure, lasts_s), lambda _: None)
    qtbot.waitUntil(lambda: set(window.store.closures) > before, timeout=WITHIN_MS)
    (closure_id,) = set(window.store.closures) - before
    window.panes.draw()
    return window.store.closures[closure_id]


def close_zone(window: MainWindow, qtbot: QtBot, **fields: object) -> Closure:
    return close(window, qtbot, Closure("", "spill", zone_id="slow", **fields))  # type: ignore[arg-type]


def seen(window: MainWindow) -> QImage:
    QApplication.processEvents()
    return window.panes.map.ground_pixmap.toImage()


def inspected(window: MainWindow) -> str:
    """All words of the inspector."""
    sheet = window.panes.inspector._sheet()
    facts = [f"{fact.label} {fact.text} {[name for name, _ in fact.links]}" for fact in sheet.facts]
    return "\n".join((sheet.title, sheet.kind, sheet.sentence, *facts))


def press(key: Qt.Key) -> None:
    """As a keyboard does: what has popped up gets the key, else what has the focus."""
    QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key)


def menu_does(qtbot: QtBot, window: MainWindow, title: str) -> None:
    """Click the line of the menu that is open."""
    menu = window.menu
    qtbot.waitUntil(menu.isVisible, timeout=WITHIN_MS)
    (action,) = (one for one in menu.actions() if one.text() == title)
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
