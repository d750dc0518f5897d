from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from planner.local.manoeuvres.guesses import guesses
from planner.local.manoeuvres.scene import bodies_at
from planner.local.manoeuvres.search import ARRIVED_M, ARRIVED_RAD, Taste, coarse_way
from planner.local.manoeuvres.segments import Segment
from tests.local.manoeuvres.scenes import beside_the_slot, random_scenes, walled_off

SIZES = (32, 48)


@pytest.mark.parametrize("number", range(6))
def test_a_coarse_way_is_free_and_leads_from_near_the_start_to_the_goal(number: int) -> None:
    scene = random_scenes(302, 6)[number]
    way = coarse_way(scene, Taste(spare_m=0.01))
    assert way is not None
    start, goal = (
        np.array([one.x_m, one.y_m, one.heading_rad]) for one in (scene.start, scene.goal)
    )
    assert way[-1, :3] == pytest.approx(goal)
    assert np.hypot(*(way[0, :2] - start[:2])) < ARRIVED_M
    assert abs((way[0, 2] - start[2] + np.pi) % (2 * np.pi) - np.pi) < ARRIVED_RAD
    racks = shapely.union_all([shapely.Polygon(one) for one in scene.obstacles])
    stands = bodies_at(scene, way[1:, :3])[:, 0]
    assert shapely.distance(stands, racks).min() >= scene.clearance_m + 0.01 - 1e-9


@pytest.mark.parametrize("number", range(6))
def test_each_move_of_a_coarse_way_is_the_arc_of_its_steering(number: int) -> None:
    scene = random_scenes(303, 6)[number]
    way = coarse_way(scene, Taste(spare_m=0.01, spins=False))
    assert way is not None
    for before, after in pairwise(way):
        gear, angle = after[4], after[3]
        turn = gear * 0.25 * np.sin(angle) / scene.limits.wheelbase_m
        assert after[2] - before[2] == pytest.approx(turn, abs=1e-9)
        middle = before[2] + turn / 2.0
        ahead = (after[:2] - before[:2]) @ np.array([np.cos(middle), np.sin(middle)])
        assert np.sign(ahead) == gear


def test_there_is_no_coarse_way_through_a_wall() -> None:
    assert coarse_way(walled_off(), Taste(spare_m=0.01)) is None


def test_a_guess_fills_a_size_stands_at_the_ends_of_segments_and_joins_start_and_goal() -> None:
    for scene in random_scenes(304, 5):
        for guess in guesses(scene, SIZES):
            assert len(guess.steps_s) in SIZES
            assert guess.states[np.flatnonzero(guess.is_last) + 1, 3] == pytest.approx(
                0.0, abs=1e-9
            )
            assert (guess.gears[guess.segments == Segment.STAND] == 0.0).all()
            assert (guess.gears[guess.segments == Segment.DRIVE] != 0.0).all()
            start, goal = scene.start, scene.goal
            begin = (start.x_m, start.y_m, start.heading_rad)
            assert guess.states[0, :3] == pytest.approx(begin)
            assert guess.states[-1, :2] == pytest.approx((goal.x_m, goal.y_m))
            assert np.abs(np.diff(guess.states[:, 2])).max() < 0.6


def test_a_start_beside_the_goal_is_led_away_and_back() -> None:
    scene = beside_the_slot()
    start = replace(scene.goal, x_m=scene.goal.x_m + 0.02)
    way = coarse_way(replace(scene, start=start), Taste(spare_m=0.003))
    assert way is not None
    assert {1.0, -1.0} <= set(way[1:, 4])
