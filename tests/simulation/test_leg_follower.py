"""Legs and measured poses in; stretches, turns and progress out."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import pytest

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind
from fleet_core.simulation.leg_follower import NEAR_M, STILL_S, LegFollower, MeasuredMotion
from planner.local.stretch import Stretch
from planner.local.turning import TurnOnSpot
from tests.simulation.plants import AMR

DT_S = 0.05


def lane(begin_m: float, end_m: float) -> Leg:
    """Eastwards."""
    path = (Pose(begin_m, 0.0, 0.0), Pose(end_m, 0.0, 0.0))
    return Leg(LegKind.DRIVE, "a", "b", path, end_m - begin_m, max_speed_mps=1.0)


def turn_left(at_m: float) -> Leg:
    path = (Pose(at_m, 0.0, 0.0), Pose(at_m, 0.0, pi / 2.0))
    return Leg(LegKind.TURN, "b", "b", path, turn_rad=pi / 2.0)


def standing(x_m: float, heading_rad: float = 0.0) -> MeasuredMotion:
    return MeasuredMotion(Pose(x_m, 0.0, heading_rad), 0.0, 0.0)


def driving(x_m: float) -> MeasuredMotion:
    return MeasuredMotion(Pose(x_m, 0.0, 0.0), 0.5, 0.0)


@pytest.fixture
def follower() -> LegFollower:
    return LegFollower(AMR, 0.1)


def test_legs_that_join_are_one_stretch_and_are_passed_one_by_one(follower: LegFollower) -> None:
    legs = [lane(0.0, 2.0), lane(2.0, 5.0)]
    assert follower.follow(legs, standing(0.0), False, DT_S) == 0
    task, number = follower.task, follower.number
    assert isinstance(task, Stretch) and task.length_m == pytest.approx(5.0)
    assert follower.follow(legs, driving(1.9), False, DT_S) == 0
    assert follower.follow(legs, driving(2.1), False, DT_S) == 1
    assert follower.follow(legs[1:], driving(4.999), False, DT_S) == 0  # too fast to be there
    assert follower.number == number
    assert follower.follow(legs[1:], standing(4.999), False, DT_S) == 1
    assert follower.task is None


def test_a_stretch_grows_while_it_is_driven(follower: LegFollower) -> None:
    legs = [lane(0.0, 2.0)]
    follower.follow(legs, standing(0.0), False, DT_S)
    number = follower.number
    legs.append(lane(2.0, 3.0))
    follower.follow(legs, driving(1.0), False, DT_S)
    assert follower.number == number
    assert isinstance(follower.task, Stretch) and follower.task.length_m == pytest.approx(3.0)
    assert follower.left_m == pytest.approx(2.0, abs=0.01)


def test_a_turn_follows_when_the_stretch_before_it_is_done(follower: LegFollower) -> None:
    legs = [lane(0.0, 2.0), turn_left(2.0)]
    follower.follow(legs, standing(0.0), False, DT_S)
    assert isinstance(follower.task, Stretch) and follower.task.length_m == pytest.approx(2.0)
    assert follower.follow(legs, driving(1.0), False, DT_S) == 0
    assert follower.follow(legs, standing(2.0), False, DT_S) == 1
    assert isinstance(follower.task, TurnOnSpot)
    assert follower.follow(legs[1:], standing(2.0, 1.0), False, DT_S) == 0
    assert follower.follow(legs[1:], standing(2.0, pi / 2.0 - 0.001), False, DT_S) == 1


def test_who_stands_near_the_end_for_a_while_is_there(follower: LegFollower) -> None:
    legs = [lane(0.0, 2.0)]
    follower.follow(legs, driving(1.0), False, DT_S)
    short = standing(2.0 - 0.8 * NEAR_M)
    steps = round(STILL_S / DT_S)
    assert all(follower.follow(legs, short, False, DT_S) == 0 for _ in range(steps - 2))
    assert any(follower.follow(legs, short, False, DT_S) == 1 for _ in range(3))
    far = LegFollower(AMR, 0.1)
    far.follow(legs, driving(1.0), False, DT_S)
    assert all(far.follow(legs, standing(1.8), False, DT_S) == 0 for _ in range(3 * steps))


def test_without_legs_it_holds_on_the_same_stretch(follower: LegFollower) -> None:
    legs = [lane(0.0, 2.0)]
    follower.follow(legs, driving(0.5), False, DT_S)
    number = follower.number
    assert follower.follow((), driving(0.6), False, DT_S) == 0
    assert follower.hold and follower.number == number
    follower.follow(legs, driving(0.7), False, DT_S)
    assert not follower.hold and follower.number == number


def test_other_legs_are_a_new_way(follower: LegFollower) -> None:
    follower.follow([lane(0.0, 2.0)], standing(0.0), False, DT_S)
    number = follower.number
    follower.follow([lane(0.0, 4.0)], standing(0.0), False, DT_S)
    assert follower.number == number + 1


def test_a_loaded_vehicle_keeps_its_lower_limit() -> None:
    slow = replace(AMR, max_speed_mps=2.0, max_speed_loaded_mps=0.4)
    follower = LegFollower(slow, 0.1)
    follower.follow([lane(0.0, 2.0)], standing(0.0), True, DT_S)
    assert isinstance(follower.task, Stretch)
    assert float(follower.task.line.limit_mps.max()) == pytest.approx(0.4)
