"""Who reports and is no vehicle of the plant is shown on top, and asked about."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from small_plant import NO_WORK, small_plant

from fleet_core.execution.controller import FleetController
from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle import VehicleReport
from hmi.link.local_link import EmbeddedPlant, LocalLink
from hmi.views.main_window import MainWindow

WITHIN_MS = 20_000


class VisitedLink(LocalLink):
    """The embedded plant, where vehicles of elsewhere report once."""

    def __init__(self) -> None:
        super().__init__(EmbeddedPlant(small_plant(), NO_WORK, factor=20.0))
        self.visitors = ["x1", "x2", "x3", "x4", "x5"]

    def answer_requests(self, controller: FleetController, now_s: float) -> None:
        while self.visitors:
            name = self.visitors.pop(0)
            controller.report(VehicleReport(name, "cart", now_s, Pose(1.0, 1.0, 0.0), 0, 0, 0.5))
        super().answer_requests(controller, now_s)


@pytest.fixture
def link() -> VisitedLink:
    return VisitedLink()


def test_they_are_counted_on_top_and_gone_when_the_dispatcher_says_so(
    window: MainWindow, qtbot: QtBot
) -> None:
    unknown, question = window.panes.strip._unknown, window.panes.question
    qtbot.waitUntil(unknown.isVisible, timeout=WITHIN_MS)
    assert unknown.accessibleName() == "Unknown vehicles: 5"
    unknown.click()
    assert "x1, x2, x3 and 2 more" in question._text.text()
    question.yes.click()
    qtbot.waitUntil(lambda: not unknown.isVisible(), timeout=WITHIN_MS)
    assert window.store.snapshot.unknown_vehicles == ()
    assert "Nobody reports" in window.commands["fleet.forget"].why_not()
