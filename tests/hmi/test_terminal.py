"""What a driver is shown, and that silence is never taken for an empty floor."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import pi
from pathlib import Path

import pytest
from near_people import AGV, FORKLIFT, PERSON, TAG, source, track, warning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.proximity import Advice, SourceState, WarningLevel
from hmi.model.nearness import SILENT_S, Nearness
from hmi.terminal.app import terminal
from hmi.terminal.screen import (
    SILENT_EVERY_S,
    Chime,
    ContactState,
    Danger,
    Screen,
    TerminalPicture,
    screen_of,
)
from hmi.terminal.view import TerminalView
from hmi.views.languages import Language

NOW_S = 50.0
ME = track("T1", FORKLIFT, 0.0, 0.0)


def heard(*warnings, tracks=(ME,), sources=(), vehicles=None) -> TerminalPicture:
    near = Nearness(100.0, NOW_S, tuple(tracks), tuple(warnings), tuple(sources))
    return TerminalPicture(near, vehicles or {}, NOW_S)


def shown(said: TerminalPicture, now_s: float = NOW_S) -> Screen:
    return screen_of(said, TAG, now_s)


def test_a_person_on_the_left_is_on_the_left_of_the_driver() -> None:
    person = track("T2", PERSON, -4.0, 0.0)
    screen = shown(heard(warning("T1", "T2", WarningLevel.DANGER), tracks=(ME, person)))
    (danger,) = screen.dangers
    assert danger.bearing_rad == pytest.approx(pi / 2)
    assert danger.sector == 2
    assert (danger.kind, danger.distance_m, danger.advice) == (PERSON, 3.2, Advice.STOP)


def test_an_agv_that_is_warned_of_this_forklift_is_shown_where_it_is() -> None:
    said = warning("agv_1", "T1", WarningLevel.DANGER, other_kind=FORKLIFT)
    (danger,) = shown(heard(said, vehicles={"agv_1": (0.0, -6.0)})).dangers
    assert (danger.kind, danger.sector, danger.advice) == (AGV, 4, Advice.STOP)
    (danger,) = shown(heard(said)).dangers
    assert danger.bearing_rad is None


def test_who_stands_is_only_told() -> None:
    me = track("T1", FORKLIFT, 0.0, 0.0, vy_mps=0.0)
    said = warning("agv_1", "T1", WarningLevel.EMERGENCY, other_kind=FORKLIFT)
    screen = shown(heard(said, tracks=(me,)))
    assert screen.level is WarningLevel.NOTICE
    assert screen.dangers[0].advice is Advice.WATCH


def test_one_other_is_shown_once_and_the_worst_comes_first() -> None:
    others = (track("T2", FORKLIFT, 5.0, 5.0), track("T3", PERSON, 0.0, 4.0))
    screen = shown(
        heard(
            warning("T1", "T2", WarningLevel.NOTICE, other_kind=FORKLIFT),
            warning("T2", "T1", WarningLevel.WARNING, other_kind=FORKLIFT),
            warning("T1", "T3", WarningLevel.DANGER),
            warning("T1", "T4", WarningLevel.EMERGENCY, active=False),
            warning("agv_1", "T9", WarningLevel.EMERGENCY),
            tracks=(ME, *others),
        )
    )
    levels = [(each.other_id, each.level) for each in screen.dangers]
    assert levels == [("T3", WarningLevel.DANGER), ("T2", WarningLevel.WARNING)]


def test_silence_is_shown_as_no_contact() -> None:
    assert shown(TerminalPicture()).contact is ContactState.SILENT
    said = heard(warning("T1", "T2", WarningLevel.DANGER))
    assert shown(said, NOW_S + SILENT_S).contact is ContactState.LIVE
    late = shown(said, NOW_S + SILENT_S + 0.1)
    assert (late.contact, late.dangers) == (ContactState.SILENT, ())


def test_a_forklift_that_no_source_sees_is_told_so() -> None:
    assert shown(heard(tracks=())).contact is ContactState.UNSEEN
    somebody = track("T7", FORKLIFT, 0.0, 0.0, tag_id="tag_of_another")
    assert shown(heard(tracks=(somebody,))).contact is ContactState.UNSEEN


def test_sources_that_fail_are_named() -> None:
    states = (source("cameras", SourceState.LOST), source("tags", SourceState.OK))
    screen = shown(heard(sources=states))
    assert screen.bad_sources == ("cameras",)
    assert screen.contact is ContactState.LIVE


def chimes(screens: list[Screen], every_s: float = 0.1) -> list[int]:
    chime = Chime()
    return [k for k, screen in enumerate(screens) if chime.due(screen, k * every_s)]


def of(level: WarningLevel | None) -> Screen:
    dangers = () if level is None else (Danger("T2", level, PERSON, 0.0, 3.0, Advice.STOP),)
    return Screen(ContactState.LIVE, dangers)


def test_a_notice_is_quiet_a_warning_sounds_once_a_danger_again_and_again() -> None:
    assert not chimes([of(None)] * 20)
    assert not chimes([of(WarningLevel.NOTICE)] * 20)
    assert chimes([of(WarningLevel.WARNING)] * 20) == [0]
    assert chimes([of(WarningLevel.DANGER)] * 20, 0.31) == list(range(0, 20, 2))
    assert len(chimes([of(WarningLevel.EMERGENCY)] * 20)) > 5
    assert chimes([of(WarningLevel.WARNING)] * 3 + [of(None)] * 3 + [of(WarningLevel.WARNING)]) == [
        0,
        6,
    ]


def test_lost_contact_is_heard_now_and_then() -> None:
    lost = [Screen(ContactState.SILENT)] * 13
    assert chimes([of(None), *lost], 1.0) == [1, 1 + SILENT_EVERY_S, 1 + 2 * SILENT_EVERY_S]


class Said:
    """A link that hands out what a test says."""

    def __init__(self) -> None:
        self.heard = TerminalPicture()
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def latest(self) -> TerminalPicture:
        return self.heard


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def sounds() -> list[float]:
    return []


@pytest.fixture
def view(qtbot: QtBot, said: Said, sounds: list[float]) -> Iterator[TerminalView]:
    view = TerminalView(said, TAG, lambda: NOW_S, lambda: sounds.append(NOW_S))
    qtbot.addWidget(view)
    view.show()
    yield view
    view.close()
    assert not said.running


def test_the_view_says_what_is_known_and_sounds(
    view: TerminalView, said: Said, sounds: list[float]
) -> None:
    view.tick()
    assert view.texts()[0] == "No contact with the proximity system"
    assert len(sounds) == 1
    person = track("T2", PERSON, 0.0, 4.0)
    said.heard = heard(warning("T1", "T2", WarningLevel.DANGER), tracks=(ME, person))
    view.tick()
    assert view.texts() == ["STOP", "Person", "ahead, 3.2 m"]
    assert len(sounds) == 2
    said.heard = heard()
    view.tick()
    assert view.texts()[0] == "No warning"


def test_every_level_is_another_picture(view: TerminalView, said: Said) -> None:
    person = track("T2", PERSON, 0.0, 4.0)
    pictures = []
    for level in WarningLevel:
        said.heard = heard(warning("T1", "T2", level), tracks=(ME, person))
        view.tick()
        pictures.append(view.grab().toImage())
    assert all(a != b for a, b in pairwise(pictures))


def test_it_speaks_chinese(qapp: QApplication, view: TerminalView, said: Said) -> None:
    language = Language(qapp)
    language.switch("zh_CN")
    person = track("T2", PERSON, 0.0, 4.0)
    said.heard = heard(warning("T1", "T2", WarningLevel.DANGER), tracks=(ME, person))
    assert view.texts() != ["STOP", "Person", "ahead, 3.2 m"]
    view.tick()
    assert view.texts() == ["停车", "行人", "前方，3.2 米"]
    language.switch("en")


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="en, zh_CN"):
        terminal("tag_1", language="xx", screenshot=Path("x.png"))
