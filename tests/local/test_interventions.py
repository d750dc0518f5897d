"""Verdicts of single periods become interventions with a cause, a beginning and an end."""

from __future__ import annotations

import numpy as np
import pytest

from fleet_core.model.local_state import BrakeCause, Intervention, Obstacle
from planner.local.interventions import SAME_WITHIN_S, Interventions
from planner.local.sight import Commands
from planner.local.state import SolveReport
from planner.local.supervisor import Verdict

PERSON = Obstacle("p1", "person")


def commands(verdict: Verdict, about: int = -1) -> Commands:
    """Of two vehicles; the second drives on."""
    still = np.zeros(2)
    return Commands(
        still, still, still, np.array([verdict, Verdict.CLEAR]), np.array([about, -1]),
        still, still, np.full((2, len(SolveReport)), 0.002),
    )  # fmt: skip


class Told:
    """One period after the other."""

    def __init__(self) -> None:
        self.interventions = Interventions(["amr_1", "amr_2"])
        self.now_s = 10.0

    def hear(self, verdict: Verdict, about: int = -1, after_s: float = 0.1) -> bool:
        self.now_s += after_s
        return self.interventions.take(commands(verdict, about), [PERSON], self.now_s)

    @property
    def newest(self) -> Intervention:
        newest = self.interventions.states[0].newest
        assert newest is not None
        return newest

    @property
    def count(self) -> int:
        return self.interventions.states[0].interventions


def test_who_is_in_the_way_is_named() -> None:
    told = Told()
    assert told.hear(Verdict.OBJECT, 1)
    assert told.newest.obstacle == Obstacle("amr_2", "vehicle")
    assert told.hear(Verdict.OBJECT, 2)
    assert told.newest.obstacle == PERSON
    assert told.count == 1
    assert not told.hear(Verdict.OBJECT, 2)
    assert told.interventions.states[1].newest is None


def test_it_ends_when_its_cause_goes() -> None:
    told = Told()
    told.hear(Verdict.RELEASE)
    assert told.newest == Intervention(BrakeCause.RELEASE, pytest.approx(10.1))
    assert told.hear(Verdict.CLEAR)
    assert told.newest.until_s == pytest.approx(10.2)
    assert not told.hear(Verdict.CLEAR)


def test_braking_that_begins_again_at_once_is_the_same() -> None:
    told = Told()
    told.hear(Verdict.OBJECT, 2)
    told.hear(Verdict.CLEAR)
    told.hear(Verdict.OBJECT, 2)
    assert (told.count, told.newest.since_s, told.newest.until_s) == (1, pytest.approx(10.1), None)
    told.hear(Verdict.CLEAR)
    told.hear(Verdict.OBJECT, 2, after_s=SAME_WITHIN_S + 0.1)
    assert told.count == 2


def test_a_plan_that_swerves_while_braking_does_not_hide_what_it_swerves_for() -> None:
    told = Told()
    told.hear(Verdict.OBJECT, 2)
    told.hear(Verdict.CORRIDOR)
    assert (told.count, told.newest.cause, told.newest.obstacle) == (1, BrakeCause.OBJECT, PERSON)


def test_what_is_in_the_way_explains_what_came_before() -> None:
    told = Told()
    told.hear(Verdict.NO_PLAN)
    told.hear(Verdict.OBJECT, 2)
    assert (told.count, told.newest.cause) == (1, BrakeCause.OBJECT)


def test_a_lost_position_is_another_matter() -> None:
    told = Told()
    told.hear(Verdict.OBJECT, 2)
    told.hear(Verdict.NO_POSE)
    assert (told.count, told.newest.cause) == (2, BrakeCause.NO_POSE)


def test_how_long_the_solver_took_is_told() -> None:
    told = Told()
    told.hear(Verdict.CLEAR)
    assert told.interventions.states[1].solve_ms == pytest.approx(2.0)
