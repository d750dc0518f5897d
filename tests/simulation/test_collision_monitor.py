"""Overlap of bodies, compared with shapely, and the counting of encounters."""

from __future__ import annotations

from dataclasses import replace
from math import cos, hypot, pi, sin

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate

from fleet_core.simulation.collision_monitor import CollisionMonitor
from fleet_core.simulation.trail import Trail
from tests.simulation.plants import AMR, BOX, LONG_BOX


def trail(*poses: tuple[float, float, float], loaded: tuple[bool, ...] = ()) -> Trail:
    flags = np.array(loaded or (False,) * len(poses))
    return Trail(np.array([0.1]), np.array([poses]), flags)


def monitor(vehicles: int = 2) -> CollisionMonitor:
    return CollisionMonitor([f"V{index}" for index in range(vehicles)], [AMR] * vehicles)


def body(pose: tuple[float, float, float], loaded: bool) -> shapely.Polygon:
    outline = shapely.Polygon(LONG_BOX if loaded else BOX)
    turned = rotate(outline, pose[2], origin=(0, 0), use_radians=True)
    return translate(turned, pose[0], pose[1])


POSES = st.tuples(st.floats(-2.5, 2.5), st.floats(-2.5, 2.5), st.floats(-pi, pi))


@settings(max_examples=150, deadline=None)
@given(POSES, POSES, st.tuples(st.booleans(), st.booleans()))
def test_overlap_is_what_shapely_finds(first, second, loaded) -> None:
    common = body(first, loaded[0]).intersection(body(second, loaded[1]))
    assume(common.is_empty or common.area > 1e-5)  # nearer cases are a matter of the tolerance
    assert monitor().watch(trail(first, second, loaded=loaded)) == int(common.area > 0)


def test_touching_is_no_collision() -> None:
    watching = monitor()
    assert watching.watch(trail((0.0, 0.0, 0.0), (1.5, 0.0, 0.0))) == 0
    assert watching.watch(trail((0.0, 0.0, 0.0), (1.4999, 0.0, 0.0))) == 1


def test_a_load_makes_the_body_longer() -> None:
    poses = (0.0, 0.0, 0.0), (1.6, 0.0, 0.0)
    assert monitor().watch(trail(*poses)) == 0
    assert monitor().watch(trail(*poses, loaded=(False, True))) == 1


def test_an_encounter_is_counted_once_while_it_lasts_and_told_with_place_and_time() -> None:
    watching = monitor(3)
    near, far = ((0.0, 0.0, 0.0), (1.0, 0.5, 0.0)), (9.0, 9.0, 0.0)
    for _ in range(3):
        watching.watch(trail(*near, far))
    watching.watch(trail((-5.0, 0.0, 0.0), near[1], far))
    watching.watch(trail(*near, far))
    assert watching.count == 2
    assert watching.encounters[0].vehicle_ids == ("V0", "V1")
    assert watching.encounters[0].point == pytest.approx((0.5, 0.25))
    assert watching.encounters[0].time_s == pytest.approx(0.1)


def test_every_tick_of_a_step_is_watched() -> None:
    passing = np.zeros((5, 2, 3))
    passing[:, 0, 0] = [-6.0, -3.0, 0.0, 3.0, 6.0]
    watching = monitor()
    watching.watch(Trail(np.arange(1.0, 6.0) / 10, passing, np.array([False, False])))
    assert [one.time_s for one in watching.encounters] == [pytest.approx(0.3)]


def test_a_body_given_clockwise_is_the_same_body() -> None:
    mirrored = replace(AMR, footprint=tuple(reversed(BOX)))
    watching = CollisionMonitor(["V0", "V1"], [mirrored, mirrored])
    assert watching.watch(trail((0.0, 0.0, 0.0), (1.4, 0.0, 0.0))) == 1


def test_many_bodies_on_a_ring_only_meet_their_neighbours() -> None:
    count = 40
    angles = np.linspace(0.0, 2 * pi, count, endpoint=False)
    poses = [(8 * cos(a), 8 * sin(a), a + pi / 2) for a in angles]
    gap = hypot(poses[0][0] - poses[1][0], poses[0][1] - poses[1][1])
    assert gap < 1.5
    assert monitor(count).watch(trail(*poses)) == count
