"""The running window, page by page, in both languages and both palettes."""

from __future__ import annotations

import pytest
import walker
from pages import close_all, pages
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fleet_core.model.order import Stop, StopAction, TransportOrder
from hmi.link.requests import SubmitOrder
from hmi.views.look import Look
from hmi.views.main_window import MainWindow

SETTLE_MS = 120


@pytest.mark.timeout(300)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_page_can_be_read_reached_and_understood(
    window: MainWindow, look: Look, qtbot: QtBot, language: str, theme: str
) -> None:
    order_id = _some_work(window, qtbot)
    look.use_language(language)
    look.use_theme(theme)
    found: list[str] = []
    for name, show in pages(order_id):
        show(window)
        window.panes.draw()
        QTest.qWait(SETTLE_MS)
        found += [f"{name}: {complaint}" for complaint in _complaints(window, language)]
        close_all(window)
    assert not found, "\n".join(found)


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


def _names(window: MainWindow) -> set[str]:
    """What is called the same in every language: vehicles, orders, stations, nodes, types."""
    store = window.store
    assert store.facility is not None
    layout = store.facility.layout
    names = {*store.vehicles, *store.orders, *layout.nodes, *layout.edges, *layout.stations}
    names |= {f"load-{order_id}" for order_id in store.orders}
    names |= {station.name for station in layout.stations.values()}
    names |= {kind.name for kind in store.facility.vehicle_types.values()}
    return names | {zone.name for zone in store.facility.zones}


def _some_work(window: MainWindow, qtbot: QtBot) -> str:
    """An order that is late, one that waits, and a paused vehicle."""
    for number, deadline_s in ((1, 1.0), (2, 5000.0)):
        stops = (Stop("dock_1", StopAction.PICK), Stop("shelf_2", StopAction.DROP))
        order = TransportOrder(f"T-{number}", stops, deadline_s=deadline_s, priority=10 * number)
        window.send(SubmitOrder(order), "")
    qtbot.waitUntil(lambda: len(window.store.orders) == 2, timeout=30_000)
    return "T-2"
