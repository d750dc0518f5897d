"""A body that turns on the spot looks where it swings."""

from __future__ import annotations

from math import pi

import numpy as np

from planner.local.objects import Objects, moving_discs
from planner.local.settings import LocalSettings
from planner.local.turn_watch import in_the_turn
from tests.local.lanes import LONG

OUTLINE = np.array(LONG)
POSE = np.zeros(3)


def somebody(x: float, y: float, vx: float = 0.0, vy: float = 0.0) -> Objects:
    return moving_discs(
        np.array([[x, y]]), np.array([[vx, vy]]), np.array([0.3]), np.zeros(1), LocalSettings()
    )


def test_who_stands_where_the_front_will_swing_is_in_the_way() -> None:
    there = somebody(1.6, 1.3)
    assert in_the_turn(POSE, 0.6, OUTLINE, there, -1) == 0
    assert in_the_turn(POSE, -0.6, OUTLINE, there, -1) == -1
    assert in_the_turn(POSE, 0.6, OUTLINE, somebody(1.6, 4.0), -1) == -1


def test_who_walks_into_the_swing_is_in_the_way() -> None:
    assert in_the_turn(POSE, 0.3, OUTLINE, somebody(1.6, 2.6, 0.0, -1.3), -1) == 0
    assert in_the_turn(POSE, 0.3, OUTLINE, somebody(1.6, 2.6, 0.0, 1.3), -1) == -1


def test_turning_away_from_somebody_near_is_allowed() -> None:
    assert in_the_turn(POSE, -pi / 2.0, OUTLINE, somebody(1.6, 0.9), -1) == -1
