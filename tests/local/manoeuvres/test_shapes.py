"""Vehicles and obstacles of other shapes than the forklift's and the racks'."""

from dataclasses import replace
from math import cos, pi, sin

import numpy as np
import pytest

from fleet_core.layouts.generate.fleet_types import AMR
from fleet_core.model.geometry import Polygon, Pose
from planner.local.manoeuvres.check import violations
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import (
    ManoeuvreScene,
    body_of,
    box,
    is_convex,
    limits_of,
    reach_m,
)
from tests.local.manoeuvres.scenes import beside_the_slot


def round_post(x_m: float, y_m: float, radius_m: float, corners: int = 8) -> Polygon:
    angles = [2.0 * pi * k / corners for k in range(corners)]
    return tuple((x_m + radius_m * cos(one), y_m + radius_m * sin(one)) for one in angles)


def charger() -> ManoeuvreScene:
    """An AMR backs into a charger between two bollards, from the middle of an aisle."""
    walls = box(-8.0, -1.0, 8.0, 0.0), box(-8.0, 2.6, 8.0, 3.6)
    posts = round_post(-0.65, 0.9, 0.08), round_post(0.65, 0.9, 0.08)
    return ManoeuvreScene(
        Pose(-2.5, 1.6, 0.2), Pose(0.0, 0.7, pi / 2.0), (*walls, *posts),
        body_of(AMR, loaded=False), limits_of(AMR, 0.4, loaded=False),
    )  # fmt: skip


@pytest.mark.slow
def test_a_robot_with_two_wheels_docks_between_round_posts() -> None:
    answer = plan_manoeuvre(charger())
    assert isinstance(answer, Planned), str(answer)
    assert not violations(charger(), answer.drive)


def test_thin_forks_enter_where_the_whole_width_does_not() -> None:
    scene = beside_the_slot()
    forks = box(-0.45, -0.34, 0.9, 0.34)
    chassis = box(0.9, -0.55, 2.75, 0.55)
    narrow = (
        box(-12.0, -1.5, -0.4, 0.0), box(0.4, -1.5, 12.0, 0.0), *scene.obstacles[2:],
    )  # fmt: skip
    goal = replace(scene.goal, y_m=-0.8)
    answer = plan_manoeuvre(replace(scene, body=(forks, chassis), obstacles=narrow, goal=goal))
    assert isinstance(answer, Planned), str(answer)
    whole = plan_manoeuvre(replace(scene, obstacles=narrow, goal=goal))
    assert not isinstance(whole, Planned)


def test_without_obstacles_there_is_a_manoeuvre_too() -> None:
    answer = plan_manoeuvre(replace(beside_the_slot(), obstacles=()))
    assert isinstance(answer, Planned), str(answer)


def test_many_obstacles_of_which_few_are_near_are_no_trouble() -> None:
    scene = beside_the_slot()
    bays = tuple(box(-12.0 + k, -2.4, -11.1 + k, -1.55) for k in range(24))
    posts = tuple(round_post(-11.0 + k, 3.9, 0.08) for k in range(22))
    answer = plan_manoeuvre(replace(scene, obstacles=(*scene.obstacles, *bays, *posts)))
    assert isinstance(answer, Planned), str(answer)


@pytest.mark.parametrize(
    ("polygon", "convex"),
    [
        (box(0.0, 0.0, 1.0, 1.0), True),
        (((0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (0.0, 1.0)), True),  # one corner straight on
        (((0.0, 0.0), (0.0, 1.0), (1.0, 0.0)), False),  # clockwise
        (((0.0, 0.0), (1.0, 0.0)), False),
        (((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0)), False),  # crosses itself
        (((0.0, 0.0), (1.0, 0.0), (np.nan, 1.0)), False),
    ],
)
def test_convex_polygons_are_told_from_others(polygon: Polygon, convex: bool) -> None:
    assert is_convex(polygon) == convex


def test_the_reach_is_that_of_the_farthest_corner() -> None:
    assert reach_m((box(-1.0, -1.0, 3.0, 4.0), box(-6.0, 0.0, 0.0, 8.0))) == pytest.approx(10.0)
