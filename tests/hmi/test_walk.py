"""The running window, page by page, in both languages and both palettes."""

from __future__ import annotations

from typing import Any

import pytest
import walker
from pages import close_all, pages
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fleet_core.model.closure import Closure
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.request import FLEET, CloseWay, PauseVehicle, SubmitOrder
from fleet_core.model.vehicle import Activity
from hmi.model import selection
from hmi.views.look import Look
from hmi.views.main_window import MainWindow

SETTLE_MS = 120
RESTS_WITHIN_MS = 180_000
A_DAY_S = 86_400.0
LATE, LATER, UNDER_WAY = "T-1", "T-2", "T-3"
CLOSURES = (
    Closure("", "oil", frozenset({"N2_2-N3_2", "N3_2-N2_2"}), vehicle_ids=frozenset({"amr_3"})),
    Closure("", "spill", zone_id="rest", until_s=A_DAY_S),
)
"""Away from the ways of the orders; somebody stands in the zone."""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_can_be_read_reached_and_understood(
    window: MainWindow, look: Look, qtbot: QtBot, language: str, theme: str
) -> None:
    _some_work(window, qtbot)
    look.use_language(language)
    look.use_theme(theme)
    found: list[str] = []
    for name, show in pages(LATER, UNDER_WAY):
        show(window)
        window.panes.draw()
        QTest.qWait(SETTLE_MS)
        found += [f"{name}: {complaint}" for complaint in _complaints(window, language)]
        close_all(window)
    found += [f"menu: {complaint}" for complaint in _menu_complaints(window, language)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_in_the_smallest_window_no_word_of_the_strip_is_cut(
    window: MainWindow, look: Look, language: str, qtbot: QtBot
) -> None:
    look.use_language(language)
    window.resize(window.minimumSize())

    def nothing_is_cut() -> None:
        for bar in (window.panes.strip, window.panes.layers):
            for button in bar.findChildren(QAbstractButton):
                assert button.width() >= button.sizeHint().width(), button.accessibleName()
                hidden = button.isVisible() and button.visibleRegion().isEmpty()
                assert not hidden, button.accessibleName()
            assert bar.visibleRegion().boundingRect() == bar.rect()

    qtbot.waitUntil(nothing_is_cut, timeout=20_000)  # the new words are laid out some events later


def test_every_command_is_in_the_palette(window: MainWindow) -> None:
    window.open_palette()
    titles = {entry.title for entry in window.palette_box._all}
    assert titles >= {c.title() for c in window.commands if c.id != "view.palette"}


def test_no_two_commands_share_a_key(window: MainWindow) -> None:
    keys = [command.shortcut for command in window.commands if command.shortcut]
    assert len(keys) == len(set(keys))


def test_a_page_that_is_wrong_is_found(qtbot: QtBot, look: Look) -> None:
    from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget  # noqa: PLC0415

    page = QWidget()
    row = QHBoxLayout(page)
    button = QPushButton("Hello \U000f1234")
    button.setStyleSheet("color: #999; background: #aaa; padding: 0; min-height: 0;")
    button.setFixedSize(20, 18)
    row.addWidget(button)
    qtbot.addWidget(page)
    page.show()
    QTest.qWait(SETTLE_MS)
    assert walker.low_contrast(page)
    assert walker.clipped(page)
    assert walker.small_targets(page)
    assert walker.without_name(page)
    assert walker.untranslated(page, set())
    assert walker.missing_glyphs(page)


def _complaints(window: MainWindow, language: str) -> list[str]:
    command_ids = {command.id for command in window.commands}
    found = [
        *walker.low_contrast(window),
        *walker.clipped(window),
        *walker.overlapping(window),
        *walker.small_targets(window),
        *walker.without_keyboard(window, command_ids),
        *walker.without_name(window),
        *walker.missing_glyphs(window),
    ]
    if language == "zh_CN":
        found += walker.untranslated(window, _names(window))
    return found


def _menu_complaints(window: MainWindow, language: str) -> list[str]:
    """The menu is a window of its own, with lines instead of widgets."""
    window.store.select(selection.vehicle("amr_2"))
    window.menu.offer([window.commands[one] for one in window.panes.inspector.command_ids])
    window.menu.popup(window.mapToGlobal(window.rect().center()))
    QTest.qWait(SETTLE_MS)
    found = walker.wrong_in_menu(window.menu)
    if language == "zh_CN":
        found += [text for text in walker.menu_texts(window.menu) if text.isascii()]
    window.menu.close()
    return found


def _names(window: MainWindow) -> set[str]:
    """What is called the same in every language: vehicles, orders, stations, nodes, types."""
    store = window.store
    assert store.facility is not None
    layout = store.facility.layout
    names = {*store.vehicles, *store.orders, *layout.nodes, *layout.edges, *layout.stations}
    names |= {text for one in store.closures.values() for text in (one.id, one.reason)}
    names |= {f"load-{order_id}" for order_id in store.orders}
    names |= {station.name for station in layout.stations.values()}
    names |= {window.operator, FLEET}
    names |= {kind.name for kind in store.facility.vehicle_types.values()}
    return names | {word for zone in store.facility.zones for word in (zone.id, zone.name)}


def _some_work(window: MainWindow, qtbot: QtBot) -> None:
    """Orders that stay as they are however long the walk takes: one is late and waits for a paused
    vehicle, one waits for its release, one is under way with its load on board."""
    window.send(PauseVehicle("amr_2"), "")
    for order in (
        _order(LATE, "dock_1", "shelf_2", deadline_s=1.0, intended_vehicle="amr_2"),
        _order(LATER, "dock_1", "shelf_2", release_time_s=A_DAY_S, priority=20),
        _order(UNDER_WAY, "dock_2", "shelf_1", intended_vehicle="amr_1", wait_s=A_DAY_S),
    ):
        window.send(SubmitOrder(order), "")
    for closure in CLOSURES:
        window.inquire(CloseWay(closure), lambda _: None)
    qtbot.waitUntil(lambda: _all_rest(window), timeout=RESTS_WITHIN_MS)


def _order(
    order_id: str, source: str, target: str, wait_s: float = 0.0, **fields: Any
) -> TransportOrder:
    stops = (
        Stop(source, StopAction.PICK),
        Stop(target, StopAction.WAIT, wait_s),
        Stop(target, StopAction.DROP),
    )
    return TransportOrder(order_id, stops if wait_s else stops[::2], **fields)


def _all_rest(window: MainWindow) -> bool:
    store = window.store
    return (
        len(store.orders) == 3
        and len(store.closures) == len(CLOSURES)
        and store.vehicles["amr_1"].report.action_id == f"{UNDER_WAY}/1/wait"
        and store.vehicles["amr_2"].activity is Activity.PAUSED
    )
