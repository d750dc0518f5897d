"""A loss of the fleet cannot be overlooked, and its return needs no hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from small_plant import NO_WORK, small_plant

from fleet_core.model.request import Answer, CancelOrder
from hmi.link.local_link import EmbeddedPlant, LocalLink
from hmi.model.picture import Connection, Picture
from hmi.views.look import Look
from hmi.views.main_window import MainWindow


class InterruptibleLink(LocalLink):
    """The embedded plant behind a cable that can be pulled, and with a thread that can break."""

    def __init__(self) -> None:
        super().__init__(EmbeddedPlant(small_plant(), NO_WORK, factor=20.0))
        self.last_before_the_cut: Picture | None = None
        self.error: Exception | None = None

    def wait(self, seconds: float) -> None:
        if self.error is not None:
            raise self.error
        super().wait(seconds)

    def pull(self) -> None:
        # What came last came long ago: the test need not wait for it to grow old.
        last = super().latest()
        self.last_before_the_cut = replace(last, received_s=last.received_s - 7.0)

    def plug_in(self) -> None:
        self.last_before_the_cut = None

    def latest(self) -> Picture:
        return self.last_before_the_cut or super().latest()


@pytest.fixture
def link() -> InterruptibleLink:
    return InterruptibleLink()


def test_a_lost_connection_is_unmistakable_and_recovers_by_itself(
    window: MainWindow, link: InterruptibleLink, qtbot: QtBot
) -> None:
    panes = window.panes
    assert not panes.banner.isVisible()
    link.pull()
    qtbot.waitUntil(panes.banner.isVisible, timeout=5000)
    assert window.store.connection is Connection.LOST
    assert window.commands["fleet.pause"].why_not() == "There is no connection to the fleet."
    link.plug_in()
    qtbot.waitUntil(lambda: not panes.banner.isVisible(), timeout=10_000)
    assert window.store.connection is Connection.LIVE


def test_the_map_is_greyed_while_its_data_is_old(
    window: MainWindow, link: InterruptibleLink, qtbot: QtBot
) -> None:
    lively = _spread(window)
    link.pull()
    qtbot.waitUntil(lambda: window.store.connection is Connection.LOST, timeout=5000)
    QTest.qWait(100)
    assert _spread(window) < 0.6 * lively


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("stopped because of an error", "start it again")),
        ("zh_CN", ("内置仿真因错误停止", "重新启动")),
    ],
)
def test_a_link_that_breaks_says_why_and_what_to_do(
    window: MainWindow,
    look: Look,
    link: InterruptibleLink,
    qtbot: QtBot,
    language: str,
    words: tuple[str, str],
) -> None:
    look.use_language(language)
    link.error = MemoryError("no room for 3 routes")
    qtbot.waitUntil(lambda: window.store.connection is Connection.LOST, timeout=10_000)
    window.panes.draw()
    said = window.panes.banner.text
    assert "MemoryError no room for 3 routes" in said
    assert all(part in said for part in words)
    assert window.panes.banner.isVisible()
    assert window.commands["fleet.pause"].why_not()
    answers: list[Answer] = []
    window.inquire(CancelOrder("T-1", "a test"), answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert not answers[0].ok


def test_a_refusal_is_shown_with_its_reason(window: MainWindow, qtbot: QtBot) -> None:
    answers: list[Answer] = []
    window.inquire(CancelOrder("T-404", "a test"), answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert not answers[0].ok
    assert "T-404" in str(answers[0].reason)
    window.send(CancelOrder("T-404", "a test"), "never said")
    qtbot.waitUntil(lambda: "T-404" in window.panes.notice.text, timeout=10_000)


def _spread(window: MainWindow) -> float:
    """Range of lightness on a line through the stations; a veil narrows it."""
    picture = window.panes.map.grab().toImage()
    place = window.panes.map.screen_of_station("dock_1")
    assert place is not None
    row = round(place[1])
    lightness = [picture.pixelColor(x, row).lightness() for x in range(0, picture.width())]
    return max(lightness) - min(lightness)
