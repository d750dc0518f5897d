"""Closing and opening ways and zones: real mouse and key events on a window with a real plant."""

from __future__ import annotations

import pytest
from closure_hands import (
    BACK,
    CTRL_SHIFT,
    IN_THE_ZONE,
    LEFT,
    ON_THE_WAY,
    RESTS_INSIDE,
    RIGHT,
    THERE,
    WITHIN_MS,
    click,
    close,
    close_zone,
    inspected,
    menu_does,
    pixel,
    press,
    seen,
)
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fleet_core.model.closure import Closure
from fleet_core.model.request import CloseWay
from hmi.model import selection
from hmi.model.layers import Layer
from hmi.model.selection import Kind
from hmi.views.command_menu import CommandMenu
from hmi.views.main_window import MainWindow


def test_a_way_is_closed_with_the_mouse_in_both_directions(
    window: MainWindow, qtbot: QtBot
) -> None:
    click(window, ON_THE_WAY, RIGHT)
    menu_does(qtbot, window, "Close this way…")
    form = window.panes.closure_form
    assert form.isVisible()
    assert form.both_ways.isVisible()
    assert not form.close_way_button.isEnabled()
    assert form.refusal.text() == "Say why: everybody who meets it is told."
    QTest.keyClicks(QApplication.focusWidget(), "oil on the floor")
    assert form.refusal.text() == ""
    assert "No vehicle that it is for" in form.note.text()
    QTest.mouseClick(form.close_way_button, LEFT)
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    (closure,) = window.store.closures.values()
    assert closure.edge_ids == {THERE, BACK}
    assert (closure.reason, closure.author, closure.until_s) == (
        "oil on the floor",
        "anna",
        None,
    )
    qtbot.waitUntil(lambda: window.store.selected(Kind.CLOSURE) == closure.id, timeout=WITHIN_MS)
    assert window.panes.notice.text.endswith("is closed. Nobody is inside.")
    words = inspected(window)
    assert "Closed way" in words
    assert "oil on the floor" in words
    assert "everybody" in words
    assert "when somebody opens it" in words


def test_one_direction_alone_can_be_closed_for_one_vehicle(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.store.select(selection.edge(THERE))
    window.run(window.commands["closure.close"])
    form = window.panes.closure_form
    QTest.keyClick(form.both_ways, Qt.Key.Key_Space)
    QTest.keyClicks(form.reason, "too heavy")
    QTest.keyClick(form.whom, Qt.Key.Key_End)
    QTest.keyClick(form.whom, Qt.Key.Key_Up)
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    (closure,) = window.store.closures.values()
    assert (closure.edge_ids, closure.vehicle_ids) == ({THERE}, {"amr_2"})
    assert closure.type_ids == frozenset()


def test_a_zone_is_closed_and_opened_by_the_keyboard_alone(
    window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_C, CTRL_SHIFT)
    form = window.panes.closure_form
    qtbot.waitUntil(form.isVisible)
    assert form.refusal.text() == "Choose a way or a zone, or click it on the map."
    QTest.keyClicks(QApplication.focusWidget(), "Slow")
    assert window.store.selected(Kind.ZONE) == "slow"  # the map shows what would be closed
    press(Qt.Key.Key_Tab)
    QTest.keyClicks(form.reason, "spill")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.lasts_min
    QTest.keyClicks(form.lasts_min, "90")
    QTest.keyClick(form.lasts_min, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    (closure,) = window.store.closures.values()
    assert closure.zone_id == "slow"
    assert closure.until_s == pytest.approx(closure.since_s + 5400.0)
    # Without a window manager nobody makes the window active again after the list of places.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WITHIN_MS)
    window.store.select(None)
    QTest.keyClick(window, Qt.Key.Key_C)
    assert window.store.selected(Kind.CLOSURE) == closure.id
    QTest.keyClick(window, Qt.Key.Key_O, CTRL_SHIFT)
    question = window.panes.question
    assert question.isVisible()
    assert "spill" in question.accessibleName()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is question.yes
    QTest.keyClick(question.yes, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.store.closures, timeout=WITHIN_MS)


def test_the_palette_closes_a_zone_and_opens_it(window: MainWindow, qtbot: QtBot) -> None:
    box = window.palette_box
    window.open_palette()
    QTest.keyClicks(box.search, "close slow")
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    form = window.panes.closure_form
    assert form.place.place == selection.zone("slow")
    QTest.keyClicks(QApplication.focusWidget(), "spill")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    window.open_palette()
    QTest.keyClicks(box.search, "open slow")
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    QTest.mouseClick(window.panes.question.yes, LEFT)
    qtbot.waitUntil(lambda: not window.store.closures, timeout=WITHIN_MS)


def test_who_stands_inside_is_named_before_and_after(window: MainWindow, qtbot: QtBot) -> None:
    window.open_closure_form(selection.zone("rest"))
    form = window.panes.closure_form
    assert RESTS_INSIDE in form.note.text()
    assert "no protective stop" in form.note.text()
    QTest.keyClicks(form.reason, "fire drill")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: RESTS_INSIDE in window.panes.notice.text, timeout=WITHIN_MS)
    assert "no protective stop" in window.panes.notice.text
    qtbot.waitUntil(lambda: bool(window.store.selected(Kind.CLOSURE)), timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: f"Inside  ['{RESTS_INSIDE}']" in inspected(window), timeout=WITHIN_MS)


def test_closing_can_be_undone_and_so_can_opening(window: MainWindow, qtbot: QtBot) -> None:
    window.open_closure_form(selection.zone("slow"))
    form = window.panes.closure_form
    QTest.keyClicks(form.reason, "spill")
    QTest.keyClick(form.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    QTest.mouseClick(window.panes.notice.undo, LEFT)
    qtbot.waitUntil(lambda: window.panes.notice.text == "Undone.", timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: not window.store.closures, timeout=WITHIN_MS)
    closure = close_zone(window, qtbot)
    window.store.select(selection.closure(closure.id))
    window.run(window.commands["closure.open"])
    QTest.mouseClick(window.panes.question.yes, LEFT)
    qtbot.waitUntil(lambda: not window.store.closures, timeout=WITHIN_MS)
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    assert window.panes.notice.text == "Slow is open again."
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.store.closures), timeout=WITHIN_MS)
    (again,) = window.store.closures.values()
    assert (again.id, again.zone_id, again.reason) == (closure.id, "slow", "spill")


