"""A deadline is set and taken away in the window; commands are given in the name chosen there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fleet_core.model.closure import Closure
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.request import CloseWay, NewDeadline, ReprioritiseOrder, SubmitOrder
from hmi.model import selection
from hmi.views.look import Look
from hmi.views.main_window import MainWindow

WITHIN_MS = 30_000
CTRL = Qt.KeyboardModifier.ControlModifier
STOPS = (Stop("dock_1", StopAction.PICK), Stop("shelf_2", StopAction.DROP))


@pytest.fixture
def waiting(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    """An order that is selected, has no deadline, and waits for its release."""
    window.send(SubmitOrder(TransportOrder("T-1", STOPS, release_time_s=60.0)), "")
    qtbot.waitUntil(lambda: "T-1" in window.store.orders, timeout=WITHIN_MS)
    window.store.select(selection.order("T-1"))
    yield "T-1"


def test_a_deadline_is_set_and_taken_away_and_both_can_be_undone(
    window: MainWindow, waiting: str, qtbot: QtBot
) -> None:
    def deadline_s() -> float | None:
        return window.store.orders[waiting].deadline_s

    form = window.panes.deadline_form
    QTest.keyClick(window, Qt.Key.Key_T, CTRL)
    qtbot.waitUntil(form.isVisible)
    assert form.due_min.text() == "no deadline"
    form.due_min.setValue(90)
    QTest.keyClick(form.due_min, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (deadline_s() or 0.0) > 5000.0, timeout=WITHIN_MS)
    set_s = deadline_s()
    assert not form.isVisible()
    window.open_deadline_form(waiting)
    assert 1 <= form.due_min.value() <= 90
    form.due_min.setValue(0)
    QTest.mouseClick(form.set_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: deadline_s() is None, timeout=WITHIN_MS)
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    QTest.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: deadline_s() == set_s, timeout=WITHIN_MS)


def test_raising_the_priority_leaves_a_deadline_that_the_window_has_not_seen(
    window: MainWindow, waiting: str, qtbot: QtBot
) -> None:
    at_s = 86_400.0
    window.inquire(ReprioritiseOrder(waiting, deadline=NewDeadline(at_s)), lambda _: None)
    window.run(window.commands["order.raise"])  # before the picture shows the colleague's deadline
    qtbot.waitUntil(lambda: window.store.orders[waiting].priority == 10, timeout=WITHIN_MS)
    assert window.store.orders[waiting].deadline_s == at_s


def test_commands_are_given_in_the_name_that_was_chosen(
    window: MainWindow, look: Look, qtbot: QtBot
) -> None:
    assert window.operator == "anna"
    QTest.keyClick(window, Qt.Key.Key_U, CTRL)
    form = window.panes.operator_form
    qtbot.waitUntil(form.isVisible)
    form.name.setText("Fleet")
    assert not form.choose_button.isEnabled()
    assert form.refusal.text() == (
        "Nobody but the fleet itself is called fleet; give your own name."
    )
    form.name.selectAll()
    QTest.keyClicks(form.name, "bert")
    QTest.keyClick(QApplication.focusWidget() or form.name, Qt.Key.Key_Return)
    assert window.operator == "bert"
    assert "bert" in window.panes.operator.button.text()
    window.send(CloseWay(Closure("", "oil", zone_id="rest")), "")
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    assert [each.author for each in window.store.closures.values()] == ["bert"]


def test_the_name_is_remembered(qapp: QApplication, look: Look) -> None:
    settings: QSettings = look._settings
    look.remember_operator("bert")
    assert Look(qapp, settings, "en", "light").operator == "bert"
