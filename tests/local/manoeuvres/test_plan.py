from dataclasses import replace
from math import pi

import numpy as np
import pytest
import shapely

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.check import clearance_m, violations
from planner.local.manoeuvres.plan import NotPlanned, Planned, PlanningFailure, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at
from tests.local.manoeuvres.scenes import beside_the_slot, moved, random_scenes, walled_off


def planned(scene: ManoeuvreScene) -> Planned:
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned), str(answer)
    return answer


def test_a_forklift_backs_into_a_slot_without_touching_the_racks() -> None:
    scene = beside_the_slot()
    trajectory = planned(scene).trajectory
    bodies = bodies_at(scene, trajectory.poses)[:, 0]
    racks = shapely.unary_union([shapely.Polygon(one) for one in scene.obstacles])
    assert shapely.distance(bodies, racks).min() >= scene.clearance_m - 1e-3
    goal = (scene.goal.x_m, scene.goal.y_m, scene.goal.heading_rad)
    assert trajectory.poses[-1] == pytest.approx(goal, abs=2e-3)
    assert trajectory.speeds_mps[[0, -1]] == pytest.approx([0.0, 0.0], abs=1e-3)
    assert trajectory.speeds_mps[-10] < 0.0  # forks first


@pytest.mark.parametrize("number", range(4))
def test_random_starts_are_planned_and_proven(number: int) -> None:
    scene = random_scenes(301, 4)[number]
    answer = planned(scene)
    assert not violations(scene, answer.drive)
    assert clearance_m(scene, answer.drive) >= scene.clearance_m - 1e-3


def test_a_scene_elsewhere_on_the_floor_is_planned_too() -> None:
    scene = moved(beside_the_slot(), 40.0, -25.0, 2.5)
    assert not violations(scene, planned(scene).drive)


def test_the_trajectory_is_what_its_own_speeds_and_turn_rates_make() -> None:
    trajectory = planned(beside_the_slot()).trajectory
    steps = np.diff(trajectory.times_s)
    turned = np.sum(
        (trajectory.turn_rates_radps[1:] + trajectory.turn_rates_radps[:-1]) / 2 * steps
    )
    assert turned == pytest.approx(trajectory.poses[-1, 2] - trajectory.poses[0, 2], abs=2e-3)
    way = np.sum(np.abs(trajectory.speeds_mps[1:] + trajectory.speeds_mps[:-1]) / 2 * steps)
    chords = np.hypot(*np.diff(trajectory.poses[:, :2], axis=0).T).sum()
    assert way == pytest.approx(chords, rel=2e-3)


def test_a_start_that_touches_a_rack_is_told() -> None:
    scene = replace(beside_the_slot(), start=Pose(1.6, 0.2, 0.0))
    assert plan_manoeuvre(scene) == NotPlanned(PlanningFailure.START_BLOCKED)


def test_a_goal_that_touches_a_rack_is_told() -> None:
    scene = replace(beside_the_slot(), goal=Pose(0.3, -0.95, pi / 2.0))
    assert plan_manoeuvre(scene) == NotPlanned(PlanningFailure.GOAL_BLOCKED)


def test_a_slot_that_cannot_be_reached_is_told() -> None:
    answer = plan_manoeuvre(walled_off())
    assert isinstance(answer, NotPlanned)
    assert answer.reason is PlanningFailure.NO_WAY


def test_an_obstacle_that_is_not_convex_is_refused() -> None:
    dent = ((0.0, 0.0), (1.0, 0.0), (0.2, 0.2), (0.0, 1.0))
    with pytest.raises(InputError, match="obstacle 0 must be convex"):
        replace(beside_the_slot(), obstacles=(dent,))