def test_escape_keeps_what_is_closed_and_discards_the_form(
    window: MainWindow, qtbot: QtBot
) -> None:
    closure = close_zone(window, qtbot)
    window.store.select(selection.zone("slow"))
    window.run(window.commands["closure.open"])  # that of the selected zone
    assert window.panes.question.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.panes.question.isVisible()
    window.run(window.commands["closure.close"])
    assert window.panes.right_shows_form()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.panes.right_shows_form()
    assert window.store.selected(Kind.ZONE) == "slow"
    window.inquire(CloseWay(Closure("", "x", zone_id="rest")), lambda _: None)
    qtbot.waitUntil(lambda: len(window.store.closures) == 2, timeout=WITHIN_MS)
    assert closure.id in window.store.closures


def test_minutes_replace_the_words_that_stand_there(window: MainWindow, qtbot: QtBot) -> None:
    window.open_closure_form(selection.zone("slow"))
    box = window.panes.closure_form.lasts_min
    line = box.lineEdit()
    assert line is not None
    QTest.mouseClick(line, LEFT)
    qtbot.waitUntil(line.hasSelectedText, timeout=WITHIN_MS)
    QTest.keyClicks(line, "15")
    assert box.value() == 15


def test_what_the_fleet_refuses_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.send(CloseWay(Closure("", "x", frozenset({"nowhere"}))), "closed")
    qtbot.waitUntil(lambda: "nowhere" in window.panes.notice.text, timeout=WITHIN_MS)
    assert not window.panes.notice.undo.isVisible()


def test_a_click_on_the_map_chooses_the_place_while_the_form_is_open(window: MainWindow) -> None:
    window.open_closure_form(None)
    form = window.panes.closure_form
    QTest.keyClicks(form.reason, "oil")
    click(window, IN_THE_ZONE)
    assert form.place.place == selection.zone("slow")
    assert not form.both_ways.isVisible()
    click(window, (6.0, 8.1))
    assert form.place.place in (selection.edge("N1_2-N2_2"), selection.edge("N2_2-N1_2"))
    assert form.both_ways.isVisible()
    assert form.reason.text() == "oil"


def test_a_closed_place_on_the_map_leads_to_its_closure(window: MainWindow, qtbot: QtBot) -> None:
    zone = close_zone(window, qtbot)
    way = close(window, qtbot, Closure("", "oil", frozenset({THERE, BACK})))
    click(window, IN_THE_ZONE)
    assert window.store.selected(Kind.CLOSURE) == zone.id
    click(window, ON_THE_WAY)
    assert window.store.selected(Kind.CLOSURE) == way.id
    click(window, (6.0, 8.0))
    assert window.store.selected(Kind.EDGE)


def test_the_sheet_of_a_closed_place_leads_to_its_closure(window: MainWindow, qtbot: QtBot) -> None:
    close_zone(window, qtbot)
    window.store.select(selection.zone("slow"))
    assert "Closed  ['spill']" in inspected(window)
    assert window.panes.inspector.command_ids == ("closure.close", "closure.open")
    window.store.select(selection.edge(THERE))
    assert "Closed " not in inspected(window)
    assert BACK in inspected(window)


def test_closed_places_are_drawn_and_for_some_otherwise_than_for_all(
    window: MainWindow, qtbot: QtBot
) -> None:
    plain = seen(window)
    for_some = close_zone(window, qtbot, vehicle_ids=frozenset({"amr_2"}))
    some = seen(window)
    for_all = close_zone(window, qtbot)
    everybody = seen(window)
    assert plain != some
    assert some != everybody
    window.run(window.commands["layer.closures"])
    assert Layer.CLOSURES not in window.store.layers
    assert seen(window) == plain
    QTest.keyClick(window, Qt.Key.Key_8)
    assert seen(window) == everybody
    for closure in (for_some, for_all):
        window.store.select(selection.closure(closure.id))
        window.run(window.commands["closure.open"])
        QTest.mouseClick(window.panes.question.yes, LEFT)
    qtbot.waitUntil(lambda: not window.store.closures, timeout=WITHIN_MS)
    assert seen(window) == plain


