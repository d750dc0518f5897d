"""How far Gazebo's time is let go on."""

from __future__ import annotations

import pytest

from fleet_nodes.gazebo.flow import DueTime

BEGUN_S = 7.0  # of Gazebo, at real time 100


def test_gazebos_time_is_due_by_the_real_time_factor() -> None:
    due = DueTime(2.0)
    assert due.at(100.0, BEGUN_S) == pytest.approx(BEGUN_S)
    assert due.at(100.1, BEGUN_S + 0.2) == pytest.approx(BEGUN_S + 0.2)
    assert due.at(100.2, BEGUN_S + 0.3) == pytest.approx(BEGUN_S + 0.4)


def test_what_is_lost_is_made_up_for_but_not_more_than_half_a_second() -> None:
    due = DueTime(1.0)
    due.at(100.0, BEGUN_S)
    assert due.at(100.4, BEGUN_S) == pytest.approx(BEGUN_S + 0.4)
    assert due.at(160.0, BEGUN_S + 0.1) == pytest.approx(BEGUN_S + 0.6)
    assert due.at(160.1, BEGUN_S + 0.2) == pytest.approx(BEGUN_S + 0.7)


def test_a_gazebo_that_was_started_again_is_not_waited_for() -> None:
    due = DueTime(1.0)
    due.at(100.0, 500.0)
    assert due.at(101.0, 0.0) - 0.0 <= 0.5
    late = DueTime(1.0)
    late.at(100.0, 0.0)
    assert late.at(100.1, 90.0) == pytest.approx(90.0)
