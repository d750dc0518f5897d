"""People and manned forklifts in the dispatcher's window: a state with a cause and an action."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from near_people import FORKLIFT, PERSON, TAG, source, track, warning
from pytestqt.qtbot import QtBot
from small_plant import small_plant

from fleet_core.model.geometry import Pose
from fleet_core.model.proximity import (
    RestrictionCause,
    SourceState,
    SpeedRestriction,
    WarningLevel,
)
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus
from fleet_core.proximity.near_miss_heat import HeatMap
from hmi.link.gateway import Gateway
from hmi.model import selection
from hmi.model.fleet_store import FleetStore
from hmi.model.layers import Layer
from hmi.model.nearness import SILENT_S, Nearness, levels, shown_name, surroundings
from hmi.model.picture import Picture
from hmi.views.inspector.vehicle_sheet import VehicleSheet
from hmi.views.look import Look
from hmi.views.main_window import MainWindow

NOW_S = 10.0
TRACKS = (
    track("T1", FORKLIFT, 6.0, 4.0),
    track("T2", PERSON, 10.0, 5.0),
    track("T3", PERSON, 2.0, 2.0, seen_s=98.0),
)
DANGER = warning("amr_1", "T2", WarningLevel.DANGER, id=7)
NOTICE = warning("T1", "T3", WarningLevel.NOTICE, id=8)


def near(*warnings, received_s: float = NOW_S, sources=()) -> Nearness:
    return Nearness(100.0, received_s, TRACKS, tuple(warnings), tuple(sources))


class Said:
    """A link that hands out what a test says."""

    def __init__(self) -> None:
        self.near = Nearness()
        self.snapshot = FleetSnapshot(100.0, (), ())

    def start(self, answered) -> None:
        pass

    def stop(self) -> None:
        pass

    def watch(self, vehicle_ids) -> None:
        pass

    def latest(self) -> Picture:
        return Picture(PLANT, self.snapshot, received_s=NOW_S, near=self.near)


PLANT = small_plant()


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def window(qtbot: QtBot, look: Look, said: Said) -> Iterator[MainWindow]:
    window = MainWindow(Gateway(said, "anna"), look, lambda: NOW_S)
    qtbot.addWidget(window)
    window.show()
    window.tick()
    yield window
    window.close()


def rows(window: MainWindow) -> list[list[str]]:
    window.tick()
    shown = window.panes.nearness
    shown.draw()
    items = [shown.topLevelItem(k) for k in range(shown.topLevelItemCount())]
    return [[item.text(column) for column in range(5)] for item in items]


def test_places_are_called_what_people_call_them() -> None:
    assert (surroundings(PLANT, (10, 5)).name, surroundings(PLANT, (10, 5)).inside) == (
        "Slow",
        True,
    )
    assert surroundings(PLANT, (0.5, 0.5)).name == "Dock 1"
    assert surroundings(None, (3.2, 4.9)).name == "3, 5 m"


def test_everybody_has_the_highest_level_of_all_encounters() -> None:
    worst = levels((DANGER, warning("T1", "T2", WarningLevel.NOTICE)))
    assert worst == {
        "amr_1": WarningLevel.DANGER,
        "T2": WarningLevel.DANGER,
        "T1": WarningLevel.NOTICE,
    }


def test_a_manned_forklift_is_named_by_its_tag() -> None:
    assert shown_name("T1", TRACKS) == TAG
    assert shown_name("amr_1", TRACKS) == "amr_1"


def test_silence_takes_the_warnings_away() -> None:
    store = FleetStore()
    store.take(Picture(near=near(DANGER)), NOW_S)
    assert set(store.warnings) == {"7"}
    store.take(Picture(near=near(DANGER)), NOW_S + SILENT_S + 0.1)
    assert store.near_silent
    assert not store.warnings


def test_a_plant_without_the_node_misses_nothing(window: MainWindow) -> None:
    assert rows(window)[0][0] == "No proximity node is heard: nobody is tracked or warned."
    assert window.panes.nearness.count == 0


def test_warnings_say_who_what_and_where(window: MainWindow, said: Said) -> None:
    said.near = near(DANGER, NOTICE)
    assert rows(window) == [
        ["Danger", "amr_1: a person ahead crosses its way; stop.", "in Slow", "3.2 m", "00:01:38"],
        [
            "Notice",
            f"driver of {TAG}: a person ahead crosses its way; stop.",
            "in Slow",
            "3.2 m",
            "00:01:38",
        ],
    ]
    assert window.panes.nearness.count == 1
    said.near = near()
    assert rows(window)[0][0] == "Nobody is warned."


def test_sources_that_fail_and_a_dead_node_are_named(window: MainWindow, said: Said) -> None:
    said.near = near(sources=(source("cameras", SourceState.LOST),))
    assert "cameras is lost" in rows(window)[0][1]
    said.near = near(DANGER, received_s=NOW_S - 2.0)
    (row,) = rows(window)
    assert row[0] == "Contact"
    assert "fallen silent" in row[1]


def test_a_click_selects_the_warning_and_brings_it_into_the_middle(
    window: MainWindow, said: Said
) -> None:
    said.near = near(DANGER, NOTICE)
    rows(window)
    shown = window.panes.nearness
    shown.itemClicked.emit(shown.topLevelItem(0), 0)
    assert window.store.selection == selection.warning("7")
    view = window.panes.map.view
    x, y = view.point_to_screen(DANGER.at)
    assert (x, y) == pytest.approx((view.width_px / 2, view.height_px / 2))
    assert shown.currentItem() is shown.topLevelItem(0)
    said.near = near()
    window.tick()
    window.panes.inspector.draw()


RESTRICTED = {
    RestrictionCause.WARNING: "At most 0.8 m/s: a person is near",
    RestrictionCause.DANGER: "Stands: danger of contact with a person",
    RestrictionCause.EMERGENCY: "Stands: danger of contact with a person",
    RestrictionCause.WAY_OCCUPIED: "Stands until a person has left its way",
    RestrictionCause.PASSING: "At most 0.8 m/s: passes a person who stands near its way",
    RestrictionCause.CROSSING_TAKEN: "Waits: people have the crossing before it",
    RestrictionCause.AISLE_TAKEN: "Waits: a manned forklift has the aisle before it",
    RestrictionCause.SOURCE_LOST: "At most 0.8 m/s: source T2 is lost",
}


@pytest.mark.parametrize("cause", RestrictionCause)
def test_a_vehicle_that_is_restricted_says_why_until_it_is_not(
    window: MainWindow, said: Said, cause: RestrictionCause
) -> None:
    window.store.select(selection.vehicle("amr_1"))
    report = VehicleReport("amr_1", "amr", 100.0, Pose(5.0, 5.0, 0.0), 0.0, 0.0, 0.9)
    said.snapshot = FleetSnapshot(100.0, (VehicleStatus(report, Activity.IDLE),), ())
    held = SpeedRestriction("amr_1", 0.8, cause, "T2")
    said.near = replace(near(), restrictions=(held,))
    assert RESTRICTED[cause] in reason_shown(window)
    assert RESTRICTED[cause] in facts_shown(window)["Near people"]
    said.near = near()
    assert RESTRICTED[cause] not in reason_shown(window)
    assert "Near people" not in facts_shown(window)


def reason_shown(window: MainWindow) -> str:
    window.tick()
    rows = window.panes.fleet.rows
    rows.refresh()
    return rows.data(rows.index(0, rows.columnCount() - 1))


def facts_shown(window: MainWindow) -> dict[str, str]:
    sheet = VehicleSheet(window.store).sheet("amr_1")
    assert sheet is not None
    return {fact.label: fact.text for fact in sheet.facts}


def test_people_are_a_layer_of_the_map(window: MainWindow, said: Said) -> None:
    def picture():
        window.tick()
        return window.panes.map.grab().toImage()

    empty = picture()
    said.near = near(DANGER)
    assert picture() != empty
    window.store.toggle_layer(Layer.PEOPLE)
    assert picture() == empty


def test_near_misses_are_a_layer_that_is_switched_on(window: MainWindow, said: Said) -> None:
    def picture():
        window.tick()
        return window.panes.map.grab().toImage()

    said.near = near()
    empty = picture()
    counts = np.zeros((20, 40), np.int64)
    counts[2:5, 3:9] = 4
    said.near = replace(near(), heat=HeatMap(-10.0, -10.0, 2.0, counts))
    assert picture() == empty
    window.store.toggle_layer(Layer.NEAR_MISSES)
    assert picture() != empty
    said.near = replace(near(), heat=HeatMap(-10.0, -10.0, 2.0, 0 * counts))
    assert picture() == empty