def test_a_closure_is_painted_once_not_with_every_frame(window: MainWindow, qtbot: QtBot) -> None:
    close_zone(window, qtbot)
    seen(window)
    before = window.panes.map.ground_pixmap.cacheKey()
    time_s = window.store.snapshot.time_s
    qtbot.waitUntil(lambda: window.store.snapshot.time_s > time_s + 5.0, timeout=WITHIN_MS)
    seen(window)
    assert window.panes.map.ground_pixmap.cacheKey() == before


def test_the_count_on_top_leads_to_the_list_and_the_list_to_the_closure(
    window: MainWindow, qtbot: QtBot
) -> None:
    panes = window.panes
    closed = panes.strip._closed
    assert closed.accessibleName() == "Closed ways and zones: 0"
    assert panes.closures.topLevelItem(0).text(0) == "No way or zone is closed."
    closure = close_zone(window, qtbot)
    assert closed.accessibleName() == "Closed ways and zones: 1"
    QTest.mouseClick(closed, LEFT)
    assert panes.closures.isVisible()
    row = panes.closures.topLevelItem(0)
    assert [row.text(column) for column in range(4)] == ["Slow", "everybody", "spill", "by hand"]
    place = panes.closures.visualItemRect(row).center()
    QTest.mouseClick(panes.closures.viewport(), LEFT, pos=place)
    assert window.store.selected(Kind.CLOSURE) == closure.id


def test_the_time_left_is_counted_down_until_it_opens_by_itself(
    window: MainWindow, qtbot: QtBot
) -> None:
    closure = close(window, qtbot, Closure("", "cleaning", zone_id="slow"), lasts_s=200.0)
    window.store.select(selection.closure(closure.id))
    said: set[str] = set()

    def listen() -> None:
        row = window.panes.closures.topLevelItem(0)
        if closure.id in window.store.closures and row is not None:
            said.add(row.text(3))

    timer = QTimer()
    timer.timeout.connect(listen)
    timer.start(50)
    qtbot.waitUntil(lambda: not window.store.closures, timeout=WITHIN_MS)
    timer.stop()
    assert len(said) > 1
    window.panes.draw()
    assert window.panes.closures.topLevelItem(0).text(0) == "No way or zone is closed."
    assert window.commands["closure.open"].why_not() == "Nothing that is closed is selected."


def test_a_right_click_offers_what_may_be_done_there(window: MainWindow, qtbot: QtBot) -> None:
    close(window, qtbot, Closure("", "oil", frozenset({THERE, BACK})))
    click(window, ON_THE_WAY, RIGHT)
    menu_does(qtbot, window, "Open again…")
    assert window.panes.question.isVisible()
    window.close_panels()
    pose = window.store.vehicles["amr_1"].report.pose
    click(window, (pose.x_m, pose.y_m), RIGHT)
    qtbot.waitUntil(window.menu.isVisible, timeout=WITHIN_MS)
    assert window.store.selected(Kind.VEHICLE) == "amr_1"
    resume = _line(window.menu, "Resume vehicle")
    assert not resume.isEnabled()
    assert resume.toolTip() == "The vehicle is not paused."
    window.menu.close()


def test_a_right_drag_still_pans(window: MainWindow) -> None:
    panes = window.panes
    before, start = panes.map.view.centre, pixel(window, IN_THE_ZONE)
    QTest.mousePress(panes.map, RIGHT, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(panes.map, start + step * QPoint(10, 5))
        QApplication.processEvents()
    QTest.mouseRelease(panes.map, RIGHT, pos=start + QPoint(40, 20))
    assert panes.map.view.centre != before
    assert not window.menu.isVisible()


def test_a_form_that_closes_leaves_the_selection_as_it_is(window: MainWindow) -> None:
    window.store.select(selection.edge(THERE))
    for opens in (_open_closure, _open_order):
        opens(window)
        QApplication.processEvents()
        QTest.keyClick(window, Qt.Key.Key_Escape)
        QApplication.processEvents()
        assert window.store.selection == selection.edge(THERE)


def test_the_language_can_change_while_the_form_is_open(window: MainWindow) -> None:
    window.open_closure_form(selection.zone("slow"))
    form = window.panes.closure_form
    QTest.keyClicks(form.reason, "oil")
    form.whom.setCurrentIndex(form.whom.findText("amr_2"))
    window.switch_language()
    assert form.place.place == selection.zone("slow")
    assert (form.reason.text(), form.whom.currentText()) == ("oil", "amr_2")


def _open_closure(window: MainWindow) -> None:
    window.open_closure_form(None)


def _open_order(window: MainWindow) -> None:
    window.run(window.commands["order.new"])


def _line(menu: CommandMenu, title: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == title)
