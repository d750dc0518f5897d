"""Warnings: in time, one for each encounter, steady, escalating, and none when driving away."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import exp

import pytest

from fleet_core.model.proximity import (
    Advice,
    Bearing,
    Cause,
    ObjectClass,
    ProximityWarning,
    Track,
    WarningLevel,
)
from fleet_core.proximity.encounters import Encounters
from fleet_core.proximity.parties import vehicle_party
from fleet_core.proximity.risk import risks_of, wall_lines
from fleet_core.proximity.settings import RiskSettings
from tests.proximity.people import report, track
from tests.simulation.plants import AMR

SETTINGS = RiskSettings()
NO_WALLS = wall_lines(())
Said = list[tuple[float, ProximityWarning]]


def driven(
    other: Callable[[float], Track | None], seconds: float, speed_mps: Callable[[float], float]
) -> Said:
    """All that is said to an AMR that drives along x while ``other`` moves."""
    encounters, said, x = Encounters(), [], 0.0
    for k in range(round(seconds / 0.05)):
        now_s = 0.05 * k
        party = vehicle_party(report(now_s, x, speed_mps(now_s)), AMR, None, now_s, SETTINGS)
        seen = other(now_s)
        risks = risks_of([party], [seen] if seen else [], NO_WALLS, SETTINGS)
        said += [(now_s, each) for each in encounters.step(risks, now_s)]
        x += 0.05 * speed_mps(now_s)
    return said


def steady(_now_s: float) -> float:
    return 1.5


def first(said: Said, level: WarningLevel) -> float:
    return next(now_s for now_s, each in said if each.level is level)


def test_somebody_in_the_way_is_warned_of_in_rising_levels_and_in_time() -> None:
    said = driven(lambda _: track(12.0, 0.0), 7.0, steady)
    assert {each.id for _, each in said} == {1}
    contact_s = (12.0 - 1.0 - 0.3) / 1.5
    needed_s = 0.4 + 1.5 / 1.6
    times = [first(said, level) for level in WarningLevel]
    assert times == sorted(times)
    assert contact_s - needed_s - 2.0 < times[1] < contact_s - needed_s
    warning = next(each for _, each in said if each.level is WarningLevel.WARNING)
    assert (warning.cause, warning.advice) == (Cause.STANDING, Advice.SLOW_DOWN)
    assert (warning.bearing, warning.other_kind) == (Bearing.AHEAD, ObjectClass.PERSON)
    danger = next(each for _, each in said if each.level is WarningLevel.DANGER)
    assert danger.advice is Advice.STOP


def test_somebody_who_crosses_is_given_way() -> None:
    said = driven(lambda t: track(9.0, 7.0 - 1.3 * t, 0.0, -1.3), 6.0, steady)
    warning = next(each for _, each in said if each.level is WarningLevel.WARNING)
    assert (warning.cause, warning.advice) == (Cause.CROSSING, Advice.GIVE_WAY)


@pytest.mark.parametrize(
    "other",
    [
        lambda t: track(-3.0, 0.0),  # left behind
        lambda t: track(-1.5 - 0.8 * t, 0.5, -0.8, 0.0),  # they part
        lambda t: track(6.0, 4.0 + 1.3 * t, 0.0, 1.3),  # goes away to the side
        lambda t: track(3.0 + 1.6 * t, 0.0, 1.6, 0.0),  # walks ahead, and faster
    ],
)
def test_no_warning_when_nobody_comes_nearer(other) -> None:
    said = driven(other, 6.0, steady)
    assert not [each for _, each in said if each.level is not WarningLevel.NOTICE]


def test_no_warning_to_who_stands() -> None:
    assert driven(lambda t: track(6.0 - 1.3 * t, 0.0, -1.3, 0.0), 4.0, lambda _: 0.0) == []


def test_a_warning_ends_once_when_the_danger_has_passed() -> None:
    said = driven(
        lambda t: track(9.0, 7.0 - 1.3 * t, 0.0, -1.3), 12.0, lambda t: 1.5 if t < 4 else 0.0
    )
    ends = [(now_s, each.id) for now_s, each in said if not each.active]
    assert len(ends) == 1
    assert said[-1][1].active is False


def test_levels_do_not_flicker_when_the_estimate_does() -> None:
    def shaky(now_s: float) -> Track | None:
        if round(now_s * 20) % 7 == 0:
            return None  # not seen for a moment
        aside = 1.6 if round(now_s * 20) % 2 else 0.4
        return track(14.0, aside, -0.2, 0.0)

    said = driven(shaky, 7.0, steady)
    assert {each.id for _, each in said} == {1}
    levels = [each.level for _, each in said if each.active]
    changes = [(a, b) for a, b in pairwise(levels) if a is not b]
    assert len(changes) <= 4
    assert all(b.rank > a.rank for a, b in changes)


def test_nobody_reacts_and_the_level_rises() -> None:
    """Somebody walks ahead so that it always lasts 2.2 s until contact, and nobody slows down."""

    def ahead(now_s: float) -> Track:
        gap_m = 3.0 * exp(-now_s / 2.2)
        return track(1.5 * now_s + 1.3 + gap_m, 0.0, 1.5 - gap_m / 2.2, 0.0)

    said = driven(ahead, 4.0, steady)
    unheeded = [each for _, each in said if each.cause is Cause.NO_REACTION]
    assert unheeded[0].level is WarningLevel.DANGER
    assert unheeded[0].advice is Advice.STOP


def test_a_track_that_was_lost_and_found_is_the_same_encounter() -> None:
    def renamed(now_s: float) -> Track | None:
        if 3.0 < now_s < 3.4:
            return None
        return track(10.0, 0.0, 0.0, 0.0, "person_1" if now_s < 3.2 else "person_2")

    said = driven(renamed, 5.0, steady)
    assert {each.id for _, each in said} == {1}
    assert {each.other_id for _, each in said} == {"person_1", "person_2"}
