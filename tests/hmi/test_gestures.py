"""A dispatcher's hands: real mouse and key events on the real window with a real plant."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.request import AssignOrder, SubmitOrder
from hmi.model import selection
from hmi.model.selection import Kind
from hmi.views.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
WITHIN_MS = 30_000


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move in steps, let go."""
    QTest.mousePress(widget, LEFT, pos=start)
    for step in range(1, 6):
        QTest.mouseMove(widget, start + (end - start) * step / 5)
        QApplication.processEvents()
    QTest.mouseRelease(widget, LEFT, pos=end)


def station_at(window: MainWindow, station_id: str) -> QPoint:
    place = window.panes.map.screen_of_station(station_id)
    assert place is not None
    return QPoint(round(place[0]), round(place[1]))


def vehicle_at(window: MainWindow, vehicle_id: str) -> QPoint:
    pose = window.store.vehicles[vehicle_id].report.pose
    x, y = window.panes.map.view.point_to_screen((pose.x_m, pose.y_m))
    return QPoint(round(x), round(y))


def order_a_transport(window: MainWindow, qtbot: QtBot) -> str:
    """Drag and Enter; the order's id. The fleet is paused before: the order stays open for as long
    as the test takes."""
    window.run(window.commands["fleet.pause"])
    qtbot.waitUntil(lambda: window.store.snapshot.fleet_paused, timeout=WITHIN_MS)
    before = set(window.store.orders)
    drag(window.panes.map, station_at(window, "shelf_1"), station_at(window, "dock_2"))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: set(window.store.orders) > before, timeout=WITHIN_MS)
    (order_id,) = set(window.store.orders) - before
    return order_id


def test_a_drag_from_station_to_station_and_enter_is_delivered(
    window: MainWindow, qtbot: QtBot
) -> None:
    drag(window.panes.map, station_at(window, "shelf_1"), station_at(window, "dock_2"))
    form = window.panes.order_form
    assert form.isVisible()
    assert (form.source.station_id, form.target.station_id) == ("shelf_1", "dock_2")
    candidates = form.candidates
    qtbot.waitUntil(lambda: candidates.topLevelItemCount() == 3, timeout=WITHIN_MS)
    assert "in" in candidates.topLevelItem(0).text(1)
    assert not window.store.orders  # nothing is sent before Enter
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.store.orders), timeout=WITHIN_MS)
    (order_id,) = window.store.orders
    qtbot.waitUntil(
        lambda: window.store.orders[order_id].state is OrderState.DONE, timeout=WITHIN_MS
    )
    assert [stop.station_id for stop in window.store.orders[order_id].stops] == [
        "shelf_1",
        "dock_2",
    ]


def test_a_transport_is_ordered_by_the_keyboard_alone(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = window.panes.order_form
    qtbot.waitUntil(form.isVisible)
    QTest.keyClicks(form.source.lineEdit(), "Shelf 2")
    QTest.keyClicks(form.target.lineEdit(), "Dock 1")
    qtbot.waitUntil(lambda: form.candidates.topLevelItemCount() == 3, timeout=WITHIN_MS)
    QTest.keyClick(form.send_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.store.orders), timeout=WITHIN_MS)
    (order,) = window.store.orders.values()
    assert [stop.station_id for stop in order.stops] == ["shelf_2", "dock_1"]


def test_a_drag_that_ends_nowhere_orders_nothing(window: MainWindow) -> None:
    start = station_at(window, "shelf_1")
    drag(window.panes.map, start, start + QPoint(60, 45))
    assert not window.panes.right_shows_form()


def test_an_order_dragged_onto_a_vehicle_is_assigned_after_a_look_at_the_arrivals(
    window: MainWindow, qtbot: QtBot
) -> None:
    order_id = order_a_transport(window, qtbot)
    panes = window.panes
    panes.draw()
    row = panes.orders.visualRect(panes.orders.orders.index(panes.orders.orders.row_of(order_id)))
    viewport = panes.orders.viewport()
    target = "amr_3"
    place = panes.map.mapToGlobal(vehicle_at(window, target))
    drag(viewport, row.center(), viewport.mapFromGlobal(place))
    form = panes.assignment
    assert form.isVisible()
    qtbot.waitUntil(lambda: form.candidates.topLevelItemCount() == 3, timeout=WITHIN_MS)
    assert target in form.assign_button.text()
    QTest.mouseClick(form.assign_button, LEFT)
    qtbot.waitUntil(lambda: window.store.orders[order_id].vehicle_id == target, timeout=WITHIN_MS)
    qtbot.waitUntil(panes.notice.undo.isVisible, timeout=WITHIN_MS)
    assert window.store.orders[order_id].intended_vehicle == target
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not window.store.orders[order_id].intended_vehicle, timeout=WITHIN_MS)
    assert window.store.orders[order_id].vehicle_id == ""


def test_a_choice_of_vehicle_is_left_to_the_fleet_again_and_that_can_be_undone(
    window: MainWindow, qtbot: QtBot
) -> None:
    order_id = "T-1"  # its time has not come: nobody begins while the choice goes to and fro
    stops = (Stop("dock_1", StopAction.PICK), Stop("shelf_2", StopAction.DROP))
    window.send(SubmitOrder(TransportOrder(order_id, stops, release_time_s=86_400.0)), "")
    qtbot.waitUntil(lambda: order_id in window.store.orders, timeout=WITHIN_MS)
    window.store.select(selection.order(order_id))
    leave = window.commands["order.unassign"]
    assert leave.why_not() == "The fleet chooses its vehicle already."
    window.send(AssignOrder(order_id, "amr_2"), "")
    qtbot.waitUntil(lambda: _meant_for(window, order_id) == "amr_2", timeout=WITHIN_MS)
    window.run(leave)
    qtbot.waitUntil(lambda: _meant_for(window, order_id) == "", timeout=WITHIN_MS)
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    QTest.mouseClick(window.panes.notice.undo, LEFT)
    qtbot.waitUntil(lambda: _meant_for(window, order_id) == "amr_2", timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: window.panes.notice.text == "Undone.", timeout=WITHIN_MS)
    assert leave.why_not() == ""


def test_an_undo_never_hits_what_was_done_before_a_command_that_is_not_answered_yet(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.store.select(selection.vehicle("amr_2"))
    window.run(window.commands["vehicle.pause"])
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    window.store.select(selection.vehicle("amr_1"))
    window.run(window.commands["vehicle.pause"])
    assert not window.panes.notice.undo.isVisible()
    window.run(window.commands["view.undo"])
    assert window.panes.notice.text == "There is nothing to undo."
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: _is_paused(window, "amr_2"), timeout=WITHIN_MS)


def _is_paused(window: MainWindow, vehicle_id: str) -> bool:
    return any(
        status.report.vehicle_id == vehicle_id and status.activity == "paused"
        for status in window.store.snapshot.vehicles
    )


def test_a_click_selects_the_vehicle_in_all_views(window: MainWindow) -> None:
    QTest.mouseClick(window.panes.map, LEFT, pos=vehicle_at(window, "amr_2"))
    assert window.store.selected(Kind.VEHICLE) == "amr_2"
    fleet = window.panes.fleet
    assert fleet.rows.id_at(fleet.currentIndex().row()) == "amr_2"


def test_the_wheel_zooms_at_the_pointer_and_a_drag_pans(window: MainWindow) -> None:
    view = window.panes.map.view
    window.panes.map.zoom(2.0, (100.0, 100.0))
    zoomed = window.panes.map.view
    assert zoomed.scale == 2.0 * view.scale
    assert zoomed.to_floor((100.0, 100.0)) == _near(view.to_floor((100.0, 100.0)))
    empty = QPoint(20, window.panes.map.height() - 20)
    drag(window.panes.map, empty, empty + QPoint(50, -30))
    panned = window.panes.map.view.point_to_screen(zoomed.centre)
    assert panned == _near((zoomed.width_px / 2 + 50, zoomed.height_px / 2 - 30))


def test_a_double_click_follows_the_vehicle_and_escape_lets_go(window: MainWindow) -> None:
    QTest.mouseDClick(window.panes.map, LEFT, pos=vehicle_at(window, "amr_1"))
    assert window.store.following == "amr_1"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.store.following == ""


def test_the_palette_runs_what_is_typed(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.palette_box
    qtbot.waitUntil(box.isVisible)
    QTest.keyClicks(box.search, "amr_3")
    QTest.keyClick(box.search, Qt.Key.Key_Return)
    assert window.store.selected(Kind.VEHICLE) == "amr_3"
    assert not box.isVisible()


def test_pausing_a_vehicle_can_be_undone(window: MainWindow, qtbot: QtBot) -> None:
    window.store.select(selection.vehicle("amr_1"))
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.store.vehicles["amr_1"].activity == "paused", timeout=WITHIN_MS)
    qtbot.waitUntil(window.panes.notice.undo.isVisible, timeout=WITHIN_MS)
    QTest.mouseClick(window.panes.notice.undo, LEFT)
    qtbot.waitUntil(lambda: window.store.vehicles["amr_1"].activity != "paused", timeout=WITHIN_MS)
    qtbot.waitUntil(lambda: window.panes.notice.text == "Undone.", timeout=WITHIN_MS)
    assert not window.panes.notice.undo.isVisible()


def test_cancelling_asks_first_and_escape_keeps_the_order(window: MainWindow, qtbot: QtBot) -> None:
    order_id = order_a_transport(window, qtbot)
    window.store.select(selection.order(order_id))
    cancel = window.commands["order.cancel"]
    window.run(cancel)
    question = window.panes.question
    assert question.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not question.isVisible()
    assert not window.store.orders[order_id].state.ended
    window.run(cancel)
    QTest.mouseClick(question.yes, LEFT)
    qtbot.waitUntil(
        lambda: window.store.orders[order_id].state is OrderState.CANCELLED, timeout=WITHIN_MS
    )


def test_what_is_not_possible_says_why(window: MainWindow) -> None:
    window.store.select(selection.vehicle("amr_1"))
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert window.panes.notice.text == "The vehicle is not paused."


def _meant_for(window: MainWindow, order_id: str) -> str:
    return window.store.orders[order_id].intended_vehicle


def _near(point: tuple[float, float]) -> object:
    import pytest  # noqa: PLC0415

    return pytest.approx(point, abs=1e-6)
